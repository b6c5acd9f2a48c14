// API keys as the store keeps them: collection `keys`, one record a name, for ever. A revoked key stays as a
// tombstone, so that its name can't come back as somebody else.
import { canonicalJson, HoldpointError, scopes, type Scope, type StoreRecord } from '@holdpoint/core'
import { z } from 'zod'

export const keyCollection = 'keys'
const schema = 1

/** What is kept of a key: never its text. `hash` is the SHA-256 of its secret part, in hex. */
export interface StoredKey {
  readonly name: string
  readonly hash: string
  /** The secret before the last rotation, and until when it still opens. */
  readonly previous?: { readonly hash: string; readonly until: number } | undefined
  readonly scopes: readonly Scope[]
  readonly loops: readonly string[]
  readonly createdAt: number
  readonly expiresAt?: number | undefined
  readonly revokedAt?: number | undefined
  readonly rotatedAt?: number | undefined
  /** To about a minute. */
  readonly lastUsedAt?: number | undefined
}

const hash = z.string().regex(/^[0-9a-f]{64}$/)

const body = z.strictObject({
  name: z.string(),
  hash,
  previous: z.strictObject({ hash, until: z.number() }).optional(),
  scopes: z.array(z.enum(scopes)),
  loops: z.array(z.string()),
  createdAt: z.number(),
  expiresAt: z.number().optional(),
  revokedAt: z.number().optional(),
  rotatedAt: z.number().optional(),
  lastUsedAt: z.number().optional(),
})

export const toKeyRecord = (key: StoredKey, rev: number): StoreRecord => ({
  collection: keyCollection,
  id: key.name,
  rev,
  schema,
  dueAt: null,
  sortKey: key.name,
  facets: ['', '', '', ''],
  turn: null,
  body: canonicalJson(withoutUndefined(key)),
  outbox: [],
})

/** Throws `unreadable_record`: a key that this version can't read opens nothing. */
export function fromKeyRecord(record: StoreRecord): StoredKey {
  const parsed = record.schema === schema ? body.safeParse(parseJson(record.body)) : undefined
  if (parsed?.success !== true || parsed.data.name !== record.id)
    throw new HoldpointError('unreadable_record', `The key "${record.id}" is not one this version can read.`)
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Canonical JSON has no undefined. */
const withoutUndefined = (key: StoredKey) =>
  Object.fromEntries(Object.entries(key).filter(([, value]) => value !== undefined))
