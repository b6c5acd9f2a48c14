// What administrators do with keys: each call with the principal that asks, judged by authorizeAdmin.
import { ok, refuse, type Principal, type Result } from '@holdpoint/core'
import { authorizeAdmin } from './authorize-admin.ts'
import { parseKeyDraft, type KeyDraft } from './key-draft.ts'
import type { Keys, KeyView } from './keys.ts'
import type { SecurityLog } from './security-log.ts'

export interface KeyAdministration {
  list(by: Principal): Promise<Result<readonly KeyView[]>>
  /** `key` is the only copy of its text. */
  create(by: Principal, draft: unknown): Promise<Result<KeyDraft & { readonly id: string; readonly key: string }>>
  revoke(by: Principal, id: string): Promise<Result<true>>
}

export function createKeyAdministration(options: {
  readonly keys: Keys
  readonly security: SecurityLog
}): KeyAdministration {
  const { keys, security } = options
  return {
    async list(by) {
      const allowed = authorizeAdmin(by, 'see')
      if (!allowed.ok) return allowed
      return ok((await keys.list()).filter((key) => authorizeAdmin(by, 'see', key).ok))
    },

    async create(by, input) {
      const allowed = authorizeAdmin(by, 'give')
      if (!allowed.ok) return allowed
      const draft = parseKeyDraft(input)
      if (!draft.ok) return draft
      const mayGive = authorizeAdmin(by, 'give', draft.value)
      if (!mayGive.ok) return mayGive
      const created = await keys.create(draft.value)
      if (!created.ok) return created
      const { name, scopes, loops } = draft.value
      security.did('key made', by.id, { key: name, scopes, loops, via: by.via })
      return ok({ ...draft.value, ...created.value })
    },

    async revoke(by, id) {
      const allowed = authorizeAdmin(by, 'see')
      if (!allowed.ok) return allowed
      const key = await keys.read(id)
      if (key === undefined || !authorizeAdmin(by, 'see', key).ok) return refuse('not_found', 'There is no such key.')
      const revoked = await keys.revoke(id)
      if (!revoked.ok) return revoked
      security.did('key revoked', by.id, { key: id, via: by.via })
      return ok(true)
    },
  }
}
