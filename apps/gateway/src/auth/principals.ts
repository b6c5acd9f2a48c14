// The people and keys that the gateway knows, as principals.
import { scopes, type Principal } from '@holdpoint/core'

/** The operator: whoever holds the gateway credential. Every scope, every loop. */
export const operatorPrincipal = (via: 'api' | 'inbox' | 'cli'): Principal => ({
  id: 'operator',
  scopes,
  loops: ['*'],
  via,
})
