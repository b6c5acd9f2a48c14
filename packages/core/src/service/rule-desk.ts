// What people may do with rules: write one down, list them, revoke one. Each call is judged with the caller's own
// principal.
import { ok, refuse, type Result } from '../domain/errors.ts'
import { frozenCopy, type Json } from '../domain/json.ts'
import type { Principal } from '../domain/principal.ts'
import { authorizeRules, inputDigestOf, type Rule, type RuleStatus } from '../domain/rule.ts'
import { parseRuleDraft, type RuleDraft } from '../parse/rule.ts'
import { rulesCollection } from '../parse/rule-record.ts'
import type { Cursor, Ids, Log, Store } from '../ports.ts'
import type { Auditor } from './auditor.ts'
import { resolveLoop } from './resolve-loop.ts'
import type { RuleCache } from './rule-cache.ts'
import { readOrReport } from './rule-lookup.ts'
import { insertRule, revokeRule } from './rule-writing.ts'

export interface RuleSettings {
  readonly loops: Readonly<Record<string, { readonly thresholds: { readonly separateRequester: boolean } }>>
}

export interface RuleFilter {
  readonly loop?: string
  readonly status?: RuleStatus
  /** 1…100. */
  readonly limit: number
  readonly after?: Cursor
}

export interface RulePage {
  readonly items: readonly Rule[]
  readonly next?: Cursor
  /** The store's clock, as of which their statuses hold. */
  readonly at: number
}

interface Context {
  readonly store: Store
  readonly ids: Ids
  readonly log: Log
  readonly cache: RuleCache
  readonly settings: () => RuleSettings
  readonly auditor?: Pick<Auditor, 'enterSoon'> | undefined
}

const defaultExpiresInMs = 30 * 24 * 3_600_000

export function createRuleDesk(context: Context) {
  const { store, ids, log, settings } = context

  const loopFor = (principal: Principal, named: string | undefined): Result<string> => {
    const loop = resolveLoop(principal, named, (name) => Object.hasOwn(settings().loops, name))
    const allowed = loop.ok ? authorizeRules(principal, loop.value) : loop
    return allowed.ok ? loop : allowed
  }

  const isOwnCase = (principal: Principal, requester: string, loop: string): boolean =>
    requester === principal.id && settings().loops[loop]?.thresholds.separateRequester !== false

  return {
    async create(principal: Principal, unparsed: RuleDraft | Json): Promise<Result<Rule>> {
      const parsed = parseRuleDraft(unparsed)
      if (!parsed.ok) return parsed
      // Copied before the first await: what the caller does to its own object from now on changes nothing.
      const draft = frozenCopy(parsed.value as RuleDraft & Json)
      const loop = loopFor(principal, draft.loop)
      if (!loop.ok) return loop
      const { requester, kind, target, input, maxUses } = draft
      // Nobody may allow for ever what somebody else would have to allow once.
      if (isOwnCase(principal, requester, loop.value))
        return refuse('self_review', 'You can’t write a rule for your own requests in this loop.', 'requester')
      const createdAt = await store.now()
      const rule: Rule = {
        id: `rule_${ids.random()}`,
        loop: loop.value,
        requester,
        kind,
        target,
        ...(input !== undefined && { inputDigest: inputDigestOf({ input }) }),
        createdBy: principal.id,
        createdAt,
        expiresAt: createdAt + (draft.expiresInMs ?? defaultExpiresInMs),
        ...(maxUses !== undefined && { maxUses }),
        uses: 0,
      }
      await insertRule(context, rule, { event: 'rule.created', actor: principal.id, via: principal.via })
      return ok(rule)
    },

    async list(principal: Principal, filter: RuleFilter): Promise<Result<RulePage>> {
      const { status, limit, after } = filter
      const loop = loopFor(principal, filter.loop)
      if (!loop.ok) return loop
      const at = await store.now()
      const page = await store.list(rulesCollection, {
        facets: [status, loop.value, undefined, undefined],
        limit,
        direction: 'descending',
        now: at,
        ...(after && { after }),
      })
      const items = page.items.map((record) => readOrReport(record, log)).filter((rule) => rule !== undefined)
      return ok({ items, at, ...(page.next && { next: page.next }) })
    },

    revoke: (principal: Principal, id: string): Promise<Result<Rule>> =>
      revokeRule(context, id, { actor: principal.id, via: principal.via }, (loop) => authorizeRules(principal, loop)),
  }
}
