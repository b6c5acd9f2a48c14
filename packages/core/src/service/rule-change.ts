// The one loop that changes a stored rule: read, judge, compare-and-set; whoever loses looks again.
import { errorTable, HoldpointError, ok, refuse, type Result } from '../domain/errors.ts'
import type { Rule } from '../domain/rule.ts'
import { fromRuleRecord, rulesCollection, toRuleRecord } from '../parse/rule-record.ts'
import type { Log, Store } from '../ports.ts'
import { noted, type RuleNote } from './rule-note.ts'

export interface RuleChange {
  readonly id: string
  /** Judged on the loop of what is stored, before anything else of it is told. */
  readonly guard?: (loop: string) => Result<true>
  /** What is to be stored; the same object for no change. Asked again in every attempt. */
  readonly next: (rule: Rule, now: number) => Result<Rule>
  /** For the audit log, in the same write. */
  readonly note?: RuleNote
  /** The write itself must come before the expiry, by the store's clock. */
  readonly beforeExpiry?: boolean
}

/** Beyond this many lost races on one rule something is wrong; nothing has changed. */
const maxAttempts = 100

/**
 * The rule as it is now stored. Refuses with `not_found`, `unreadable_record`, `expired`, or what `guard` and `next`
 * refuse with. A commit whose outcome is unknown is judged and tried once more on what is then stored, so `next` may be
 * applied twice, never not at all. Throws HoldpointError when the store fails.
 */
export async function changeRule(
  { store, log }: { readonly store: Store; readonly log: Log },
  { id, guard, next, note, beforeExpiry = false }: RuleChange,
): Promise<Result<Rule>> {
  let failure: unknown
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const record = await store.read(rulesCollection, id)
    if (!record) return refuse('not_found', 'There is no such rule.')
    const allowed = guard?.(record.facets[1])
    if (allowed && !allowed.ok) return allowed
    const read = fromRuleRecord(record)
    if (!read.ok) {
      log.error(read.detail, { rule: id })
      return read
    }
    const at = await store.now()
    const changed = next(read.value, at)
    if (!changed.ok || changed.value === read.value) return changed
    try {
      const before = beforeExpiry ? read.value.expiresAt : undefined
      const plain = toRuleRecord(changed.value, record.rev + 1, record.outbox)
      const written = note ? noted(plain, changed.value, at, note) : plain
      const verdict = await store.commit(written, record.rev, before)
      if (verdict === 'won') return ok(changed.value)
      if (verdict === 'late') return refuse('expired', 'The rule has expired.')
    } catch (error) {
      if (failure !== undefined) throw error
      failure = error
      log.warn('commit outcome unknown, reading again', { rule: id, error: String(error) })
    }
  }
  throw new HoldpointError('contention', errorTable.contention.meaning)
}
