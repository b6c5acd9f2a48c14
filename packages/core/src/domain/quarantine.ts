// A callback that came with a genuine secret but made no sense: kept for a human, who settles the approval by hand.
import type { Verdict } from './vote.ts'

export const quarantineStatuses = ['open', 'settled', 'dismissed'] as const
export type QuarantineStatus = (typeof quarantineStatuses)[number]

export interface QuarantinedCallback {
  readonly id: string
  readonly status: QuarantineStatus
  /** The approval that its secret opens. */
  readonly approval: string
  readonly loop: string
  readonly channel: string
  /** Why it was not understood. */
  readonly reason: string
  /** Epoch ms. */
  readonly receivedAt: number
  /** What was sent, as text; what isn't UTF-8 in it is replaced. */
  readonly text: string
  /** Who dealt with it, when, and what they said. */
  readonly closedBy?: string
  readonly closedAt?: number
  /** How it was settled. */
  readonly verdict?: Verdict
  readonly note?: string
}
