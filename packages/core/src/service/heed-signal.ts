// Work of others under a signal: whoever doesn't heed it is waited for no longer.
import type { Clock } from '../ports.ts'

/**
 * What `work` comes to. Once `signal` has aborted, `work` has `lingerMs` more to say how it ended; then this rejects,
 * whatever `work` still does.
 */
export async function heedSignal<T>(
  work: () => Promise<T>,
  { signal, clock, lingerMs }: { readonly signal: AbortSignal; readonly clock: Clock; readonly lingerMs: number },
): Promise<T> {
  let cancelTimer = () => {}
  let giveUp = () => {}
  const ignored = new Promise<never>((_, reject) => {
    giveUp = () => {
      cancelTimer = clock.after(lingerMs, () => reject(new Error('It was cut short, and did not say how it ended.')))
    }
  })
  if (signal.aborted) giveUp()
  else signal.addEventListener('abort', giveUp)
  try {
    return await Promise.race([work(), ignored])
  } finally {
    signal.removeEventListener('abort', giveUp)
    cancelTimer()
  }
}
