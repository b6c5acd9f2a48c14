// Who acts, and the one function that says whether it may. Every way in passes it with the real principal.
import type { Approval } from './approval.ts'
import { ok, refuse, type Result } from './errors.ts'

export type Scope = 'request' | 'decide' | 'rules' | 'admin'
export const scopes: readonly Scope[] = ['request', 'decide', 'rules', 'admin']

/** An authenticated someone. */
export interface Principal {
  /** Stable: `key:bot`, `operator`, `hitl-sh:<user id>`. Votes and requests are told apart by it. */
  readonly id: string
  readonly scopes: readonly Scope[]
  /** The loops it may use; `*` is all. */
  readonly loops: readonly string[]
  /** The way in: `api`, `inbox`, or a channel's name. */
  readonly via: string
}

export type Operation =
  | 'read'
  | 'decide'
  | 'revoke'
  | 'claim'
  | 'release'
  | 'comment'
  | 'cancel'
  | 'reopen'
  | 'start'
  | 'finish'

export function mayUseLoop(principal: Principal, loop: string): boolean {
  return principal.loops.includes('*') || principal.loops.includes(loop)
}

/** The one answer for an approval that isn't there and for one that somebody may not see: they can't be told apart. */
export const noSuchApproval = refuse('not_found', 'There is no such approval.')

/**
 * Whether `principal` may do this to that approval. Another loop's approval, and another requester's where only one's
 * own may be seen, answer `not_found`: they look like ones that don't exist.
 */
export function authorize(
  principal: Principal,
  operation: Operation,
  approval: Pick<Approval, 'loop' | 'requester'>,
): Result<true> {
  const has = (scope: Scope) => principal.scopes.includes(scope)
  const own = has('request') && approval.requester === principal.id
  if (!mayUseLoop(principal, approval.loop) || !(own || has('decide'))) return noSuchApproval
  switch (operation) {
    case 'read':
      return ok(true)
    case 'decide':
    case 'revoke':
    case 'claim':
    case 'release':
    case 'comment':
      return has('decide') ? ok(true) : refuse('forbidden', `To ${operation} takes a key with the scope "decide".`)
    case 'reopen':
    case 'cancel':
    case 'start':
    case 'finish':
      return own ? ok(true) : refuse('forbidden', `Only its requester may ${operation} an approval.`)
  }
}
