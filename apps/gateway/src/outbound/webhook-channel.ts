// The channel `webhook`: posts messages, signed as Standard Webhooks, to one public address.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Json } from '@holdpoint/core'
import { signWebhook } from '@holdpoint/core/webhooks'
import { createAddressFilter, type ResolveAll } from './address-filter.ts'
import type { OutboundChannel, OutboundDelivery, SendResult } from './outbound-channel.ts'
import { postOnce, type Posted } from './post-once.ts'
import { retryDelay } from './retry-delay.ts'

export interface WebhookChannelOptions {
  readonly url: string
  readonly secrets: readonly string[]
  readonly allow: readonly string[]
  readonly timeoutMs: number
  /** The waits between tries; one more try than waits. */
  readonly backoffMs?: readonly number[]
  readonly resolveAll?: ResolveAll
}

export function createWebhookChannel(name: string, options: WebhookChannelOptions): OutboundChannel {
  const { allow, resolveAll, backoffMs = [250, 1_000] } = options
  const filter = createAddressFilter(resolveAll === undefined ? { allow } : { allow, resolveAll })
  const judged = filter.judgeUrl(options.url)

  return {
    name,
    async send(message, signal) {
      if (!judged.ok) return failed({ reason: `the URL ${judged.detail}`, tries: 0 })
      if (options.secrets.length === 0) return failed({ reason: 'there is no secret to sign with', tries: 0 })
      const body = toBody(message)
      for (let tries = 1; ; tries++) {
        if (signal.aborted) return failed({ reason: 'stopped before it was sent', tries: tries - 1 })
        const headers = {
          'content-type': 'application/json',
          'user-agent': 'holdpoint',
          ...signWebhook({ id: message.approvalId, at: Date.now(), body }, options.secrets),
        }
        const posted = await postOnce(filter, {
          url: judged.value,
          headers,
          body,
          timeoutMs: options.timeoutMs,
          signal,
        })
        const wait = waitBefore(posted, backoffMs[tries - 1])
        if (wait === undefined) return toResult(posted, tries)
        // An abort shows at the top of the loop.
        await sleep(wait, undefined, { signal }).catch(() => undefined)
      }
    },
  }
}

function toBody({ approvalId, at, ...message }: OutboundDelivery): string {
  return JSON.stringify({
    type: 'outbound.message',
    timestamp: new Date(at).toISOString(),
    data: { approval: approvalId, ...message },
  })
}

/** Undefined unless the receiver surely took nothing and there is a try left. */
function waitBefore(posted: Posted, backoffMs: number | undefined): number | undefined {
  if (backoffMs === undefined) return undefined
  if (posted.then === 'not-connected') return posted.refused ? undefined : backoffMs
  if (posted.then === 'answered' && (posted.status === 429 || posted.status === 503))
    return retryDelay(backoffMs, posted.retryAfter, Date.now())
  return undefined
}

function toResult(posted: Posted, tries: number): SendResult {
  if (posted.then === 'unanswered') return { outcome: 'unknown', detail: { reason: posted.reason, tries } }
  if (posted.then === 'not-connected') return failed({ reason: posted.reason, tries })
  const { status } = posted
  return status >= 200 && status < 300 ? { outcome: 'succeeded', detail: { status, tries } } : failed({ status, tries })
}

const failed = (detail: Json): SendResult => ({ outcome: 'failed', detail })
