// The one store that all simulated nodes share: what each call does at the moment it arrives there, atomically and
// durably. Its clock is the world's.
import type { Cap, FacetFilter, ListQuery, Page, StoreRecord } from '@holdpoint/core/store'

export interface Write {
  readonly before: StoreRecord | undefined
  readonly after: StoreRecord | undefined
}

export interface SharedStore {
  create(record: StoreRecord, cap?: Cap): 'created' | 'exists' | 'full'
  read(collection: string, id: string): StoreRecord | undefined
  commit(next: StoreRecord, expectedRev: number, before?: number): 'won' | 'stale' | 'late'
  list(collection: string, query: ListQuery): Page
  remove(collection: string, id: string, expectedRev: number): boolean
  due(collection: string, now: number, limit: number): readonly string[]
  collections(): readonly string[]
  all(collection: string): readonly StoreRecord[]
}

export function createSharedStore(now: () => number, onWrite: (write: Write) => void): SharedStore {
  const collections = new Map<string, Map<string, StoreRecord>>()
  const shelf = (name: string) => {
    const found = collections.get(name) ?? new Map<string, StoreRecord>()
    collections.set(name, found)
    return found
  }

  const put = (record: StoreRecord) => {
    const before = shelf(record.collection).get(record.id)
    shelf(record.collection).set(record.id, record)
    onWrite({ before, after: record })
  }

  const sorted = (collection: string) =>
    [...shelf(collection).values()].toSorted((a, b) => compare(a.sortKey, b.sortKey) || compare(a.id, b.id))

  return {
    create(record, cap) {
      if (shelf(record.collection).has(record.id)) return 'exists'
      if (cap) {
        const held = sorted(record.collection).filter((other) => matches(other, cap.facets, now()))
        if (held.length >= cap.max) return 'full'
      }
      put(record)
      return 'created'
    },
    read: (collection, id) => shelf(collection).get(id),
    commit(next, expectedRev, before) {
      const stored = shelf(next.collection).get(next.id)
      if (stored?.rev !== expectedRev) return 'stale'
      if (before !== undefined && now() >= before) return 'late'
      put(next)
      return 'won'
    },
    list(collection, { facets, limit, direction, after, now }) {
      const ordered = direction === 'ascending' ? sorted(collection) : sorted(collection).toReversed()
      const from = after ? ordered.findIndex((record) => record.id === after.id) + 1 : 0
      const found = ordered.slice(from).filter((record) => matches(record, facets, now))
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return found.length > limit && last ? { items, next: { sortKey: last.sortKey, id: last.id } } : { items }
    },
    remove(collection, id, expectedRev) {
      const before = shelf(collection).get(id)
      if (before?.rev !== expectedRev) return false
      shelf(collection).delete(id)
      onWrite({ before, after: undefined })
      return true
    },
    due: (collection, now, limit) =>
      [...shelf(collection).values()]
        .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
        .toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || compare(a.id, b.id))
        .slice(0, limit)
        .map(({ id }) => id),
    collections: () => [...collections].flatMap(([name, held]) => (held.size > 0 ? [name] : [])).toSorted(),
    all: (collection) => [...shelf(collection).values()],
  }
}

function matches(record: StoreRecord, filter: FacetFilter, now: number): boolean {
  const status = record.turn !== null && record.turn.at <= now ? record.turn.to : record.facets[0]
  return filter.every((wanted, n) => wanted === undefined || wanted === (n === 0 ? status : record.facets[n]))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
