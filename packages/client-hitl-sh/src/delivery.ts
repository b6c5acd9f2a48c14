/* oxlint-disable unicorn/no-thenable -- `then` is the port's word for what comes next: a string, never a function. */
// The three ends of a delivery, as the Channel port spells them.
import type { CommandDraft, Delivery } from '@holdpoint/core'

export const delivered = (command?: CommandDraft): Delivery =>
  command === undefined ? { then: 'delivered' } : { then: 'delivered', command }

export const retry = (afterMs: number, reason: string): Delivery => ({ then: 'retry', afterMs, reason })

export const giveUp = (reason: string, command?: CommandDraft): Delivery =>
  command === undefined ? { then: 'give-up', reason } : { then: 'give-up', reason, command }
