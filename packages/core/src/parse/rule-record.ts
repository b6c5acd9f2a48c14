// Stored text ↔ rule. A record that isn't in every part what this version would have written is no rule: it asks.
import type { z } from 'zod'
import { canonicalJson } from '../domain/action.ts'
import { refuse, type Result } from '../domain/errors.ts'
import { frozenCopy, type Json } from '../domain/json.ts'
import { isUsedUp, matchKeyOfRule, type Rule, type RuleStatus } from '../domain/rule.ts'
import type { OutboxEntry } from '../domain/effect.ts'
import type { StoreRecord } from '../ports.ts'
import { check } from './check.ts'
import { digest, kind, loopName, target } from './fields.ts'
import { integer, record, text } from './schema.ts'

export const rulesCollection = 'rules'
const schema = 1

const name = text(4_096, 1)
const time = integer(0, Number.MAX_SAFE_INTEGER)

// Names every field of Rule: one that is new and not here would make every record unreadable.
const shape = {
  id: name,
  loop: loopName,
  requester: name,
  kind,
  target,
  inputDigest: digest.optional(),
  createdBy: name,
  approval: name.optional(),
  createdAt: time,
  expiresAt: time,
  maxUses: integer(1, Number.MAX_SAFE_INTEGER).optional(),
  uses: integer(0, Number.MAX_SAFE_INTEGER),
  lastUsedAt: time.optional(),
  revokedAt: time.optional(),
  revokedBy: name.optional(),
} satisfies Record<keyof Rule, z.ZodType>

const stored = record(shape)

/** Facets: live, used-up or revoked; loop; match key; requester. A revoked rule stays, so that its id stays taken. */
export function toRuleRecord(rule: Rule, rev: number, outbox: readonly OutboxEntry[] = []): StoreRecord {
  const status = keptStatus(rule)
  return {
    collection: rulesCollection,
    id: rule.id,
    rev,
    schema,
    dueAt: outbox.length === 0 ? null : Math.min(...outbox.map((entry) => entry.dueAt)),
    sortKey: rule.createdAt.toString().padStart(15, '0'),
    facets: [status, rule.loop, matchKeyOfRule(rule), rule.requester],
    turn: status === 'live' ? { at: rule.expiresAt, to: 'expired' } : null,
    body: canonicalJson(rule as Rule & Json),
    outbox,
  }
}

/** Refuses with `unreadable_record` what this version doesn't fully understand: it allows nothing, and stays as it is. */
export function fromRuleRecord(record: StoreRecord): Result<Rule> {
  const unreadable = (why: string) =>
    refuse('unreadable_record', `The stored rule ${record.id} can’t be read: ${why}. It allows nothing.`)
  if (record.schema !== schema) return unreadable(`its form is ${record.schema}, and this version knows ${schema}`)
  let body: unknown
  try {
    body = JSON.parse(record.body)
  } catch {
    return unreadable('it is not JSON')
  }
  const read = check(stored, body)
  if (!read.ok) return unreadable(`this version does not know its ${read.field ?? 'body'}`)
  const rule: Rule = read.value
  if ((rule.revokedAt === undefined) !== (rule.revokedBy === undefined)) return unreadable('half of it is revoked')
  if (!isAsWritten(record, toRuleRecord(rule, record.rev))) return unreadable('its body and its index disagree')
  return { ok: true, value: frozenCopy(rule as Rule & Json) }
}

function keptStatus(rule: Rule): Exclude<RuleStatus, 'expired'> {
  if (rule.revokedAt !== undefined) return 'revoked'
  return isUsedUp(rule) ? 'used-up' : 'live'
}

function isAsWritten(record: StoreRecord, own: StoreRecord): boolean {
  return (
    record.id === own.id &&
    record.body === own.body &&
    record.sortKey === own.sortKey &&
    record.facets.every((facet, n) => facet === own.facets[n]) &&
    record.turn?.at === own.turn?.at &&
    record.turn?.to === own.turn?.to
  )
}
