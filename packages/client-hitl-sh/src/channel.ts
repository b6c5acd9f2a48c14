// HITL.sh as a Channel: puts the question there, reads answers back before they count, takes questions back. What it
// learns returns as commands; it never touches a store.
import type { Channel, Log } from '@holdpoint/core'
import { askThere } from './ask.ts'
import type { HitlShClient } from './client.ts'
import { confirmThere } from './confirm.ts'
import { settleThere } from './settle.ts'

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

/** Each delivery ends within the client's `timeoutMs`, whatever HITL.sh does. */
export function createHitlShChannel(options: HitlShChannelOptions): Channel {
  const context: HitlShContext = { allowPartial: () => false, now: Date.now, ...options }
  return {
    name: hitlShChannelName,
    ask: (effect, approval, attempt) => askThere(context, effect, approval, attempt),
    settle: (effect, approval, attempt) => settleThere(context, effect, approval, attempt),
    confirm: (effect, approval, attempt) => confirmThere(context, effect, approval, attempt),
  }
}
