// Takes a question back at HITL.sh once it is over here, so that nobody answers in vain.
import type { Approval, Attempt, Delivery, SettleEffect } from '@holdpoint/core'
import { backoffMs } from './backoff.ts'
import type { HitlShContext } from './channel-options.ts'
import { delivered, giveUp, retry } from './delivery.ts'

/** A question left behind is a nuisance and no danger: its answer can't count any more, and it ends by its time-out. */
const maxTries = 8

export async function settleThere(
  { client, log, now }: HitlShContext,
  effect: SettleEffect,
  approval: Approval,
  { attempt, signal }: Attempt,
): Promise<Delivery> {
  const cancelled = await client.cancelRequest(effect.remoteId, { signal, use: 'settle' })
  if (cancelled.ok || cancelled.status === 404 || isOver(cancelled.message)) return delivered()
  if (cancelled.retryable && attempt < maxTries) return retry(backoffMs(attempt, now(), cancelled), cancelled.message)
  log.warn('a question stays open at HITL.sh', {
    approval: approval.id,
    remoteId: effect.remoteId,
    reason: cancelled.message,
  })
  return giveUp(cancelled.message)
}

// "Request cannot be cancelled in current state" [DOCS-A errors]; its HTTP status is not documented.
const isOver = (message: string): boolean => message.toLowerCase().includes('cannot be cancelled')
