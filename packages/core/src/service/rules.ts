// The allowlist: what `allow-always` left behind, or somebody with the scope `rules` wrote down. Lookups by the service
// itself, and what people may do with rules, each through the one authorization function.
import { HoldpointError, refuse, type Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import type { Principal } from '../domain/principal.ts'
import { isInForce, isUsedUp, type Rule, type RuleSubject } from '../domain/rule.ts'
import type { RuleDraft } from '../parse/rule.ts'
import type { Clock, Ids, Log, Store } from '../ports.ts'
import type { Auditor } from './auditor.ts'
import { createRuleCache } from './rule-cache.ts'
import { createRuleCounts } from './rule-counts.ts'
import { createLimitedUses } from './rule-limits.ts'
import { findRule, isRuleInForce, recentRule } from './rule-lookup.ts'
import { createRuleDesk, type RuleFilter, type RulePage, type RuleSettings } from './rule-desk.ts'
import { insertRule, revokeRule } from './rule-writing.ts'

export interface RulesOptions {
  readonly store: Store
  readonly ids: Ids
  readonly log: Log
  readonly settings: () => RuleSettings
  /** Monotonic ms, for the age of what is cached; the platform's by default. */
  readonly now?: () => number
  /** Writes the counts of unlimited rules by itself; without one, only `flush` and `close` do. */
  readonly clock?: Clock
  /** How long a counted use may wait to be written, in ms; 1,000 by default. */
  readonly flushMs?: number
  /** Takes what is noted of rules to the audit log at once; without one it waits for whoever looks. */
  readonly auditor?: Pick<Auditor, 'enterSoon'>
}

export interface Rules {
  /** Inserts it under its id. 'exists' changed nothing, also where the one that exists was revoked since. */
  write(rule: Rule): Promise<'created' | 'exists'>
  /**
   * The newest live rule that matches exactly; one for any input comes before one for this input. `at` is the store's
   * clock, where the caller has just read it.
   */
  find(subject: RuleSubject, at?: number): Promise<Rule | undefined>
  /**
   * Takes one use, before anything is approved by it. Refuses with `not_found` (none left), `revoked` or `expired`;
   * then `find` again: another rule may match. The rule is as it was stored with this use.
   */
  consume(rule: Rule, at?: number): Promise<Result<Rule>>
  /** Whether the rule that allowed something is neither revoked nor expired, as of at most 4 s ago. */
  isStillLive(id: string): Promise<boolean>
  /** Refuses: invalid_request, forbidden, not_found (the loop), self_review. */
  create(principal: Principal, draft: RuleDraft | Json): Promise<Result<Rule>>
  /** Newest first. */
  list(principal: Principal, filter: RuleFilter): Promise<Result<RulePage>>
  /** The revoked rule; again, the same. It stays listed, and its id stays taken. */
  revoke(principal: Principal, id: string): Promise<Result<Rule>>
  /**
   * Revokes the rule that an approval left behind. One that is still to be written is given as `unwritten`: it is
   * stored as revoked, so that the write that comes late finds its place taken. Throws `unreadable_record` where this
   * version can't revoke it: try again, here or on another node.
   */
  revokeOf(approval: string, by: string, unwritten?: Rule): Promise<Rule | undefined>
  /** Writes what was counted. Failures are logged, and kept for the next time. */
  flush(): Promise<void>
  close(): Promise<void>
}

export function createRules(options: RulesOptions): Rules {
  const { store, log, clock, auditor, flushMs = 1_000, now = () => performance.now() } = options
  const cache = createRuleCache(now)
  const context = { store, log, cache, auditor }
  const counts = createRuleCounts({ store, log, flushMs, ...(clock && { clock }) })
  const takeOne = createLimitedUses(context)
  const desk = createRuleDesk({ ...options, cache })

  return {
    ...desk,
    write: (rule) => insertRule(context, rule, { event: 'rule.created', actor: rule.createdBy, via: 'gateway' }),
    find: async (subject, at) => findRule(context, subject, at ?? (await store.now())),
    isStillLive: (id) => isRuleInForce(context, id),

    async consume({ id }, at) {
      // What is stored says whether it has a limit, not what the caller holds.
      const rule = await recentRule(context, id)
      if (!rule) return refuse('not_found', 'There is no such rule.')
      if (rule.maxUses !== undefined) {
        const taken = await takeOne(id)
        if (!taken.ok || isUsedUp(taken.value)) cache.drop(rule)
        return taken
      }
      if (rule.revokedAt !== undefined) return refuse('revoked', 'The rule was revoked.')
      const usedAt = at ?? (await store.now())
      if (!isInForce(rule, usedAt)) return refuse('expired', 'The rule has expired.')
      counts.add(id, usedAt)
      return { ok: true, value: rule }
    },

    async revokeOf(approval, by, unwritten) {
      const note = { event: 'rule.revoked', actor: by, via: 'gateway' } as const
      if (unwritten) await insertRule(context, { ...unwritten, revokedAt: await store.now(), revokedBy: by }, note)
      const revoked = await revokeRule(context, approval, note)
      if (revoked.ok) return revoked.value
      if (revoked.code === 'not_found') return undefined
      // A node of a later version may read it and let it allow: the revocation must not get lost here.
      throw new HoldpointError(revoked.code, revoked.detail)
    },
    flush: counts.flush,
    close: counts.close,
  }
}
