// What the public API answers, derived from core's own words: the same fields, with times as ISO 8601 text. Optional
// fields may be absent; fields that are not named here are ignored.
import type * as core from '@holdpoint/core'
import type { Json, Rule as CoreRule } from '@holdpoint/core'

export type { Json, Status, Thresholds, Verdict } from '@holdpoint/core'

/** `at` and everything that ends in `At`, and `until`, are text on the wire. */
type Wire<T> = {
  readonly [K in keyof T]: K extends 'at' | 'until' | `${string}At` ? Extract<T[K], undefined> | string : T[K]
}

export type Vote = Wire<core.Vote>
export type Edit = Wire<core.Edit>
export type Comment = Wire<core.Comment>

export interface Approval extends Wire<
  Pick<
    core.Approval,
    | 'id'
    | 'loop'
    | 'requester'
    | 'status'
    | 'version'
    | 'action'
    | 'digest'
    | 'policy'
    | 'thresholds'
    | 'createdAt'
    | 'expiresAt'
  >
> {
  readonly claim?: core.Claim
  readonly context?: Json
  readonly editable?: true
  /** A rule made from it binds the input too. */
  readonly ruleBindsInput?: true
  readonly votes: readonly Vote[]
  readonly edits?: readonly Edit[]
  readonly comments?: readonly Comment[]
  readonly claimed?: Wire<core.ReviewClaim>
  readonly decidedAt?: string
  readonly grantEndsAt?: string
  readonly startedAt?: string
  readonly endedAt?: string
  readonly reason?: string
  readonly withdrawn?: string
  readonly reopens?: string
  readonly outcome?: core.RunOutcome
  readonly detail?: Json
}

export interface ApprovalPage {
  readonly items: readonly Approval[]
  readonly next?: string
}

export interface Rule extends Wire<CoreRule> {
  readonly status: 'live' | 'used-up' | 'expired' | 'revoked'
}

export interface RulePage {
  readonly items: readonly Rule[]
  readonly next?: string
}

/** A problem (RFC 9457), or what the page itself found wrong: `offline` where no answer came. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly field?: string
  readonly approval?: Approval
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }
