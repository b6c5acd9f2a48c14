// What `allow-always` leaves behind: exactly these actions of this requester need not be asked about again. Nothing is
// normalised and nothing is a pattern: whatever differs in one byte is another action, and another action asks.
import { canonicalJson, sha256Of, type Action, type Digest } from './action.ts'
import type { Approval } from './approval.ts'
import type { GrantedRule } from './effect.ts'
import { ok, refuse, type Result } from './errors.ts'
import { mayUseLoop, type Principal } from './principal.ts'

export interface Rule {
  /** Its approval's id, or `rule_` and 32 hex digits if it was made without one. */
  readonly id: string
  readonly loop: string
  readonly requester: string
  readonly kind: string
  readonly target: Action['target']
  /** Digest of the canonical JSON of the input, where the rule is for this input only. */
  readonly inputDigest?: Digest
  readonly createdBy: string
  /** The approval that it comes from. */
  readonly approval?: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly maxUses?: number
  /** Exact where `maxUses` is set; else counted in batches. */
  readonly uses: number
  readonly lastUsedAt?: number
  readonly revokedAt?: number
  readonly revokedBy?: string
}

export const ruleStatuses = ['live', 'used-up', 'expired', 'revoked'] as const
export type RuleStatus = (typeof ruleStatuses)[number]

/** The rule that an approval leaves behind: for the action as it was approved, and no wider. */
export function ruleOf(approval: Approval, granted: GrantedRule): Rule {
  const { id, loop, requester, action, ruleBindsInput } = approval
  const { createdBy, createdAt, expiresAt, maxUses } = granted
  return {
    id,
    loop,
    requester,
    kind: action.kind,
    target: action.target,
    ...(ruleBindsInput && { inputDigest: inputDigestOf(action) }),
    createdBy,
    approval: id,
    createdAt,
    expiresAt,
    ...(maxUses !== undefined && { maxUses }),
    uses: 0,
  }
}

/** What is looked up: an action, who asks for it where, and whether its kind demands that rules bind the input. */
export interface RuleSubject {
  readonly loop: string
  readonly requester: string
  readonly action: Action
  readonly bindInput: boolean
}

export const inputDigestOf = (action: Pick<Action, 'input'>): Digest => sha256Of(canonicalJson(action.input))

/** Where rules for exactly this are found. Every field of the target counts, and so does every one that is absent. */
export function matchKeyOf(subject: RuleSubject): Digest {
  const { loop, requester, action, bindInput } = subject
  const { kind, target } = action
  return keyOf({ loop, requester, kind, target, ...(bindInput && { inputDigest: inputDigestOf(action) }) })
}

/** Where the rule itself is found. */
export const matchKeyOfRule = (rule: Rule): Digest => keyOf(rule)

function keyOf(parts: Pick<Rule, 'loop' | 'requester' | 'kind' | 'target' | 'inputDigest'>): Digest {
  const { loop, requester, kind, target, inputDigest } = parts
  return sha256Of(
    canonicalJson({ v: 1, loop, requester, kind, target, ...(inputDigest !== undefined && { inputDigest }) }),
  )
}

/**
 * Compares field by field, so that nothing rests on a hash or an index alone. A rule for one input matches that input
 * whatever the kind demands; a rule for any input doesn't where the kind demands that rules bind it.
 */
export function ruleMatches(rule: Rule, subject: RuleSubject): boolean {
  const { loop, requester, action, bindInput } = subject
  if (rule.loop !== loop || rule.requester !== requester || rule.kind !== action.kind) return false
  if (!sameFields(rule.target, action.target)) return false
  return rule.inputDigest === undefined ? !bindInput : rule.inputDigest === inputDigestOf(action)
}

function sameFields(one: Action['target'], other: Action['target']): boolean {
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && one[name] === other[name])
  )
}

/** Neither revoked nor expired. A use that was taken from it earlier stands. */
export function isInForce(rule: Rule, now: number): boolean {
  return rule.revokedAt === undefined && now < rule.expiresAt
}

export function isUsedUp(rule: Rule): boolean {
  return rule.maxUses !== undefined && rule.uses >= rule.maxUses
}

/** Whether it may allow one more action. */
export const isLive = (rule: Rule, now: number): boolean => isInForce(rule, now) && !isUsedUp(rule)

export function ruleStatusAt(rule: Rule, now: number): RuleStatus {
  if (rule.revokedAt !== undefined) return 'revoked'
  if (isUsedUp(rule)) return 'used-up'
  return isInForce(rule, now) ? 'live' : 'expired'
}

/** Whether `principal` may see and change the rules of this loop; another loop's look like ones that don't exist. */
export function authorizeRules(principal: Principal, loop: string): Result<true> {
  if (!mayUseLoop(principal, loop)) return refuse('not_found', 'There is no such rule.')
  return principal.scopes.includes('rules')
    ? ok(true)
    : refuse('forbidden', 'Rules take a key with the scope "rules" in this loop.')
}
