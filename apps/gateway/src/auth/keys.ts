// API keys: made, listed, revoked, and told from forgeries. A forged key costs at most one read and never a write.
import { ok, refuse, type Principal, type Result, type Scope, type Store } from '@holdpoint/core'
import { createFreshRecords } from './fresh-records.ts'
import { parseKeyDraft, type KeyDraft } from './key-draft.ts'
import { fromKeyRecord, keyCollection, toKeyRecord, type StoredKey } from './key-record.ts'
import { parseKeyText, toKeyText } from './key-text.ts'
import { hashSecret, randomSecret, sameSecret } from './secret.ts'

const maxTries = 5

/** A key without anything secret. */
export interface KeyView {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly loops: readonly string[]
  readonly status: 'active' | 'expired' | 'revoked'
  readonly createdAt: number
  readonly expiresAt?: number
  readonly revokedAt?: number
}

export interface Keys {
  /** `key` is the only copy of its text. Refuses with `invalid_request`, also for a name that was ever taken. */
  create(draft: KeyDraft): Promise<Result<{ readonly id: string; readonly key: string }>>
  /** Revoking it again changes nothing. Refuses with `not_found` or `contention`. */
  revoke(id: string): Promise<Result<KeyView>>
  read(id: string): Promise<KeyView | undefined>
  /** All of them, revoked ones too, by name. */
  list(): Promise<readonly KeyView[]>
  /** Who presents this text; undefined unless it is a live key's. */
  verify(keyText: string): Promise<Principal | undefined>
}

/** `now` is this process's monotonic clock in ms, for the cache only; expiry is judged by the store's clock. */
export function createKeys(options: { readonly store: Store; readonly now?: () => number }): Keys {
  const { store, now } = options
  const records = createFreshRecords({ store, collection: keyCollection, parse: fromKeyRecord, ...(now && { now }) })

  return {
    async create(input) {
      const draft = parseKeyDraft(input)
      if (!draft.ok) return draft
      const { name, scopes, loops, expiresInMs } = draft.value
      const secret = randomSecret()
      const createdAt = await store.now()
      const key: StoredKey = {
        name,
        hash: hashSecret(secret),
        scopes,
        loops,
        createdAt,
        expiresAt: expiresInMs === undefined ? undefined : createdAt + expiresInMs,
      }
      if ((await store.create(toKeyRecord(key, 1))) !== 'created')
        return refuse('invalid_request', `The name "${name}" is or was in use; names are never used again.`, 'name')
      return ok({ id: name, key: toKeyText(name, secret) })
    },

    async revoke(id) {
      for (let tries = 0; tries < maxTries; tries += 1) {
        const record = await store.read(keyCollection, id)
        if (record === undefined) return refuse('not_found', 'There is no such key.')
        const key = fromKeyRecord(record)
        const at = await store.now()
        const revoked: StoredKey = { ...key, revokedAt: key.revokedAt ?? at }
        const done =
          key.revokedAt !== undefined ||
          (await store.commit(toKeyRecord(revoked, record.rev + 1), record.rev)) === 'won'
        if (!done) continue
        records.forget(id)
        return ok(toView(revoked, at))
      }
      return refuse('contention', 'Others keep changing this key; it is not revoked yet. Try again.')
    },

    async read(id) {
      const record = await store.read(keyCollection, id)
      return record === undefined ? undefined : toView(fromKeyRecord(record), await store.now())
    },

    async list() {
      const at = await store.now()
      const facets = [undefined, undefined, undefined, undefined] as const
      const views: KeyView[] = []
      let page = await store.list(keyCollection, { facets, limit: 100, direction: 'ascending', now: at })
      for (;;) {
        views.push(...page.items.map((record) => toView(fromKeyRecord(record), at)))
        if (page.next === undefined) return views
        const after = page.next
        page = await store.list(keyCollection, { facets, limit: 100, direction: 'ascending', now: at, after })
      }
    },

    async verify(keyText) {
      const text = parseKeyText(keyText)
      if (text === undefined) return undefined
      const key = await records.live(text.name)
      if (key === undefined || !sameSecret(hashSecret(text.secret), key.hash) || key.revokedAt !== undefined)
        return undefined
      return { id: `key:${key.name}`, scopes: key.scopes, loops: key.loops, via: 'api' }
    },
  }
}

function toView(key: StoredKey, at: number): KeyView {
  const { name, scopes, loops, createdAt, expiresAt, revokedAt } = key
  const expired = expiresAt !== undefined && at >= expiresAt
  return {
    id: name,
    name,
    scopes,
    loops,
    status: revokedAt !== undefined ? 'revoked' : expired ? 'expired' : 'active',
    createdAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(revokedAt === undefined ? {} : { revokedAt }),
  }
}
