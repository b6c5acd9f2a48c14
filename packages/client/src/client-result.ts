// What a call comes to: a value, or a refusal that says whether to send it again. Never an exception.
import { ok, type DeskRefusal, type ErrorCode, type Result } from '@holdpoint/core'

export interface ClientRefusal extends DeskRefusal {
  /** Of HTTP; absent where no answer came. */
  readonly status?: number
  /** The call may have taken effect all the same. Never true of reads. */
  readonly unknownOutcome: boolean
  /** The same call may succeed later, without anything having changed. */
  readonly retryable: boolean
}

export type ClientResult<T> = Result<T, ClientRefusal>

/** No answer, or none that can be read: whether anything was done is for the caller to say. */
export const noAnswer = (detail: string, unknownOutcome: boolean, status?: number): ClientRefusal => ({
  ok: false,
  code: 'unavailable',
  detail,
  unknownOutcome,
  retryable: true,
  ...(status !== undefined && { status }),
})

/** Refused by the client itself: nothing was sent. */
export const notSent = (code: ErrorCode, detail: string, field?: string): ClientRefusal => ({
  ok: false,
  code,
  detail,
  unknownOutcome: false,
  retryable: false,
  ...(field !== undefined && { field }),
})

export function mapResult<T, U>(result: ClientResult<T>, map: (value: T) => U): ClientResult<U> {
  return result.ok ? ok(map(result.value)) : result
}
