// Sessions as the store keeps them: collection `sessions`, under the hash of the cookie's secret.
import { canonicalJson, type StoreRecord } from '@holdpoint/core'
import { z } from 'zod'

export const sessionCollection = 'sessions'
const schema = 2

export const signInMethods = ['token', 'password', 'link'] as const
export type SignInMethod = (typeof signInMethods)[number]

export interface StoredSession {
  /** SHA-256 of the cookie's secret, in hex: enough to name the session, not to be it. */
  readonly id: string
  readonly principalId: string
  readonly epoch: string
  readonly method: SignInMethod
  /** The browser's own words about itself, cut short; absent where it said none. */
  readonly device?: string | undefined
  readonly createdAt: number
  readonly expiresAt: number
}

const body = z.strictObject({
  principalId: z.string(),
  epoch: z.string(),
  method: z.enum(signInMethods),
  device: z.string().optional(),
  createdAt: z.number(),
  expiresAt: z.number(),
})

export function toSessionRecord({ id, device, ...session }: StoredSession): StoreRecord {
  return {
    collection: sessionCollection,
    id,
    rev: 1,
    schema,
    dueAt: session.expiresAt,
    sortKey: String(session.createdAt).padStart(15, '0'),
    facets: [session.principalId, '', '', ''],
    turn: null,
    body: canonicalJson({ ...session, ...(device === undefined ? {} : { device }) }),
    outbox: [],
  }
}

/** Undefined for a form that this version can't read: nobody is signed in by it. */
export function fromSessionRecord(record: StoreRecord): StoredSession | undefined {
  if (record.schema !== schema) return undefined
  const parsed = body.safeParse(JSON.parse(record.body))
  return parsed.success ? { id: record.id, ...parsed.data } : undefined
}
