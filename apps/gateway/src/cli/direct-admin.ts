// The administrator's calls on the store itself, for when no gateway listens. Whoever can read the configuration with its
// credential and write the store is the operator already; the calls are judged as that principal's all the same.
import { createHoldpoint, ok, type Log, type Result } from '@holdpoint/core'
import { composeAdministration } from '../auth/compose-administration.ts'
import { operatorPrincipal } from '../auth/principals.ts'
import { createSecurityLog } from '../auth/security-log.ts'
import { toWireKey } from '../auth/wire-key.ts'
import { toWireInvited, toWireReviewer } from '../auth/wire-reviewer.ts'
import type { Admin } from './admin.ts'
import { createDirectAuditAdmin } from './direct-audit-admin.ts'
import type { OpenedStore } from './cli-host.ts'
import { directQuarantine } from './direct-quarantine.ts'

/** Await `settled` before the store is closed. */
export function createDirectAdmin(
  { store, publicUrl, auth, settings }: OpenedStore,
  log: Log,
): { readonly admin: Admin; settled(): Promise<void> } {
  const by = operatorPrincipal('cli')
  const { quarantine, audit } = createHoldpoint({ store, log, settings: () => settings })
  const security = createSecurityLog(log, audit)
  const { administration } = composeAdministration({
    store,
    publicUrl,
    auth: () => auth,
    security,
  })
  const { keys, people, createLink } = administration
  const admin: Admin = {
    quarantine: directQuarantine(quarantine, by),
    ...createDirectAuditAdmin(store),
    createKey: (draft) => keys.create(by, draft),
    listKeys: async () => mapped(await keys.list(by), (listed) => listed.map(toWireKey)),
    rotateKey: (id, graceMs) => keys.rotate(by, id, graceMs === undefined ? {} : { graceMs }),
    revokeKey: (id) => keys.revoke(by, id),
    createLink: async () =>
      mapped(await createLink(by), (link) => ({ ...link, expiresAt: new Date(link.expiresAt).toISOString() })),
    addReviewer: async (draft) => mapped(await people.add(by, draft), toWireInvited),
    listReviewers: async () => mapped(await people.list(by), (listed) => listed.map(toWireReviewer)),
    resetReviewer: async (name) => mapped(await people.reset(by, name), toWireInvited),
    removeReviewer: (name) => people.remove(by, name),
  }
  return { admin, settled: () => security.settled() }
}

const mapped = <T, U>(result: Result<T>, map: (value: T) => U): Result<U> =>
  result.ok ? ok(map(result.value)) : result
