// Stored text ↔ approval. The form of what is stored, and what to do about another version's, is known here only.
import { canonicalJson } from '../domain/action.ts'
import { statuses, turnOf, type Approval } from '../domain/approval.ts'
import { isEffectKind, type OutboxEntry } from '../domain/effect.ts'
import { refuse, type Result } from '../domain/errors.ts'
import { frozenCopy, type Json } from '../domain/json.ts'
import type { StoreRecord } from '../ports.ts'

export const approvalsCollection = 'approvals'
const schema = 1

export function toRecord(approval: Approval, outbox: readonly OutboxEntry[], rev: number): StoreRecord {
  const turn = turnOf(approval)
  const dues = outbox.map((entry) => entry.dueAt)
  if (turn) dues.push(turn.at)
  return {
    collection: approvalsCollection,
    id: approval.id,
    rev,
    schema,
    dueAt: dues.length === 0 ? null : Math.min(...dues),
    sortKey: approval.createdAt.toString().padStart(15, '0'),
    facets: [approval.status, approval.loop, approval.action.kind, approval.requester],
    turn: turn ?? null,
    body: canonicalJson(toJson(approval)),
    outbox,
  }
}

/** Refuses with `unreadable_record` what this version doesn't fully understand: it is held, never guessed or rewritten. */
export function fromRecord(record: StoreRecord): Result<Approval> {
  const unreadable = (why: string) =>
    refuse('unreadable_record', `The stored approval ${record.id} can’t be read: ${why}. It is held.`)
  if (record.schema !== schema) return unreadable(`its form is ${record.schema}, and this version knows ${schema}`)
  // Rewriting the outbox would drop an effect that this version can't carry out.
  if (!record.outbox.every(({ effect }) => isEffectKind(effect.kind)))
    return unreadable('it has an effect that this version does not know')
  let body: unknown
  try {
    body = JSON.parse(record.body)
  } catch {
    return unreadable('it is not JSON')
  }
  if (!isApproval(body)) return unreadable('it has a field or a status that this version does not know')
  if (body.id !== record.id) return unreadable('it names another id')
  return { ok: true, value: frozenCopy(body as Approval & Json) }
}

// Approvals are JSON by construction; the type system can't see that through optional fields.
const toJson = (approval: Approval): Json => approval as Approval & Json

const required = [
  'id',
  'loop',
  'requester',
  'status',
  'version',
  'action',
  'digest',
  'requestDigest',
  'draftHash',
  'executor',
  'channels',
  'policy',
  'thresholds',
  'editable',
  'ruleBindsInput',
  'votes',
  'edits',
  'comments',
  'asks',
  'answers',
  'applied',
  'createdAt',
  'expiresAt',
  'grantMs',
  'maxRunMs',
] as const satisfies readonly (keyof Approval)[]

const optional = [
  'claim',
  'context',
  'callbackUrl',
  'shadow',
  'denialMemoryMs',
  'reopens',
  'claimed',
  'decidedAt',
  'reason',
  'withdrawn',
  'grantEndsAt',
  'startedAt',
  'runEndsAt',
  'ticket',
  'endedAt',
  'outcome',
  'detail',
] as const satisfies readonly (keyof Approval)[]

// A new field of Approval that is listed in neither would make every record unreadable: better told by the compiler.
type Unlisted = Exclude<keyof Approval, (typeof required)[number] | (typeof optional)[number]>
const allListed: [Unlisted] extends [never] ? true : Unlisted = true

const known: ReadonlySet<string> = new Set<string>(allListed && [...required, ...optional])

function isApproval(body: unknown): body is Approval {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false
  const status: unknown = 'status' in body ? body.status : undefined
  return (
    required.every((key) => Object.hasOwn(body, key)) &&
    Object.keys(body).every((key) => known.has(key)) &&
    statuses.some((other) => other === status)
  )
}
