// Stored text ↔ quarantined callback, and the calls on it. The form of what is stored is known here only.
import type { Digest } from '../domain/action.ts'
import { canonicalJson } from '../domain/action.ts'
import type { Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { quarantineStatuses, type QuarantinedCallback, type QuarantineStatus } from '../domain/quarantine.ts'
import { verdicts, type Verdict } from '../domain/vote.ts'
import type { StoreRecord } from '../ports.ts'
import { check } from './check.ts'
import type { ListCursor } from './cursor.ts'
import { digest, loopName, reason } from './fields.ts'
import { checkQuery, pageCursor, pageLimit } from './page-query.ts'
import { integer, oneOf, record, text } from './schema.ts'

export const quarantineCollection = 'quarantine'
const schema = 1

export function toQuarantineRecord(item: QuarantinedCallback, rev: number): StoreRecord {
  return {
    collection: quarantineCollection,
    id: item.id,
    rev,
    schema,
    dueAt: null,
    sortKey: item.receivedAt.toString().padStart(15, '0'),
    facets: [item.status, item.loop, item.approval, item.channel],
    turn: null,
    body: canonicalJson(item as QuarantinedCallback & Json),
    outbox: [],
  }
}

const anything = text(2 ** 30)
const stored = record({
  id: anything,
  status: oneOf(quarantineStatuses),
  approval: anything,
  loop: anything,
  channel: anything,
  reason: anything,
  receivedAt: integer(0, Number.MAX_SAFE_INTEGER),
  text: anything,
  closedBy: anything.optional(),
  closedAt: integer(0, Number.MAX_SAFE_INTEGER).optional(),
  verdict: oneOf(verdicts).optional(),
  note: anything.optional(),
})

/** Undefined where it isn't of a form that this version knows. */
export function fromQuarantineRecord(kept: StoreRecord): QuarantinedCallback | undefined {
  if (kept.schema !== schema) return undefined
  let body: unknown
  try {
    body = JSON.parse(kept.body)
  } catch {
    return undefined
  }
  const parsed = check(stored, body)
  return parsed.ok ? parsed.value : undefined
}

export interface QuarantineQuery {
  readonly loop?: string
  readonly status?: QuarantineStatus
  /** 1…100; 50 if the query doesn't say. */
  readonly limit: number
  readonly cursor?: ListCursor
}

const query = record({
  loop: loopName.optional(),
  status: oneOf(quarantineStatuses).optional(),
  limit: pageLimit.default(50),
  cursor: pageCursor.optional(),
})

/** What a human makes of it, on the digest that they saw. */
export interface Settlement {
  readonly verdict: Verdict
  readonly digest: Digest
  readonly reason?: string
}

const settlement = record({ verdict: oneOf(verdicts), digest, reason: reason.optional() })
const dismissal = record({ reason: reason.optional() })

/** All refuse with `invalid_request`, naming the field. */
export const parseQuarantineQuery = (searchParams: URLSearchParams): Result<QuarantineQuery> =>
  checkQuery(query, searchParams)
export const parseSettlement = (json: unknown): Result<Settlement> => check(settlement, json)
export const parseDismissal = (json: unknown): Result<{ readonly reason?: string }> => check(dismissal, json)
