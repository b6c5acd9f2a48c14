// A rule as it goes over the wire: ISO 8601 times, its status at that time, absent fields omitted.
import type { Json } from '../domain/json.ts'
import { ruleStatusAt, type Rule } from '../domain/rule.ts'

/** `at` is the store's clock, epoch ms. */
export function toRuleWire(rule: Rule, at: number): { readonly [key: string]: Json } {
  const { id, loop, requester, kind, target, inputDigest, createdBy, approval, maxUses, uses, revokedBy } = rule
  const wire: Record<string, Json | undefined> = {
    id,
    status: ruleStatusAt(rule, at),
    loop,
    requester,
    kind,
    target,
    inputDigest,
    createdBy,
    approval,
    createdAt: iso(rule.createdAt),
    expiresAt: iso(rule.expiresAt),
    maxUses,
    uses,
    lastUsedAt: iso(rule.lastUsedAt),
    revokedAt: iso(rule.revokedAt),
    revokedBy,
  }
  return Object.fromEntries(Object.entries(wire).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString())
