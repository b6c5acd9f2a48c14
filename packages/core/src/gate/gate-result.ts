// What one run through the gate takes, and what comes of it.
import type { Claim, Status } from '../domain/approval.ts'
import type { ApprovalView } from '../domain/approval-view.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'

export interface RunOptions {
  /** Cancels the approval while it waits. Once started, aborting is the function's own affair. */
  readonly signal?: AbortSignal
  /** How long a reviewer has, in ms (1,000…2,592,000,000); the policy's default otherwise. */
  readonly timeoutMs?: number
  readonly claim?: Claim
  readonly context?: { readonly [key: string]: Json }
}

/** `denied`, `expired`, `cancelled`, `lapsed` and `revoked` are how the approval ended; else the code of what stood in the way. */
export type BlockedReason = Status | ErrorCode

export type GateResult<T> =
  | { readonly type: 'ran'; readonly value: T; readonly approval: ApprovalView }
  | {
      readonly type: 'blocked'
      readonly reason: BlockedReason
      readonly detail: string
      readonly approval?: ApprovalView
    }
