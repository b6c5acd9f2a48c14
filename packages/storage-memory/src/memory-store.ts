// The reference store: everything in this process, gone when it ends. Nothing is shared with the caller: records are
// copied in and out.
import {
  checkRecord,
  copyRecord,
  createStoreClock,
  HoldpointError,
  RecordIndex,
  type Store,
} from '@holdpoint/core/store'

export interface MemoryStoreOptions {
  /** Epoch ms. Absent: the wall clock when the store was made plus monotonic time since. */
  readonly now?: () => number
}

export function createMemoryStore(options: MemoryStoreOptions = {}): Store {
  const index = new RecordIndex()
  const clock = createStoreClock(options.now)
  let closed = false

  const refuseIfClosed = () => {
    if (closed) throw new HoldpointError('unavailable', 'The memory store is closed.')
  }

  // Every method does its work in one turn of the event loop, so each is atomic.
  return {
    async create(record, cap) {
      refuseIfClosed()
      checkRecord(record, 0)
      if (index.get(record.collection, record.id) !== undefined) return 'exists'
      if (cap !== undefined && index.holds(record.collection, cap.facets, clock.now(), cap.max)) return 'full'
      index.put(copyRecord(record))
      return 'created'
    },
    async read(collection, id) {
      refuseIfClosed()
      return index.read(collection, id)
    },
    async commit(next, expectedRev, before) {
      refuseIfClosed()
      checkRecord(next, expectedRev)
      if (index.get(next.collection, next.id)?.rev !== expectedRev) return 'stale'
      if (before !== undefined && clock.now() >= before) return 'late'
      index.put(copyRecord(next))
      return 'won'
    },
    async list(collection, query) {
      refuseIfClosed()
      return index.page(collection, query)
    },
    async remove(collection, id, expectedRev) {
      refuseIfClosed()
      if (index.get(collection, id)?.rev !== expectedRev) return false
      index.delete(collection, id)
      return true
    },
    async due(collection, now, limit) {
      refuseIfClosed()
      return index.due(collection, now, limit)
    },
    async collections() {
      refuseIfClosed()
      return index.collections()
    },
    async now() {
      refuseIfClosed()
      return clock.now()
    },
    async close() {
      closed = true
      index.clear()
    },
  }
}
