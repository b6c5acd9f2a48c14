// Refuses a gateway credential of both kinds. It is reported before what the schema says of the same key, which would only
// call it unknown.
import type { Finding } from './finding.ts'
import { valueAt } from './raw-tree.ts'

/** Whoever sets both may believe that either opens the gateway, or that the other one doesn't. */
export function checkAuth(tree: unknown): Finding[] {
  const mode = valueAt(tree, ['auth', 'mode'])
  if (mode !== 'token' && mode !== 'password') return []
  const other = mode === 'token' ? 'password' : 'token'
  if (valueAt(tree, ['auth', other]) === undefined) return []
  const message = `is set, but auth.mode is '${mode}', which takes auth.${mode} alone.`
  return [{ path: ['auth', other], message, fix: `Remove it, or set auth.mode to '${other}' and remove auth.${mode}.` }]
}
