// Reads an answer back from HITL.sh before it counts: whoever learns a callback URL can post to it, but not change what
// the service itself says.
import { statusAt, type Approval, type Attempt, type ConfirmEffect, type Delivery } from '@holdpoint/core'
import { answerFromRequest } from '@holdpoint/core/hitl-sh'
import { backoffMs } from './backoff.ts'
import type { HitlShContext } from './channel-options.ts'
import { delivered, giveUp, retry } from './delivery.ts'

/** A callback says "completed" and the service "pending": it may lag behind itself, but not for minutes. */
const maxLooks = 10

export async function confirmThere(
  context: HitlShContext,
  effect: ConfirmEffect,
  approval: Approval,
  { attempt, signal }: Attempt,
): Promise<Delivery> {
  const { channel, answer } = effect
  const { client, log, now } = context
  const refute = (reason: string): Delivery => {
    log.warn('HITL.sh did not confirm an answer', { approval: approval.id, remoteId: answer.remoteId, reason })
    return giveUp(reason, { type: 'refute', channel, answer })
  }

  // What was found by looking may not say what was chosen, nor by whom.
  const isWhole = answer.verdict !== undefined && answer.reviewer !== undefined
  if (context.confirm === 'never' && isWhole) return delivered({ type: 'answer', channel, answer, trusted: true })
  if (statusAt(approval, now()) !== 'pending') return refute('the approval is no longer pending')
  const ask = approval.asks.find((other) => other.channel === channel && other.remoteId === answer.remoteId)
  if (ask === undefined) return refute('no question of this approval has that id')

  const read = await client.getRequest(ask.remoteId, { signal, retries: 0, use: 'confirm' })
  // An outage must not lose a decision that was accepted: it is asked again for as long as the approval is pending.
  if (!read.ok) return read.retryable ? retry(backoffMs(attempt, now(), read), read.message) : refute(read.message)
  const { value: request } = read
  if (request.id !== ask.remoteId) return refute('another request was read back than was asked for')
  const loopId = ask.remoteLoop ?? context.loopFor(approval.loop)
  if (request.loop_id !== undefined && request.loop_id !== loopId) return refute('the request is in another loop')

  const judged = answerFromRequest(request, ask.verdicts)
  switch (judged.is) {
    case 'answered':
      return delivered({ type: 'answer', channel, answer: judged.answer, trusted: true })
    case 'open':
      return attempt < maxLooks
        ? retry(backoffMs(attempt, now()), `it is still ${request.status} there`)
        : refute(`it is still ${request.status} there`)
    case 'ended':
      return refute(`it is ${judged.answer.event} there`)
    case 'unclear':
      return refute(judged.reason)
  }
}
