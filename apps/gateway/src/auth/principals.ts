// The people and keys that the gateway knows, as principals.
import { scopes, type Principal } from '@holdpoint/core'

/** The operator: whoever holds the gateway credential. Every scope, every loop. */
export const operatorPrincipal = (via: 'api' | 'inbox'): Principal => ({ id: 'operator', scopes, loops: ['*'], via })

/** The principal of a signed-in person, looked up anew at each request; unknown people are nobody. */
export const personPrincipal = (principalId: string): Principal | undefined =>
  principalId === 'operator' ? operatorPrincipal('inbox') : undefined

/** Whether somebody may hand out the operator's powers without gaining any. */
export const hasEveryPower = (principal: Principal): boolean =>
  principal.loops.includes('*') && scopes.every((scope) => principal.scopes.includes(scope))
