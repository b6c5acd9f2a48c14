// How long to leave the gateway alone between two attempts.
import { setTimeout as delay } from 'node:timers/promises'

const firstMs = 100
const longestMs = 5_000

/** Doubles from 100 ms to 5 s, of which the upper half is random, so that clients don't come back in step. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const fullMs = Math.min(longestMs, firstMs * 2 ** Math.min(Math.max(attempt - 1, 0), 10))
  return Math.ceil(fullMs / 2 + (fullMs / 2) * random())
}

/** Resolves after `ms`, or as soon as `signal` aborts. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, signal && { signal }).catch(() => undefined)
}
