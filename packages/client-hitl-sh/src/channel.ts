// HITL.sh as a Channel: puts the question there, reads answers back before they count, takes questions back. What it
// learns returns as commands; it never touches a store.
import type { Channel } from '@holdpoint/core'
import { askThere } from './ask.ts'
import { hitlShChannelName, type HitlShChannelOptions, type HitlShContext } from './channel-options.ts'
import { confirmThere } from './confirm.ts'
import { settleThere } from './settle.ts'
import { createUnsent } from './unsent.ts'

/** Each delivery ends within the client's `timeoutMs`, whatever HITL.sh does. */
export function createHitlShChannel(options: HitlShChannelOptions): Channel {
  const context: HitlShContext = {
    allowPartial: () => false,
    redactionFor: () => ({}),
    priorityFor: () => 'high',
    rules: () => false,
    now: Date.now,
    unsent: createUnsent(),
    ...options,
  }
  return {
    name: hitlShChannelName,
    ask: (effect, approval, attempt) => askThere(context, effect, approval, attempt),
    settle: (effect, approval, attempt) => settleThere(context, effect, approval, attempt),
    confirm: (effect, approval, attempt) => confirmThere(context, effect, approval, attempt),
  }
}
