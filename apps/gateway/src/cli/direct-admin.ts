// The administrator's calls on the store itself, for when no gateway listens. Whoever can read the configuration with its
// credential and write the store is the operator already; the calls are judged as that principal's all the same.
import { createHoldpoint, ok, type Log } from '@holdpoint/core'
import { createAccounts } from '../auth/accounts.ts'
import { createKeyAdministration } from '../auth/key-administration.ts'
import { createKeys } from '../auth/keys.ts'
import { createOperatorLinks } from '../auth/link-administration.ts'
import { operatorPrincipal } from '../auth/principals.ts'
import { createSecurityLog } from '../auth/security-log.ts'
import { createSignInLinks } from '../auth/sign-in-links.ts'
import { toWireKey } from '../auth/wire-key.ts'
import type { Admin } from './admin.ts'
import type { OpenedStore } from './cli-host.ts'
import { directQuarantine } from './direct-quarantine.ts'

export function createDirectAdmin({ store, publicUrl, auth, settings }: OpenedStore, log: Log): Admin {
  const by = operatorPrincipal('cli')
  const security = createSecurityLog(log)
  const accounts = createAccounts({ auth: () => auth })
  const keys = createKeyAdministration({ keys: createKeys({ store }), security })
  const createLink = createOperatorLinks({ links: createSignInLinks({ store, accounts }), publicUrl, security })
  return {
    quarantine: directQuarantine(createHoldpoint({ store, log, settings: () => settings }).quarantine, by),
    createKey: (draft) => keys.create(by, draft),
    async listKeys() {
      const listed = await keys.list(by)
      return listed.ok ? ok(listed.value.map(toWireKey)) : listed
    },
    revokeKey: (id) => keys.revoke(by, id),
    async createLink() {
      const link = await createLink(by)
      return link.ok ? ok({ ...link.value, expiresAt: new Date(link.value.expiresAt).toISOString() }) : link
    },
  }
}
