// API keys: made, listed, rotated, revoked, and told from forgeries. A forged key costs at most one read and never a write.
import { ok, refuse, type Principal, type Result, type Scope, type Store } from '@holdpoint/core'
import { createFreshRecords } from './fresh-records.ts'
import { parseKeyDraft, type KeyDraft } from './key-draft.ts'
import { fromKeyRecord, keyCollection, toKeyRecord, type StoredKey } from './key-record.ts'
import { listAll } from './list-all.ts'
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
  readonly rotatedAt?: number
  /** To about a minute. */
  readonly lastUsedAt?: number
}

export interface Keys {
  /** `key` is the only copy of its text. Refuses with `invalid_request`, also for a name that was ever taken. */
  create(draft: KeyDraft): Promise<Result<{ readonly id: string; readonly key: string }>>
  /** Revoking it again changes nothing. Refuses with `not_found` or `contention`. */
  revoke(id: string): Promise<Result<KeyView>>
  /** A new secret under the same name; the old one opens for `graceMs` more. Refuses as `revoke`. */
  rotate(id: string, graceMs: number): Promise<Result<{ readonly id: string; readonly key: string }>>
  /** Writes down that it was used by now, unless it has ended. */
  recordUse(id: string): Promise<void>
  read(id: string): Promise<KeyView | undefined>
  /** All of them, revoked ones too, by name. */
  list(): Promise<readonly KeyView[]>
  /** Who presents this text; undefined unless it is a live key's. */
  verify(keyText: string): Promise<Principal | undefined>
}

export interface KeysOptions {
  readonly store: Store
  /** This process's monotonic clock in ms, for the cache only; expiry is judged by the store's. */
  readonly now?: () => number
  /** Told the name of each key that is let in; it must not wait. */
  readonly uses?: { add(name: string): void }
}

export function createKeys(options: KeysOptions): Keys {
  const { store, now, uses } = options
  const records = createFreshRecords({ store, collection: keyCollection, parse: fromKeyRecord, ...(now && { now }) })

  /** Load, change, compare and set. `next` returns undefined where there is nothing to change. */
  async function change(id: string, next: (key: StoredKey) => StoredKey | undefined): Promise<Result<StoredKey>> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const record = await store.read(keyCollection, id)
      if (record === undefined) return refuse('not_found', 'There is no such key.')
      const key = fromKeyRecord(record)
      const changed = next(key)
      if (changed === undefined) return ok(key)
      if ((await store.commit(toKeyRecord(changed, record.rev + 1), record.rev)) !== 'won') continue
      records.forget(id)
      return ok(changed)
    }
    return refuse('contention', 'Others keep changing this key; nothing changed. Try again.')
  }

  /** Whether this is the key's secret, or still the one before. Both are always compared. */
  async function opens(key: StoredKey, secret: string): Promise<boolean> {
    const hash = hashSecret(secret)
    const isCurrent = sameSecret(hash, key.hash)
    const isPrevious = sameSecret(hash, key.previous?.hash ?? '')
    return isCurrent || (isPrevious && key.previous !== undefined && (await store.now()) < key.previous.until)
  }

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
      const at = await store.now()
      const revoked = await change(id, (key) => (key.revokedAt === undefined ? { ...key, revokedAt: at } : undefined))
      return revoked.ok ? ok(toView(revoked.value, at)) : revoked
    },

    async rotate(id, graceMs) {
      const secret = randomSecret()
      const at = await store.now()
      const rotated = await change(id, (key) =>
        isEnded(key, at)
          ? undefined
          : {
              ...key,
              hash: hashSecret(secret),
              previous: graceMs === 0 ? undefined : { hash: key.hash, until: at + graceMs },
              rotatedAt: at,
            },
      )
      if (!rotated.ok) return rotated
      return rotated.value.hash === hashSecret(secret)
        ? ok({ id, key: toKeyText(id, secret) })
        : refuse('invalid_request', 'This key has expired or is revoked; make another one.', 'id')
    },

    async recordUse(id) {
      const at = await store.now()
      await change(id, (key) => (isEnded(key, at) ? undefined : { ...key, lastUsedAt: at }))
    },

    async read(id) {
      const record = await store.read(keyCollection, id)
      return record === undefined ? undefined : toView(fromKeyRecord(record), await store.now())
    },

    async list() {
      const at = await store.now()
      return (await listAll(store, keyCollection)).map((record) => toView(fromKeyRecord(record), at))
    },

    async verify(keyText) {
      const text = parseKeyText(keyText)
      if (text === undefined) return undefined
      const key = await records.live(text.name)
      if (key === undefined || key.revokedAt !== undefined || !(await opens(key, text.secret))) return undefined
      uses?.add(key.name)
      return { id: `key:${key.name}`, scopes: key.scopes, loops: key.loops, via: 'api' }
    },
  }
}

const isEnded = ({ revokedAt, expiresAt }: StoredKey, at: number): boolean =>
  revokedAt !== undefined || (expiresAt !== undefined && at >= expiresAt)

function toView(key: StoredKey, at: number): KeyView {
  const { name, scopes, loops, createdAt, expiresAt, revokedAt, rotatedAt, lastUsedAt } = key
  return {
    id: name,
    name,
    scopes,
    loops,
    status: revokedAt !== undefined ? 'revoked' : isEnded(key, at) ? 'expired' : 'active',
    createdAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(revokedAt === undefined ? {} : { revokedAt }),
    ...(rotatedAt === undefined ? {} : { rotatedAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
  }
}
