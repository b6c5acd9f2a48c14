// The administrator's calls on the store itself, for when no gateway listens.
import { ok, type Store } from '@holdpoint/core'
import { createKeys } from '../auth/keys.ts'
import { toWireKey } from '../auth/wire-key.ts'
import { createSignInLinks, toSignInUrl } from '../auth/sign-in-links.ts'
import type { Admin } from './admin.ts'

export function createDirectAdmin(store: Store, publicUrl: string): Admin {
  const keys = createKeys({ store })
  const links = createSignInLinks({ store })
  return {
    createKey: (draft) => keys.create(draft),
    listKeys: async () => ok((await keys.list()).map(toWireKey)),
    async revokeKey(id) {
      const revoked = await keys.revoke(id)
      return revoked.ok ? ok(true) : revoked
    },
    async createLink() {
      const { code, expiresAt } = await links.create()
      return ok({ url: toSignInUrl(publicUrl, code), expiresAt: new Date(expiresAt).toISOString() })
    },
  }
}
