// How many approvals wait and since when, read from the store when somebody asks: every node tells the same.
import type { Store } from '@holdpoint/core'
import type { Metrics } from './metrics.ts'

const pageSize = 100
const maxPages = 100
/** Scrapes closer together than this are told what the one before was told. */
const freshMs = 5_000

export interface CountPending {
  /** Sets the gauges. Rejects where the store does. */
  count(): Promise<void>
}

export function createCountPending(
  store: Store,
  loops: () => readonly string[],
  { pending, oldestPending }: Pick<Metrics, 'pending' | 'oldestPending'>,
): CountPending {
  let counting: Promise<void> | undefined
  let countedAt = -Infinity

  async function countAll(): Promise<void> {
    const now = await store.now()
    const known = loops()
    const counted = await Promise.all(known.map((loop) => countLoop(store, loop, now)))
    // A loop that is no longer configured must not be told as it was for ever.
    pending.reset()
    oldestPending.reset()
    for (const [index, loop] of known.entries()) {
      const { count = 0, oldestAt } = counted[index] ?? {}
      pending.set({ loop }, count)
      oldestPending.set({ loop }, oldestAt === undefined ? 0 : Math.max(0, now - oldestAt) / 1000)
    }
    countedAt = performance.now()
  }

  return {
    count() {
      if (performance.now() - countedAt < freshMs) return Promise.resolve()
      counting ??= countAll().finally(() => (counting = undefined))
      return counting
    },
  }
}

async function countLoop(store: Store, loop: string, now: number): Promise<{ count: number; oldestAt?: number }> {
  let count = 0
  let oldestAt: number | undefined
  let after: { readonly sortKey: string; readonly id: string } | undefined
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await store.list('approvals', {
      facets: ['pending', loop, undefined, undefined],
      limit: pageSize,
      direction: 'ascending',
      now,
      ...(after && { after }),
    })
    oldestAt ??= page.items[0] && Number(page.items[0].sortKey)
    count += page.items.length
    after = page.next
    if (!after) break
  }
  return oldestAt === undefined ? { count } : { count, oldestAt }
}
