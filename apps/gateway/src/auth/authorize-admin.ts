// The one function that says who may hand out and take back ways in: HTTP API and command line both pass it, with the
// principal that asks. Nobody hands out more than they have, and what reaches beyond one's loops isn't there.
import { mayUseLoop, ok, refuse, type Principal, type Result, type Scope } from '@holdpoint/core'

/** What a key or a reviewer may do. */
export interface Powers {
  readonly scopes: readonly Scope[]
  /** Names of loops, or `['*']` for all. */
  readonly loops: readonly string[]
}

/**
 * `see`: list it, or take it back. `give`: let somebody have these powers, by a new credential or a renewed one. Refuses
 * with `forbidden` or `not_found`.
 */
export function authorizeAdmin(by: Principal, operation: 'see' | 'give', powers?: Powers): Result<true> {
  if (!by.scopes.includes('admin')) return refuse('forbidden', 'This takes a credential with the scope "admin".')
  const foreign = powers?.loops.find((loop) => !mayUseLoop(by, loop))
  if (foreign !== undefined) return refuse('not_found', `There is no loop "${foreign}".`, 'loops')
  const missing = operation === 'give' ? powers?.scopes.find((scope) => !by.scopes.includes(scope)) : undefined
  if (missing !== undefined) return refuse('forbidden', `You can’t hand out "${missing}" without having it.`, 'scopes')
  return ok(true)
}
