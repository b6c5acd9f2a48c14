// The ways in which the stand-in can be told to fail, as a service on the other side of a network does.
import type { Json } from '@holdpoint/core'
import type { Operation } from './routes.ts'

/**
 * - `{status}`: answers with it, nothing having happened
 * - `{delayMs}`: does it, later
 * - `hang`: takes the call, does nothing, never answers
 * - `reset`: cuts the connection, nothing having happened
 * - `lose-answer`: does it, then cuts the connection
 * - `garbage`, `huge`, `error-flag`: does it, then answers 200 with what isn't JSON, with 2 MiB, or with `error: true`
 * - `redirect`: answers 307 to elsewhere, nothing having happened
 * - `duplicate-id`: creates, and answers with the id of the oldest request
 */
export type Fault =
  | { readonly status: number }
  | { readonly delayMs: number }
  | 'hang'
  | 'reset'
  | 'lose-answer'
  | 'garbage'
  | 'huge'
  | 'error-flag'
  | 'redirect'
  | 'duplicate-id'

export type Misbehaviour = {
  readonly [operation in Operation]?: Fault
} & {
  /** Every operation without a fault of its own. */
  readonly all?: Fault
  /** A reviewer chooses this value, and the callback is delivered, before the create call is answered. */
  readonly callbackBeforeAnswer?: Json
  /** Every callback is sent so many times; default 1. */
  readonly repeatCallbacks?: number
  /** Callbacks are kept back until `releaseCallbacks`. */
  readonly holdCallbacks?: boolean
  /** So many faulty calls, then it behaves again; without it, until told otherwise. */
  readonly times?: number
}

export interface Faults {
  set(misbehaviour: Misbehaviour): void
  /** The fault for this call, which counts as one of `times`. */
  take(operation: Operation): Fault | undefined
  /** The value to answer with before this create is answered; counts too. */
  takeEarlyAnswer(): { readonly value: Json } | undefined
  /** What is done to callbacks now. */
  callbacks(): { readonly times: number; readonly isHeld: boolean }
}

export function createFaults(): Faults {
  let current: Misbehaviour = {}
  let left = Infinity
  const count = () => {
    if (--left <= 0) current = {}
  }
  return {
    set(misbehaviour) {
      current = misbehaviour
      left = misbehaviour.times ?? Infinity
    },
    take(operation) {
      const fault = current[operation] ?? current.all
      if (fault !== undefined) count()
      return fault
    },
    callbacks: () => ({ times: current.repeatCallbacks ?? 1, isHeld: current.holdCallbacks ?? false }),
    takeEarlyAnswer() {
      const value = current.callbackBeforeAnswer
      if (value === undefined) return undefined
      count()
      return { value }
    },
  }
}
