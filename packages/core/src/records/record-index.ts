// What a store that keeps its records in memory answers from: every collection by id, list order, facets and due time.
// It knows nothing of clocks or durability; whoever writes to it decides what is so.
import type { FacetFilter, ListQuery, Page, StoreRecord } from '../ports.ts'
import { checkLimit } from './check-record.ts'
import { copyRecord } from './copy-record.ts'
import { Shelf } from './shelf.ts'

export class RecordIndex {
  readonly #shelves = new Map<string, Shelf>()

  /** The record itself, not a copy: for judging only. */
  get(collection: string, id: string): StoreRecord | undefined {
    return this.#shelves.get(collection)?.get(id)
  }

  read(collection: string, id: string): StoreRecord | undefined {
    const record = this.get(collection, id)
    return record === undefined ? undefined : copyRecord(record)
  }

  /** Adds or replaces it. The record is kept as it is: hand in one that nobody else will change. */
  put(record: StoreRecord): void {
    const shelf = this.#shelfOf(record.collection)
    if (shelf.get(record.id) === undefined) shelf.add(record)
    else shelf.replace(record)
  }

  delete(collection: string, id: string): void {
    this.#shelves.get(collection)?.delete(id)
  }

  /** As putting each, but sorted once: for opening. The index must be empty. */
  fill(records: Iterable<StoreRecord>): void {
    for (const [collection, ofOne] of Map.groupBy(records, (record) => record.collection))
      this.#shelfOf(collection).fill(ofOne)
  }

  /** Those that have a record, ascending. */
  collections(): readonly string[] {
    return [...this.#shelves].flatMap(([name, shelf]) => (shelf.isEmpty ? [] : [name])).toSorted()
  }

  /** Every record of every collection, in no order that matters. */
  *records(): Generator<StoreRecord> {
    for (const shelf of this.#shelves.values()) yield* shelf.records()
  }

  /** Whether at least `max` records match. */
  holds(collection: string, filter: FacetFilter, now: number, max: number): boolean {
    return max <= 0 || this.#shelves.get(collection)?.holds(filter, now, max) === true
  }

  /** Throws `invalid_request` for a limit outside 1…100. */
  page(collection: string, { facets, limit, direction, after, now }: ListQuery): Page {
    checkLimit(limit, 100)
    const items: StoreRecord[] = []
    for (const record of this.#shelves.get(collection)?.walk(facets, now, direction === 'descending', after) ?? []) {
      const last = items.at(-1)
      if (items.length === limit && last !== undefined) return { items, next: { sortKey: last.sortKey, id: last.id } }
      items.push(copyRecord(record))
    }
    return { items }
  }

  /** Throws `invalid_request` for a limit that is no positive whole number. */
  due(collection: string, now: number, limit: number): readonly string[] {
    checkLimit(limit, Number.MAX_SAFE_INTEGER)
    return this.#shelves.get(collection)?.due(now, limit) ?? []
  }

  clear(): void {
    this.#shelves.clear()
  }

  #shelfOf(collection: string): Shelf {
    const shelf = this.#shelves.get(collection) ?? new Shelf()
    this.#shelves.set(collection, shelf)
    return shelf
  }
}
