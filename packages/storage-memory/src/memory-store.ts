// The reference store: everything in this process, gone when it ends. Nothing is shared with the caller: records are
// copied in and out.
import { checkLimit, checkRecord, HoldpointError, type Store, type StoreRecord } from '@holdpoint/core/store'
import { Shelf } from './shelf.ts'

export interface MemoryStoreOptions {
  /** Epoch ms. Absent: the wall clock when the store was made plus monotonic time since. */
  readonly now?: () => number
}

function copyOf(record: StoreRecord): StoreRecord {
  const { collection, id, rev, schema, dueAt, sortKey, facets, turn, body, outbox } = record
  return {
    collection,
    id,
    rev,
    schema,
    dueAt,
    sortKey,
    facets: [facets[0], facets[1], facets[2], facets[3]],
    turn: turn === null ? null : { at: turn.at, to: turn.to },
    body,
    outbox: outbox.length === 0 ? [] : structuredClone(outbox),
  }
}

/** Whole milliseconds that never go backwards, whatever the source does. */
function steady(source: () => number): () => number {
  let last = Number.NEGATIVE_INFINITY
  return () => (last = Math.max(last, Math.floor(source())))
}

function wallClockAtStart(): () => number {
  const offset = Date.now() - performance.now()
  return () => offset + performance.now()
}

export function createMemoryStore(options: MemoryStoreOptions = {}): Store {
  const shelves = new Map<string, Shelf>()
  const now = steady(options.now ?? wallClockAtStart())
  let closed = false

  const refuseIfClosed = () => {
    if (closed) throw new HoldpointError('unavailable', 'The memory store is closed.')
  }

  const shelfOf = (collection: string): Shelf => {
    const shelf = shelves.get(collection) ?? new Shelf()
    shelves.set(collection, shelf)
    return shelf
  }

  // Every method does its work in one turn of the event loop, so each is atomic.
  return {
    async create(record, cap) {
      refuseIfClosed()
      checkRecord(record, 0)
      const shelf = shelfOf(record.collection)
      if (shelf.get(record.id) !== undefined) return 'exists'
      if (cap !== undefined && shelf.holds(cap.facets, now(), cap.max)) return 'full'
      shelf.add(copyOf(record))
      return 'created'
    },
    async read(collection, id) {
      refuseIfClosed()
      const record = shelves.get(collection)?.get(id)
      return record === undefined ? undefined : copyOf(record)
    },
    async commit(next, expectedRev, before) {
      refuseIfClosed()
      checkRecord(next, expectedRev)
      const shelf = shelves.get(next.collection)
      if (shelf?.get(next.id)?.rev !== expectedRev) return 'stale'
      if (before !== undefined && now() >= before) return 'late'
      shelf.replace(copyOf(next))
      return 'won'
    },
    async list(collection, { facets, limit, direction, after, now }) {
      refuseIfClosed()
      checkLimit(limit, 100)
      const items: StoreRecord[] = []
      for (const record of shelves.get(collection)?.walk(facets, now, direction === 'descending', after) ?? []) {
        const last = items.at(-1)
        if (items.length === limit && last !== undefined) return { items, next: { sortKey: last.sortKey, id: last.id } }
        items.push(copyOf(record))
      }
      return { items }
    },
    async remove(collection, id, expectedRev) {
      refuseIfClosed()
      const shelf = shelves.get(collection)
      if (shelf?.get(id)?.rev !== expectedRev) return false
      shelf.delete(id)
      return true
    },
    async due(collection, now, limit) {
      refuseIfClosed()
      checkLimit(limit, Number.MAX_SAFE_INTEGER)
      return shelves.get(collection)?.due(now, limit) ?? []
    },
    async now() {
      refuseIfClosed()
      return now()
    },
    async close() {
      closed = true
      shelves.clear()
    },
  }
}
