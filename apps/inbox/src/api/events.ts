// What changes, as the gateway's event stream tells it. Where there is no stream to be had, the page asks again and
// again instead; losing every hint only costs time.
import { createCell } from '../state/cell.ts'

export interface Hint {
  readonly type: string
  readonly id: string
  readonly version: number
}

export interface Listener {
  /** Something happened to one approval. */
  changed(hint: Hint): void
  /** What happened meanwhile isn't known: list again. */
  reset(): void
}

/** `polling` where there is no stream at the moment. */
export const live = createCell<'connecting' | 'live' | 'polling'>('connecting')

const pollMs = 5_000
/** How long after a refused stream it is tried again. */
const retryMs = 15_000

/** Returns how to stop. */
export function watchEvents(listener: Listener): () => void {
  let source: EventSource | undefined
  let wasOpen = false
  let retry: ReturnType<typeof setTimeout> | undefined
  const poll = setInterval(() => {
    if (live.get() !== 'live') listener.reset()
  }, pollMs)

  function open(): void {
    source = new EventSource('/v1/events')
    source.addEventListener('open', () => {
      live.set('live')
      // Between the last answer and the stream's beginning something may have happened.
      if (!wasOpen) listener.reset()
      wasOpen = true
    })
    source.addEventListener('message', ({ data }) => {
      const hint = readHint(data)
      if (hint) listener.changed(hint)
    })
    source.addEventListener('reset', () => listener.reset())
    source.addEventListener('error', () => {
      live.set('polling')
      // The browser connects again by itself, unless it was refused.
      if (source?.readyState !== EventSource.CLOSED) return
      wasOpen = false
      retry = setTimeout(open, retryMs)
    })
  }

  open()
  return () => {
    clearInterval(poll)
    clearTimeout(retry)
    source?.close()
    live.set('connecting')
  }
}

function readHint(data: unknown): Hint | undefined {
  if (typeof data !== 'string') return undefined
  try {
    const hint = JSON.parse(data) as Partial<Hint>
    return typeof hint.id === 'string' && typeof hint.type === 'string' && typeof hint.version === 'number'
      ? { id: hint.id, type: hint.type, version: hint.version }
      : undefined
  } catch {
    return undefined
  }
}
