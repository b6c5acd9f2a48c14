// What administrators do with keys: each call with the principal that asks, judged by authorizeAdmin.
import { ok, refuse, type Principal, type Result } from '@holdpoint/core'
import { authorizeAdmin } from './authorize-admin.ts'
import { parseKeyDraft, parseRotation, type KeyDraft } from './key-draft.ts'
import type { Keys, KeyView } from './keys.ts'
import type { SecurityLog } from './security-log.ts'

export interface KeyAdministration {
  list(by: Principal): Promise<Result<readonly KeyView[]>>
  /** `key` is the only copy of its text. */
  create(by: Principal, draft: unknown): Promise<Result<KeyDraft & { readonly id: string; readonly key: string }>>
  /** A new text under the same name, the old one opening for a while yet. `input`: `{ graceMs? }`. */
  rotate(by: Principal, id: string, input: unknown): Promise<Result<{ readonly id: string; readonly key: string }>>
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

    async rotate(by, id, input) {
      const key = await known(by, 'give', id)
      if (!key.ok) return key
      const rotation = parseRotation(input)
      if (!rotation.ok) return rotation
      const rotated = await keys.rotate(id, rotation.value.graceMs)
      if (rotated.ok) security.did('key rotated', by.id, { key: id, ...rotation.value, via: by.via })
      return rotated
    },

    async revoke(by, id) {
      const key = await known(by, 'see', id)
      if (!key.ok) return key
      const revoked = await keys.revoke(id)
      if (!revoked.ok) return revoked
      security.did('key revoked', by.id, { key: id, via: by.via })
      return ok(true)
    },
  }

  /** The key, if this administrator may do that to it. */
  async function known(by: Principal, operation: 'see' | 'give', id: string): Promise<Result<KeyView>> {
    const allowed = authorizeAdmin(by, operation)
    if (!allowed.ok) return allowed
    const key = await keys.read(id)
    if (key === undefined || !authorizeAdmin(by, 'see', key).ok) return refuse('not_found', 'There is no such key.')
    // Whoever rotates a key has its text afterwards: so it takes all that the key may do.
    const mayDoIt = authorizeAdmin(by, operation, key)
    return mayDoIt.ok ? ok(key) : mayDoIt
  }
}
