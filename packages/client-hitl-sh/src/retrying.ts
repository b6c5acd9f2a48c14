// Tries a read again where that may help, within the time that one call has.
import { setTimeout as pause } from 'node:timers/promises'
import type { HitlShResult } from './call-result.ts'

const firstMs = 200

/** `once` may be repeated: only for calls that change nothing. Answers the last failure. */
export async function retrying<T>(
  once: () => Promise<HitlShResult<T>>,
  { retries, signal }: { readonly retries: number; readonly signal: AbortSignal },
): Promise<HitlShResult<T>> {
  for (let tried = 0; ; tried++) {
    const result = await once()
    // Where the hour's calls are used up, trying again only uses more.
    if (result.ok || !result.retryable || result.status === 429 || result.retryAt !== undefined || tried >= retries)
      return result
    const fullMs = firstMs * 2 ** tried
    const slept = await pause(fullMs / 2 + (fullMs / 2) * Math.random(), true, { signal }).catch(() => false)
    if (!slept) return result
  }
}
