// Posts changes of status to the `callbackUrl` of approvals, signed as Standard Webhooks, to permitted addresses only.
import { atSnapshot, type Delivery, type Hooks } from '@holdpoint/core'
import { toWire } from '@holdpoint/core/http'
import { retryAfterMs, signWebhook, webhookDelayMs, webhookLadderMs } from '@holdpoint/core/webhooks'
import { createAddressFilter, type ResolveAll } from './address-filter.ts'
import { postOnce, type Posted } from './post-once.ts'

export interface CallbackHooksOptions {
  /** Each signs every message, so that receivers can change over. */
  readonly secrets: readonly string[]
  /** CIDR blocks that may be reached although they aren't public; plain http is only for these. */
  readonly allow: readonly string[]
  /** For one attempt, from connecting to the status line. */
  readonly timeoutMs?: number
  /** The waits between attempts. */
  readonly ladderMs?: readonly number[]
  readonly resolveAll?: ResolveAll
}

const maxAskedMs = Math.max(...webhookLadderMs)

export function createCallbackHooks(options: CallbackHooksOptions): Hooks {
  const { secrets, allow, resolveAll, timeoutMs = 10_000, ladderMs = webhookLadderMs } = options
  const filter = createAddressFilter(resolveAll === undefined ? { allow } : { allow, resolveAll })

  const toDelivery = (posted: Posted, attempt: number): Delivery => {
    if (posted.then === 'answered' && posted.status >= 200 && posted.status < 300) return { then: 'delivered' }
    const reason = posted.then === 'answered' ? `answered ${posted.status}` : posted.reason
    // Gone says that nobody will ever take it; an address that isn't permitted is not tried again.
    const isFinal =
      posted.then === 'answered' ? posted.status === 410 : posted.then === 'not-connected' && posted.refused
    const asked = posted.then === 'answered' ? retryAfterMs(posted.retryAfter, Date.now()) : 0
    const afterMs = webhookDelayMs(attempt, Math.random(), { ladderMs, atLeastMs: Math.min(asked, maxAskedMs) })
    return isFinal || afterMs === undefined ? { then: 'give-up', reason } : { then: 'retry', afterMs, reason }
  }

  return {
    judge(url) {
      const judged = filter.judgeUrl(url)
      return judged.ok ? { ok: true, value: true } : { ...judged, detail: `callbackUrl ${judged.detail}` }
    },

    async deliver({ id, then }, approval, { attempt, signal }) {
      const judged = filter.judgeUrl(approval.callbackUrl ?? '')
      if (!judged.ok) return { then: 'give-up', reason: `the URL ${judged.detail}` }
      const body = JSON.stringify({
        type: `approval.${then.status}`,
        timestamp: new Date(then.at).toISOString(),
        data: toWire(atSnapshot(approval, then)),
      })
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'holdpoint',
        ...signWebhook({ id, at: Date.now(), body }, secrets),
      }
      return toDelivery(await postOnce(filter, { url: judged.value, headers, body, timeoutMs, signal }), attempt)
    },
  }
}
