// How long to wait before the same message may be sent again to a receiver that surely took nothing.
import { retryAfterMs } from '@holdpoint/core/webhooks'

const maxRetryAfterMs = 10_000

/**
 * Ms to wait: `backoffMs`, or longer if `Retry-After` (seconds or a date, RFC 9110) asks for it. Undefined when it asks
 * for more than 10 s.
 */
export function retryDelay(backoffMs: number, retryAfter: string | undefined, now: number): number | undefined {
  const asked = retryAfterMs(retryAfter, now)
  return asked > maxRetryAfterMs ? undefined : Math.max(backoffMs, asked)
}
