// Waits for what other processes bring about.
import { setTimeout as pause } from 'node:timers/promises'

/** Polls until `look` returns something that is there; rejects with `what` after `timeoutMs` (default 15,000). */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  { timeoutMs = 15_000, everyMs = 20 }: { readonly timeoutMs?: number; readonly everyMs?: number } = {},
): Promise<T> {
  const endsAt = performance.now() + timeoutMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() > endsAt) throw new Error(`still not so after ${timeoutMs} ms: ${what}`)
    await pause(everyMs)
  }
}
