// Reviewers as the store keeps them: collection `reviewers`, one record a name, for ever. Somebody removed stays as a
// tombstone, so that the name can't come back as somebody else.
import { canonicalJson, HoldpointError, scopes, type Scope, type StoreRecord } from '@holdpoint/core'
import { z } from 'zod'

export const reviewerCollection = 'reviewers'
const schema = 1

export interface StoredReviewer {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly loops: readonly string[]
  /** Counts what ends all their sessions and links. */
  readonly epoch: number
  /** As `Passwords` writes it; absent until they have set one. */
  readonly password?: string | undefined
  readonly createdAt: number
  readonly removedAt?: number | undefined
}

const body = z.strictObject({
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  loops: z.array(z.string()),
  epoch: z.int(),
  password: z.string().optional(),
  createdAt: z.number(),
  removedAt: z.number().optional(),
})

export function toReviewerRecord({ password, removedAt, ...reviewer }: StoredReviewer, rev: number): StoreRecord {
  const kept = {
    ...reviewer,
    ...(password === undefined ? {} : { password }),
    ...(removedAt === undefined ? {} : { removedAt }),
  }
  return {
    collection: reviewerCollection,
    id: reviewer.name,
    rev,
    schema,
    dueAt: null,
    sortKey: reviewer.name,
    facets: ['', '', '', ''],
    turn: null,
    body: canonicalJson(kept),
    outbox: [],
  }
}

/** Throws `unreadable_record`: whom this version can't read, it lets nobody be. */
export function fromReviewerRecord(record: StoreRecord): StoredReviewer {
  const parsed = record.schema === schema ? body.safeParse(JSON.parse(record.body)) : undefined
  if (parsed?.success !== true || parsed.data.name !== record.id)
    throw new HoldpointError('unreadable_record', `The reviewer "${record.id}" is not one this version can read.`)
  return parsed.data
}
