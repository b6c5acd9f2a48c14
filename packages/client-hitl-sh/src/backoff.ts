// How long to leave HITL.sh alone after a failure.
import type { HitlShFailure } from './call-result.ts'

const firstMs = 1000
const longestMs = 60_000

/**
 * Doubles from 1 s to 60 s, of which the upper half is random, so that gateways don't come back in step; where the hour's
 * calls are used up, until there are some again.
 */
export function backoffMs(attempt: number, now: number, failure?: HitlShFailure): number {
  const fullMs = Math.min(longestMs, firstMs * 2 ** Math.min(Math.max(attempt - 1, 0), 16))
  const jitteredMs = Math.ceil(fullMs / 2 + (fullMs / 2) * Math.random())
  return Math.max(jitteredMs, (failure?.retryAt ?? 0) - now)
}
