// A memory store that counts what is asked of it, and can be told what time it is.
import type { Store } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'

export interface CountingStore extends Store {
  reads: number
  writes: number
}

export function countingStore(now: () => number = () => 1_000_000): CountingStore {
  const store = createMemoryStore({ now })
  const counting: CountingStore = {
    reads: 0,
    writes: 0,
    create(record, cap) {
      counting.writes += 1
      return store.create(record, cap)
    },
    read(collection, id) {
      counting.reads += 1
      return store.read(collection, id)
    },
    commit(next, expectedRev, before) {
      counting.writes += 1
      return store.commit(next, expectedRev, before)
    },
    list: (collection, query) => store.list(collection, query),
    remove(collection, id, expectedRev) {
      counting.writes += 1
      return store.remove(collection, id, expectedRev)
    },
    due: (collection, now, limit) => store.due(collection, now, limit),
    collections: () => store.collections(),
    now: () => store.now(),
    close: () => store.close(),
  }
  return counting
}
