// The record of one held action, from request to outcome.
import type { Action, Digest } from './action.ts'
import type { FieldChange } from './changes.ts'
import type { Json } from './json.ts'
import type { Thresholds } from './thresholds.ts'
import type { Verdict, Vote } from './vote.ts'

export const statuses = [
  'pending',
  'approved',
  'denied',
  'expired',
  'cancelled',
  'revoked',
  'lapsed',
  'started',
  'succeeded',
  'failed',
  'unknown',
] as const
export type Status = (typeof statuses)[number]

/** How the effect ended. `unknown` is never retried. */
export type RunOutcome = 'succeeded' | 'failed' | 'unknown'

/** Who may start it: the requester itself, or the gateway on its behalf. */
export type Executor = 'requester' | 'gateway'

/** What the requester says about the action. Shown as a claim, never in place of the action. */
export interface Claim {
  readonly title?: string
  readonly summary?: string
}

export interface PolicyAnswer {
  readonly answer: 'allow' | 'ask' | 'deny'
  /** The line, mode or rule that gave the answer, such as `outbound.message: on-miss`. */
  readonly line: string
  /** The rule that allowed it. */
  readonly rule?: string
  /** The policy's version: the hash of its data. */
  readonly hash?: Digest
}

/** A reviewer's change of the input. It makes another digest, so all earlier votes fell away with it. */
export interface Edit {
  readonly reviewer: string
  readonly at: number
  readonly from: Digest
  readonly to: Digest
  readonly changes: readonly FieldChange[]
}

export interface Comment {
  readonly reviewer: string
  readonly at: number
  readonly text: string
}

/** Advisory: others see that somebody is on it. It returns by itself. */
export interface ReviewClaim {
  readonly reviewer: string
  readonly at: number
  readonly until: number
}

/** One question put to a channel, once the place it went to has named it. */
export interface Ask {
  readonly channel: string
  readonly remoteId: string
  readonly remoteLoop?: string
  /** What was shown there: its answer is a decision on this digest. */
  readonly digest: Digest
  readonly verdicts: readonly Verdict[]
  /** `allow-always` there leaves a rule behind; else it counts as `allow-once`. */
  readonly rules?: true
  readonly at: number
  /** Its answer has been counted: one ask gives one vote. */
  readonly counted?: true
  /** Remote endings, noted and nothing more. */
  readonly notes?: readonly ('timed-out' | 'cancelled')[]
}

/** What a channel says happened there. A hint until its channel has confirmed it. */
export interface Answer {
  readonly event: 'completed' | 'timed-out' | 'cancelled'
  readonly remoteId: string
  readonly remoteLoop?: string
  readonly verdict?: Verdict
  readonly reviewer?: string
}

/** An answer that can't count yet: its ask isn't recorded, or it is being confirmed. */
export interface KeptAnswer {
  readonly channel: string
  readonly answer: Answer
  readonly trusted: boolean
  readonly at: number
  readonly state: 'waiting' | 'confirming' | 'refuted'
  /** It came again while it was being confirmed, so a refutation must look once more. */
  readonly again?: true
}

/** A command that took effect, by its idempotency key. */
export interface Applied {
  readonly key: string
  readonly version: number
}

export interface Approval {
  readonly id: string
  readonly loop: string
  readonly requester: string
  readonly status: Status
  /** Counts the changes of this approval; the ETag on the wire. */
  readonly version: number
  readonly action: Action
  readonly digest: Digest
  /** The digest of the action as it was asked. */
  readonly requestDigest: Digest
  /** The hash of the draft, by which a replay under the same idempotency key is told from another draft. */
  readonly draftHash: Digest
  readonly claim?: Claim
  readonly context?: Json
  /** Where changes of status are posted. */
  readonly callbackUrl?: string
  readonly executor: Executor
  readonly channels: readonly string[]
  readonly policy: PolicyAnswer
  /** What a policy that is only tried out would have answered. */
  readonly shadow?: PolicyAnswer
  readonly thresholds: Thresholds
  /** Reviewers may change the input. */
  readonly editable: boolean
  /** A rule made from it binds the input too, not only the target. */
  readonly ruleBindsInput: boolean
  /** A human denial answers the same action for so long. */
  readonly denialMemoryMs?: number
  /** The approval that this one asks again. */
  readonly reopens?: string
  readonly votes: readonly Vote[]
  readonly edits: readonly Edit[]
  readonly comments: readonly Comment[]
  readonly claimed?: ReviewClaim
  readonly asks: readonly Ask[]
  readonly answers: readonly KeptAnswer[]
  readonly applied: readonly Applied[]
  readonly createdAt: number
  readonly expiresAt: number
  /** How long an approval stays startable, from the decision on. */
  readonly grantMs: number
  /** How long a run may take before its outcome is unknown. */
  readonly maxRunMs: number
  readonly decidedAt?: number
  readonly reason?: string
  /** Set on a `revoked` one that no reviewer withdrew. */
  readonly withdrawn?: 'policy_changed'
  readonly grantEndsAt?: number
  readonly startedAt?: number
  readonly runEndsAt?: number
  readonly ticket?: string
  readonly endedAt?: number
  readonly outcome?: RunOutcome
  /** What the executor said of the outcome. */
  readonly detail?: Json
}

/** When time alone changes the status, and to what. Timers and sweeps are only hints: this is the rule. */
export function turnOf(approval: Approval): { readonly at: number; readonly to: Status } | undefined {
  if (approval.status === 'pending') return { at: approval.expiresAt, to: 'expired' }
  if (approval.status === 'approved' && approval.grantEndsAt !== undefined)
    return { at: approval.grantEndsAt, to: 'lapsed' }
  if (approval.status === 'started' && approval.runEndsAt !== undefined)
    return { at: approval.runEndsAt, to: 'unknown' }
  return undefined
}

/** The status as of `now` (the store's clock), swept or not. */
export function statusAt(approval: Approval, now: number): Status {
  const turn = turnOf(approval)
  return turn !== undefined && now >= turn.at ? turn.to : approval.status
}

const ended: ReadonlySet<Status> = new Set([
  'denied',
  'expired',
  'cancelled',
  'revoked',
  'lapsed',
  'succeeded',
  'failed',
  'unknown',
])

/** What a route was called with is fixed by its caller, who also has to call it again: it is neither edited nor queued. */
export const routeKind = 'http.route'

/**
 * Whether the pump runs it once it is approved. A guarded route is the gateway's to start too, but there is nobody to
 * answer until its caller repeats the request.
 */
export function runsByItself({ executor, action }: Approval): boolean {
  return executor === 'gateway' && action.kind !== routeKind
}

/** Terminal states never change. */
export function isEnded(status: Status): boolean {
  return ended.has(status)
}
