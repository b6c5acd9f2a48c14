// How rules come into the store, and how they end there: inserted once under their id, and revoked in place.
import { ok, HoldpointError, type Result } from '../domain/errors.ts'
import type { Rule } from '../domain/rule.ts'
import { fromRuleRecord, rulesCollection, toRuleRecord } from '../parse/rule-record.ts'
import type { Log, Store } from '../ports.ts'
import type { RuleCache } from './rule-cache.ts'
import type { Auditor } from './auditor.ts'
import { changeRule } from './rule-change.ts'
import { noted, type RuleNote } from './rule-note.ts'

interface Context {
  readonly store: Store
  readonly log: Log
  readonly cache: RuleCache
  readonly auditor?: Pick<Auditor, 'enterSoon'> | undefined
}

/** Throws HoldpointError when the store fails, or where the rule could not be read back. */
export async function insertRule(
  { store, cache, auditor }: Context,
  rule: Rule,
  note: RuleNote,
): Promise<'created' | 'exists'> {
  const record = noted(toRuleRecord(rule, 1), rule, rule.revokedAt ?? rule.createdAt, note)
  const readBack = fromRuleRecord(record)
  if (!readBack.ok) throw new HoldpointError('internal', `A rule that can’t be kept: ${readBack.detail}`)
  try {
    const verdict = await store.create(record)
    if (verdict === 'created') auditor?.enterSoon(record, rule.loop)
    return verdict === 'created' ? 'created' : 'exists'
  } catch (error) {
    // The outcome is unknown: what is found under the id tells whether it was made.
    if (await store.read(rulesCollection, rule.id)) return 'exists'
    throw error
  } finally {
    cache.drop(rule)
  }
}

/** Revokes it in place: who did it first stays named. Refuses with `not_found`, `unreadable_record`, or as `guard`. */
export async function revokeRule(
  { store, log, cache, auditor }: Context,
  id: string,
  { actor, via }: Pick<RuleNote, 'actor' | 'via'>,
  guard?: (loop: string) => Result<true>,
): Promise<Result<Rule>> {
  let seen: Rule | undefined
  try {
    return await changeRule(
      { store, log },
      {
        id,
        ...(guard && { guard }),
        note: { event: 'rule.revoked', actor, via },
        next(rule, now) {
          seen = rule
          return ok(rule.revokedAt === undefined ? { ...rule, revokedAt: now, revokedBy: actor } : rule)
        },
      },
    )
  } finally {
    if (seen) {
      cache.drop(seen)
      auditor?.enterSoon({ collection: rulesCollection, id }, seen.loop)
    }
  }
}
