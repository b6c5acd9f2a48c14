// Which live rule allows an action, and whether one that did still stands. Doubt finds nothing: a human is asked.
import { isInForce, isLive, matchKeyOf, ruleMatches, type Rule, type RuleSubject } from '../domain/rule.ts'
import { fromRuleRecord, rulesCollection } from '../parse/rule-record.ts'
import type { Cursor, Log, Store, StoreRecord } from '../ports.ts'
import type { RuleCache } from './rule-cache.ts'

interface Context {
  readonly store: Store
  readonly log: Log
  readonly cache: RuleCache
}

/** The newest live rule for exactly this, as of `now` by the store’s clock; one for any input comes first. */
export async function findRule(context: Context, subject: RuleSubject, now: number): Promise<Rule | undefined> {
  const open = subject.bindInput ? undefined : await newestUnder(context, matchKeyOf(subject), subject, now)
  // Where the kind leaves the input open, a rule may still have been made for one input only.
  return open ?? newestUnder(context, matchKeyOf({ ...subject, bindInput: true }), subject, now)
}

async function newestUnder(
  { store, log, cache }: Context,
  matchKey: string,
  subject: RuleSubject,
  now: number,
): Promise<Rule | undefined> {
  const allows = (rule: Rule) => isLive(rule, now) && ruleMatches(rule, subject)
  const cached = cache.byKey(matchKey)
  if (cached && allows(cached)) return cached

  const facets = ['live', subject.loop, matchKey, subject.requester] as const
  const mark = cache.mark()
  let after: Cursor | undefined
  do {
    const query = { facets, limit: 10, direction: 'descending', now, ...(after && { after }) } as const
    const page = await store.list(rulesCollection, query)
    const rule = page.items.map((record) => readOrReport(record, log)).find((rule) => rule && allows(rule))
    if (rule) {
      cache.keepNewest(rule, mark)
      return rule
    }
    after = page.next
  } while (after)
  return undefined
}

/** The rule as it was stored at most 4 s ago; undefined if there is none that can be read. */
export async function recentRule({ store, log, cache }: Context, id: string): Promise<Rule | undefined> {
  const cached = cache.byId(id)
  if (cached) return cached
  const mark = cache.mark()
  const record = await store.read(rulesCollection, id)
  const rule = record && readOrReport(record, log)
  if (rule) cache.keep(rule, mark)
  return rule
}

/** Whether a rule that allowed something is neither revoked nor expired; its uses may have run out since. */
export async function isRuleInForce(context: Context, id: string): Promise<boolean> {
  const rule = await recentRule(context, id)
  return rule !== undefined && isInForce(rule, await context.store.now())
}

/** Never handed on silently: an unreadable rule asks, and somebody should know why. */
export function readOrReport(record: StoreRecord, log: Log): Rule | undefined {
  const read = fromRuleRecord(record)
  if (read.ok) return read.value
  log.error(read.detail, { rule: record.id })
  return undefined
}
