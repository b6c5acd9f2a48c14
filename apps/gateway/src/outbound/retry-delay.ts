// How long to wait before the same message may be sent again to a receiver that surely took nothing.
const maxRetryAfterMs = 10_000

/**
 * Ms to wait: `backoffMs`, or longer if `Retry-After` (seconds or a date, RFC 9110) asks for it. Undefined when it asks
 * for more than 10 s.
 */
export function retryDelay(backoffMs: number, retryAfter: string | undefined, now: number): number | undefined {
  const asked = retryAfter === undefined ? 0 : parseRetryAfter(retryAfter.trim(), now)
  return asked > maxRetryAfterMs ? undefined : Math.max(backoffMs, asked)
}

function parseRetryAfter(value: string, now: number): number {
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? 0 : Math.max(0, at - now)
}
