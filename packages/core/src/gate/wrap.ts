// Turns any function into a guarded one with its own types kept.
import { canonicalJson, type Action } from '../domain/action.ts'
import { HoldpointError } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import type { GateResult, RunOptions } from './gate-result.ts'

/** `gate.run`, as far as it is needed here. */
type Run = <T>(action: Action, perform: (approved: Action) => Promise<T>, options: RunOptions) => Promise<GateResult<T>>

export interface WrapOptions<A extends readonly unknown[]> extends RunOptions {
  /** The arguments for an action whose input a reviewer has edited. Without it an edited action does not run. */
  readonly fromAction?: (approved: Action) => A
}

/**
 * `toAction` must put everything that decides the effect into target and input. The function gets copies of the
 * arguments as they were when it was called, where they can be copied; where they can't (sockets, signals), it is called
 * only if they still make the very action that was approved.
 */
export function wrap<A extends readonly unknown[], T>(
  gate: { readonly run: Run },
  kind: string,
  toAction: (...args: A) => Omit<Action, 'kind'>,
  perform: (...args: A) => Promise<T> | T,
  options: WrapOptions<A> = {},
): (...args: A) => Promise<GateResult<T>> {
  const { fromAction, ...runOptions } = options
  const actionOf = (args: A): Action => ({ kind, ...toAction(...args) })

  return async (...given) => {
    const args = copied(given)
    const action = actionOf(args)
    try {
      return await gate.run<T>(
        action,
        async (approved) => {
          if (isSame(actionOf(args), approved)) return await perform(...args)
          if (!fromAction) throw new NotTheApproved()
          return await perform(...fromAction(approved))
        },
        runOptions,
      )
    } catch (error) {
      if (!(error instanceof NotTheApproved)) throw error
      return { type: 'blocked', reason: 'digest_mismatch', detail: error.detail }
    }
  }
}

class NotTheApproved extends HoldpointError {
  constructor() {
    super(
      'digest_mismatch',
      'What was approved is not what the arguments make now: a reviewer edited it (then `fromAction` is needed), or they were changed while it waited.',
    )
  }
}

const isSame = (one: Action, other: Action): boolean =>
  canonicalJson(one as Action & Json) === canonicalJson(other as Action & Json)

function copied<A extends readonly unknown[]>(args: A): A {
  try {
    return structuredClone(args)
  } catch {
    return args
  }
}
