// What the HITL.sh channel is made of.
import type { Log } from '@holdpoint/core'
import type { HitlShClient } from './client.ts'

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
  /** Loops whose reviewers may allow what doesn't fit into a question there; none by default. */
  readonly allowPartial?: (loop: string) => boolean
  readonly log: Log
  /** Epoch ms; `Date.now` by default. A hint only: the store judges expiry. */
  readonly now?: () => number
}

export type HitlShContext = Required<HitlShChannelOptions>
