// Who waits for which approval. A hint only makes them look again: losing one costs latency, never an outcome.
import type { Clock, Wake } from '../ports.ts'

export interface Hint {
  /** Resolves at the first hint since `listen`, after `atMostMs`, or when `signal` aborts; never rejects. */
  wait(atMostMs: number, signal?: AbortSignal): Promise<void>
  stop(): void
}

export interface Waiters {
  listen(id: string): Hint
  /** Wakes everyone, for good. */
  close(): void
  isClosed(): boolean
}

export function createWaiters(wake: Wake, clock: Clock): Waiters {
  const waiting = new Map<string, Set<() => void>>()
  let closed = false
  const wakeAll = () => {
    for (const others of waiting.values()) for (const awake of others) awake()
  }
  const unsubscribe = wake.subscribe((id) => {
    for (const awake of waiting.get(id) ?? []) awake()
  }, wakeAll)

  return {
    listen(id) {
      let awake = () => {}
      const woken = new Promise<void>((resolve) => {
        awake = resolve
      })
      const others = waiting.get(id) ?? new Set()
      waiting.set(id, others.add(awake))
      return {
        async wait(atMostMs, signal) {
          if (closed || signal?.aborted) return
          const cancelTimer = Number.isFinite(atMostMs) ? clock.after(Math.max(0, atMostMs), awake) : () => {}
          signal?.addEventListener('abort', awake)
          await woken
          signal?.removeEventListener('abort', awake)
          cancelTimer()
        },
        stop() {
          others.delete(awake)
          if (others.size === 0 && waiting.get(id) === others) waiting.delete(id)
        },
      }
    },
    close() {
      closed = true
      unsubscribe()
      wakeAll()
    },
    isClosed: () => closed,
  }
}
