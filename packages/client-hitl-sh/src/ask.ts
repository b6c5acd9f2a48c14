// Puts one question to HITL.sh, once: what an earlier attempt may have left there is looked for first.
import { statusAt, type Approval, type AskEffect, type Attempt, type Delivery } from '@holdpoint/core'
import type { CreateHitlShRequest } from '@holdpoint/core/hitl-sh'
import { backoffMs } from './backoff.ts'
import type { HitlShFailure } from './call-result.ts'
import type { HitlShContext } from './channel-options.ts'
import { createDeadline } from './deadline.ts'
import { delivered, giveUp, retry } from './delivery.ts'
import { findOurs } from './find-ours.ts'
import { maxTextCharacters, renderAsk, type RenderedAsk } from './render-ask.ts'

/** The remote question outlives ours by this much, so that it is our expiry that comes first. */
const lingerMs = 30_000

const labels = { 'allow-once': 'Allow once', 'allow-always': 'Allow always', deny: 'Deny' } as const

export async function askThere(
  context: HitlShContext,
  effect: AskEffect,
  approval: Approval,
  { attempt, signal }: Attempt,
): Promise<Delivery> {
  const { client, log, now } = context
  const refuse = (reason: string): Delivery => {
    log.warn('HITL.sh is not asked', { approval: approval.id, reason })
    return giveUp(reason)
  }
  const failed = (failure: HitlShFailure): Delivery =>
    failure.retryable ? retry(backoffMs(attempt, now(), failure), failure.message) : refuse(failure.message)

  if (statusAt(approval, now()) !== 'pending') return refuse('it is no longer pending')
  if (effect.digest !== approval.digest) return refuse('the action was changed after this question was made')
  const loopId = context.loopFor(approval.loop)
  if (loopId === undefined) return refuse(`no HITL.sh loop serves the loop "${approval.loop}"`)
  const inboxUrl = context.inboxUrlFor(approval.id)
  const rendered = renderAsk(approval, { inboxUrl, allowPartial: context.allowPartial(approval.loop) })
  if (rendered.verdicts.length === 0) return refuse('no verdict can be offered there')
  if (rendered.text.length > maxTextCharacters) return refuse('the inbox URL leaves no room for a question')

  const deadline = createDeadline(client.timeoutMs, signal)
  try {
    const recorded = (remoteId: string): Delivery => {
      const { verdicts } = rendered
      const { channel, digest } = effect
      return delivered({ type: 'record-ask', channel, remoteId, remoteLoop: loopId, digest, verdicts })
    }
    if (attempt > 1) {
      const ours = await findOurs(client, loopId, approval, deadline.signal)
      if (!ours.ok) return failed(ours)
      if (ours.value !== undefined) return recorded(ours.value)
    }
    const body = bodyOf(approval, rendered, context.callbackUrlFor(approval.id), now())
    const created = await client.createRequest(loopId, body, { signal: deadline.signal })
    return created.ok ? recorded(created.value.request_id) : failed(created)
  } finally {
    deadline.end()
  }
}

function bodyOf(
  approval: Approval,
  { text, verdicts }: RenderedAsk,
  callbackUrl: string,
  now: number,
): CreateHitlShRequest {
  const seconds = Math.ceil((approval.expiresAt - now + lingerMs) / 1000)
  return {
    processing_type: 'time-sensitive',
    type: 'markdown',
    priority: 'high',
    request_text: text,
    context: { holdpoint: approval.id, digest: approval.digest },
    timeout_seconds: Math.min(86_400, Math.max(60, seconds)),
    response_type: 'single_select',
    response_config: { options: verdicts.map((value) => ({ value, label: labels[value] })), required: true },
    // Applied by the service when nobody answers. Never taken for a decision, and harmless if somebody else does.
    default_response: 'deny',
    platform: 'api',
    callback_url: callbackUrl,
  }
}
