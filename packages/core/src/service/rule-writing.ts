// How rules come into the store, and how they end there: inserted once under their id, and revoked in place.
import { ok, HoldpointError, type Result } from '../domain/errors.ts'
import type { Rule } from '../domain/rule.ts'
import { fromRuleRecord, rulesCollection, toRuleRecord } from '../parse/rule-record.ts'
import type { Log, Store } from '../ports.ts'
import type { RuleCache } from './rule-cache.ts'
import { changeRule } from './rule-change.ts'

interface Context {
  readonly store: Store
  readonly log: Log
  readonly cache: RuleCache
}

/** Throws HoldpointError when the store fails, or where the rule could not be read back. */
export async function insertRule({ store, cache }: Context, rule: Rule): Promise<'created' | 'exists'> {
  const record = toRuleRecord(rule, 1)
  const readBack = fromRuleRecord(record)
  if (!readBack.ok) throw new HoldpointError('internal', `A rule that can’t be kept: ${readBack.detail}`)
  try {
    return (await store.create(record)) === 'created' ? 'created' : 'exists'
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
  { store, log, cache }: Context,
  id: string,
  by: string,
  guard?: (loop: string) => Result<true>,
): Promise<Result<Rule>> {
  let seen: Rule | undefined
  try {
    return await changeRule(
      { store, log },
      {
        id,
        ...(guard && { guard }),
        next(rule, now) {
          seen = rule
          return ok(rule.revokedAt === undefined ? { ...rule, revokedAt: now, revokedBy: by } : rule)
        },
      },
    )
  } finally {
    if (seen) cache.drop(seen)
  }
}
