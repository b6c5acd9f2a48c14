// Puts one question to HITL.sh, once: what an earlier attempt may have left there is looked for first.
import { statusAt, type Approval, type AskEffect, type Attempt, type Delivery } from '@holdpoint/core'
import { hitlShPriorities, type CreateHitlShRequest } from '@holdpoint/core/hitl-sh'
import { backoffMs } from './backoff.ts'
import type { HitlShFailure } from './call-result.ts'
import type { HitlShContext } from './channel-options.ts'
import type { CallOptions } from './client.ts'
import { createRequestOnce } from './create-once.ts'
import { createDeadline } from './deadline.ts'
import { delivered, giveUp, retry } from './delivery.ts'
import { maxTextCharacters, renderAsk, type RenderedAsk } from './render-ask.ts'

/** The remote question outlives ours by this much, so that it is our expiry that comes first. */
const lingerMs = 30_000
/** As long as a time-sensitive question can last there. */
const maxSeconds = 86_400

const labels = { 'allow-once': 'Allow once', 'allow-always': 'Allow always', deny: 'Deny' } as const

export async function askThere(
  context: HitlShContext,
  effect: AskEffect,
  approval: Approval,
  { attempt, signal }: Attempt,
): Promise<Delivery> {
  const { client, log, now, unsent } = context
  const refuse = (reason: string): Delivery => {
    log.warn('HITL.sh is not asked', { approval: approval.id, reason })
    return giveUp(reason)
  }
  const failed = (failure: HitlShFailure): Delivery => {
    const { retryAt, status, message } = failure
    if (retryAt !== undefined && status === undefined) unsent.note(effect.id, attempt)
    if (retryAt !== undefined && retryAt >= approval.expiresAt) return refuse(`${message}, and it expires before`)
    return failure.retryable ? retry(backoffMs(attempt, now(), failure), message) : refuse(message)
  }

  if (statusAt(approval, now()) !== 'pending') return refuse('it is no longer pending')
  if (effect.digest !== approval.digest) return refuse('the action was changed after this question was made')
  const loopId = context.loopFor(approval.loop)
  if (loopId === undefined) return refuse(`no HITL.sh loop serves the loop "${approval.loop}"`)
  const inboxUrl = context.inboxUrlFor(approval.id)
  const allowPartial = context.allowPartial(approval.loop)
  const rendered = renderAsk(approval, { inboxUrl, allowPartial, redaction: context.redactionFor(approval.loop) })
  if (rendered.verdicts.length === 0) return refuse('no verdict can be offered there')
  if (rendered.text.length > maxTextCharacters) return refuse('the inbox URL leaves no room for a question')

  const deadline = createDeadline(client.timeoutMs, signal)
  const priority = hitlShPriorities.indexOf(context.priorityFor(approval.loop))
  const call: CallOptions = {
    signal: deadline.signal,
    retries: 0,
    use: 'ask',
    rank: { id: effect.id, priority, expiresAt: approval.expiresAt },
  }
  try {
    const asked = await createRequestOnce(client, loopId, bodyOf(context, approval, rendered), {
      ...call,
      // A digest would let guesses of what was left out be checked.
      marker: { holdpoint: approval.id, ask: effect.id, ...(!rendered.isRedacted && { digest: approval.digest }) },
      isRepeat: !unsent.isFirst(effect.id, attempt),
    })
    if (!asked.ok) return failed(asked)
    const { request_id: remoteId, duplicates } = asked.value
    for (const duplicate of duplicates) await takeBack(context, approval, duplicate, call)
    const { verdicts } = rendered
    const { channel, digest } = effect
    const rules = context.rules(approval.loop) ? ({ rules: true } as const) : {}
    return delivered({ type: 'record-ask', channel, remoteId, remoteLoop: loopId, digest, verdicts, ...rules })
  } finally {
    deadline.end()
  }
}

/** One live question for one approval: the other of two is cancelled, or at least known. */
async function takeBack({ client, log }: HitlShContext, { id }: Approval, remoteId: string, call: CallOptions) {
  const { rank: _, ...options } = call
  const cancelled = await client.cancelRequest(remoteId, { ...options, use: 'settle' })
  const became = cancelled.ok ? 'it was cancelled' : cancelled.message
  log.warn('the same question was at HITL.sh twice', { approval: id, remoteId, became })
}

function bodyOf(context: HitlShContext, approval: Approval, rendered: RenderedAsk): CreateHitlShRequest {
  const { text, verdicts } = rendered
  const seconds = Math.ceil((approval.expiresAt - context.now() + lingerMs) / 1000)
  // A deferred one lasts 30 days, and no approval waits longer.
  const lasts =
    seconds > maxSeconds
      ? ({ processing_type: 'deferred' } as const)
      : ({ processing_type: 'time-sensitive', timeout_seconds: Math.max(60, seconds) } as const)
  const makesRules = context.rules(approval.loop)
  const labelOf = (verdict: (typeof verdicts)[number]) =>
    verdict === 'allow-always' && !makesRules ? `${labels[verdict]} (counts as once here)` : labels[verdict]
  return {
    ...lasts,
    type: 'markdown',
    priority: context.priorityFor(approval.loop),
    request_text: text,
    response_type: 'single_select',
    response_config: { options: verdicts.map((value) => ({ value, label: labelOf(value) })), required: true },
    // Applied by the service when nobody answers. Never taken for a decision, and harmless if somebody else does.
    default_response: 'deny',
    platform: 'api',
    callback_url: context.callbackUrlFor(approval.id),
  }
}
