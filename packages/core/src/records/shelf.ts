// One collection: its records by id, and the indexes that answer lists, caps and `due`.
import type { Cursor, FacetFilter, StoreRecord } from '../ports.ts'
import { OrderedIndex, type Entry } from './ordered-index.ts'

type Place = 0 | 1 | 2 | 3
// The combinations of facets that have buckets of their own: each alone, and status with loop and with requester, so
// that pending ones are found among any number of ended ones, and counted without looking at each.
const indexedPlaces: readonly (readonly Place[])[] = [[], [0], [1], [2], [3], [0, 1], [0, 1, 3]]
const places: readonly Place[] = [0, 1, 2, 3]

// No text here holds a NUL (see check-record.ts), so this joins without ambiguity.
const bucketName = (places: readonly Place[], facets: readonly (string | undefined)[]) =>
  places.map((place) => facets[place]).join('\0')

/** The first facet as of `now`. */
function statusAt(record: StoreRecord, now: number): string {
  return record.turn !== null && record.turn.at <= now ? record.turn.to : record.facets[0]
}

function matches(record: StoreRecord, filter: FacetFilter, status: string): boolean {
  const { facets } = record
  return (
    (filter[0] === undefined || filter[0] === status) &&
    (filter[1] === undefined || filter[1] === facets[1]) &&
    (filter[2] === undefined || filter[2] === facets[2]) &&
    (filter[3] === undefined || filter[3] === facets[3])
  )
}

/** Whether the filter shows the record, as of `now`. */
export function isShown(record: StoreRecord, filter: FacetFilter, now: number): boolean {
  return matches(record, filter, statusAt(record, now))
}

function isBefore(a: StoreRecord, b: Cursor): boolean {
  return a.sortKey === b.sortKey ? a.id < b.id : a.sortKey < b.sortKey
}

export class Shelf {
  readonly #entries = new Map<string, Entry>()
  readonly #byFacets = indexedPlaces.map((places) => ({
    places,
    name: places.join(),
    index: new OrderedIndex({
      bucketOf: (record) => bucketName(places, record.facets),
      orderOf: (record) => record.sortKey,
    }),
  }))
  readonly #due = new OrderedIndex({
    bucketOf: (record) => (record.dueAt === null ? undefined : ''),
    orderOf: (record) => record.dueAt ?? 0,
  })
  readonly #turns = new OrderedIndex({
    bucketOf: (record) => (record.turn === null ? undefined : ''),
    orderOf: (record) => record.turn?.at ?? 0,
  })
  readonly #indexes = [...this.#byFacets.map(({ index }) => index), this.#due, this.#turns]

  get isEmpty(): boolean {
    return this.#entries.size === 0
  }

  get(id: string): StoreRecord | undefined {
    return this.#entries.get(id)?.record
  }

  /** Every record, in no order that matters. */
  *records(): Generator<StoreRecord> {
    for (const { record } of this.#entries.values()) yield record
  }

  /** As adding each, but in one go; none of them may be there yet. */
  fill(records: Iterable<StoreRecord>): void {
    for (const record of records) this.#entries.set(record.id, { record })
    for (const index of this.#indexes) index.fill(this.#entries.values())
  }

  add(record: StoreRecord): void {
    const entry = { record }
    this.#entries.set(record.id, entry)
    for (const index of this.#indexes) index.insert(entry)
  }

  replace(next: StoreRecord): void {
    const entry = this.#entries.get(next.id)
    if (entry === undefined) return
    const moved = this.#indexes.filter((index) => index.moves(entry.record, next))
    for (const index of moved) index.remove(entry)
    entry.record = next
    for (const index of moved) index.insert(entry)
  }

  delete(id: string): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    for (const index of this.#indexes) index.remove(entry)
    this.#entries.delete(id)
  }

  due(now: number, limit: number): readonly string[] {
    const bucket = this.#due.bucket('')
    const end = Math.min(limit, this.#due.firstAtOrAfter(bucket, now + 1))
    return bucket.slice(0, end).map((entry) => entry.record.id)
  }

  /** Matching records in the order of lists, from after the cursor on. Nothing may be written while it is walked. */
  *walk(filter: FacetFilter, now: number, descending: boolean, after?: Cursor): Generator<StoreRecord> {
    const { index, bucket } = this.#smallestBucket(filter)
    const extra = this.#turnedTo(filter[0], now)
    const step = descending ? -1 : 1
    const isNext = (a: StoreRecord, b: StoreRecord) => isBefore(a, b) !== descending
    let at = startOf(index, bucket, descending, after)
    let extraAt = startOf(index, extra, descending, after)
    for (;;) {
      const own = bucket[at]?.record
      const turned = extra[extraAt]?.record
      const takeOwn = own !== undefined && (turned === undefined || isNext(own, turned))
      const record = takeOwn ? own : turned
      if (record === undefined) return
      if (takeOwn) at += step
      else extraAt += step
      if (isShown(record, filter, now)) yield record
    }
  }

  /** Whether at least `max` records match. */
  holds(filter: FacetFilter, now: number, max: number): boolean {
    if (max <= 0) return true
    const asked = places.filter((place) => filter[place] !== undefined).join()
    const exact = this.#byFacets.find(({ name }) => name === asked)
    if (exact !== undefined) {
      let held = exact.index.bucket(bucketName(exact.places, filter)).length
      for (const { record } of this.#overdue(now)) {
        held += Number(isShown(record, filter, now)) - Number(matches(record, filter, record.facets[0]))
      }
      return held >= max
    }
    let room = max
    for (const _ of this.walk(filter, now, false)) if ((room -= 1) <= 0) return true
    return false
  }

  #smallestBucket(filter: FacetFilter): { index: OrderedIndex; bucket: readonly Entry[] } {
    const usable = this.#byFacets.filter(({ places }) => places.every((place) => filter[place] !== undefined))
    return usable
      .map(({ places, index }) => ({ index, bucket: index.bucket(bucketName(places, filter)) }))
      .reduce((best, next) => (next.bucket.length <= best.bucket.length ? next : best))
  }

  #overdue(now: number): readonly Entry[] {
    const bucket = this.#turns.bucket('')
    return bucket.slice(0, this.#turns.firstAtOrAfter(bucket, now + 1))
  }

  /** Overdue ones that count under `status` but are stored under another, in the order of lists. */
  #turnedTo(status: string | undefined, now: number): readonly Entry[] {
    if (status === undefined) return []
    return this.#overdue(now)
      .filter(({ record }) => record.turn?.to === status && record.facets[0] !== status)
      .toSorted((a, b) => (isBefore(a.record, b.record) ? -1 : 1))
  }
}

function startOf(index: OrderedIndex, bucket: readonly Entry[], descending: boolean, after?: Cursor): number {
  if (after === undefined) return descending ? bucket.length - 1 : 0
  const at = index.firstAtOrAfter(bucket, after.sortKey, after.id)
  if (descending) return at - 1
  const found = bucket[at]?.record
  return found !== undefined && found.id === after.id && found.sortKey === after.sortKey ? at + 1 : at
}
