// What the service is set to at this moment. Read anew for every call, so a reload acts at once.
import type { Thresholds } from '../domain/thresholds.ts'
import type { Policy } from '../policy/policy.ts'

export interface LoopSettings {
  readonly thresholds: Thresholds
  /** Names of the channels that are asked, beside the inbox. */
  readonly channels: readonly string[]
}

export interface Settings {
  /** Reviewer ids by group; `@ops` in a list of reviewers stands for those of the group `ops`. */
  readonly groups?: Readonly<Record<string, readonly string[]>>
  readonly loops: Readonly<Record<string, LoopSettings>>
  readonly policy: Policy
  /** A policy that is only tried out: what it would have answered is kept beside what `policy` did. */
  readonly shadow?: Policy
  /** How many pending approvals one requester may have in one loop. */
  readonly maxPending: number
}
