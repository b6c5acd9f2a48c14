// Durable writes cost one sync each; writes that ask in the same turn of the event loop, or while the one before them
// is under way, share one. Nothing is answered before its group is durable.
import type { Draft } from './draft.ts'

/** One caller's write. `judge` returns what answers them once the group is durable. */
export interface Waiting {
  judge(draft: Draft): () => void
  reject(error: unknown): void
}

export interface WriteQueue {
  /** Judges `write` in the next group and answers when the group is durable. Rejects with what made it fail. */
  run<T>(write: (draft: Draft) => T): Promise<T>
  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void>
}

// Judging and encoding holds the event loop for some 10 µs a write.
const maxGroup = 500

/** `commit` must answer or reject everyone in the group, and never reject itself. */
export function createWriteQueue(commit: (group: readonly Waiting[]) => Promise<void>): WriteQueue {
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined

  const work = async () => {
    while (waiting.length > 0) {
      // Whoever was answered by the last group may write again in this turn: they join this one.
      await new Promise((resolve) => setImmediate(resolve))
      const group = waiting.slice(0, maxGroup)
      waiting = waiting.slice(maxGroup)
      await commit(group)
    }
    running = undefined
  }

  return {
    run: (write) =>
      new Promise((resolve, reject) => {
        const judge = (draft: Draft) => {
          const result = write(draft)
          return () => resolve(result)
        }
        waiting.push({ judge, reject })
        running ??= work()
      }),
    async idle() {
      while (running !== undefined) await running
    },
  }
}
