// What the HITL.sh channel is made of.
import type { Log } from '@holdpoint/core'
import type { HitlShPriority } from '@holdpoint/core/hitl-sh'
import type { HitlShClient } from './client.ts'
import type { HitlShRedaction } from './redact.ts'
import type { Unsent } from './unsent.ts'

/** The channel's name in approvals, effects and votes. */
export const hitlShChannelName = 'hitl-sh'

export interface HitlShChannelOptions {
  readonly client: HitlShClient
  /** The HITL.sh loop that serves one of ours, or undefined where none does. */
  readonly loopFor: (loop: string) => string | undefined
  /** Where HITL.sh reports this approval. Holds a secret: it is sent there and never logged. */
  readonly callbackUrlFor: (approvalId: string) => string
  /** The page where a reviewer sees all of it. */
  readonly inboxUrlFor: (approvalId: string) => string
  /** Whether an answer is read back from HITL.sh before it counts. */
  readonly confirm: 'always' | 'never'
  /** Loops whose reviewers may allow what they don't wholly see there; none by default. */
  readonly allowPartial?: (loop: string) => boolean
  /** What is not shown there; all is by default. */
  readonly redactionFor?: (loop: string) => HitlShRedaction
  /** How urgent a loop's questions are: shown there, and which come first when calls run short. `high` by default. */
  readonly priorityFor?: (loop: string) => HitlShPriority
  /** Loops where `allow-always` from there leaves a rule behind; none by default, and it counts as `allow-once`. */
  readonly rules?: (loop: string) => boolean
  readonly log: Log
  /** Epoch ms; `Date.now` by default. A hint only: the store judges expiry. */
  readonly now?: () => number
}

export interface HitlShContext extends Required<HitlShChannelOptions> {
  readonly unsent: Unsent
}
