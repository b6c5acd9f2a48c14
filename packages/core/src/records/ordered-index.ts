// Records of one collection by bucket and order: binary search to find a place, so that no call sorts them all.
import type { StoreRecord } from '../ports.ts'

/** Holds the current form of a record; the indexes point here, so an unmoved record costs a commit nothing. */
export interface Entry {
  record: StoreRecord
}

export interface IndexRule {
  /** The bucket that holds the record, or undefined if this index leaves it out. */
  readonly bucketOf: (record: StoreRecord) => string | undefined
  /** Orders a bucket; equal ones are ordered by id. */
  readonly orderOf: (record: StoreRecord) => string | number
}

const none: readonly Entry[] = []

export class OrderedIndex {
  readonly #rule: IndexRule
  readonly #buckets = new Map<string, Entry[]>()

  constructor(rule: IndexRule) {
    this.#rule = rule
  }

  bucket(name: string): readonly Entry[] {
    return this.#buckets.get(name) ?? none
  }

  /** Whether replacing one form by the other changes its place. */
  moves(from: StoreRecord, to: StoreRecord): boolean {
    const { bucketOf, orderOf } = this.#rule
    return bucketOf(from) !== bucketOf(to) || orderOf(from) !== orderOf(to)
  }

  insert(entry: Entry): void {
    const name = this.#rule.bucketOf(entry.record)
    if (name === undefined) return
    const bucket = this.#buckets.get(name)
    if (bucket === undefined) this.#buckets.set(name, [entry])
    else bucket.splice(this.firstAtOrAfter(bucket, this.#rule.orderOf(entry.record), entry.record.id), 0, entry)
  }

  /** As inserting each, but sorts once. */
  fill(entries: Iterable<Entry>): void {
    for (const entry of entries) {
      const name = this.#rule.bucketOf(entry.record)
      if (name === undefined) continue
      const bucket = this.#buckets.get(name)
      if (bucket === undefined) this.#buckets.set(name, [entry])
      else bucket.push(entry)
    }
    for (const bucket of this.#buckets.values())
      bucket.sort((a, b) => (this.#isBefore(a.record, this.#rule.orderOf(b.record), b.record.id) ? -1 : 1))
  }

  remove(entry: Entry): void {
    const name = this.#rule.bucketOf(entry.record)
    const bucket = name === undefined ? undefined : this.#buckets.get(name)
    if (name === undefined || bucket === undefined) return
    bucket.splice(this.firstAtOrAfter(bucket, this.#rule.orderOf(entry.record), entry.record.id), 1)
    if (bucket.length === 0) this.#buckets.delete(name)
  }

  /** The first position whose order and id are not before the given ones; without an id, whose order is not. */
  firstAtOrAfter(bucket: readonly Entry[], order: string | number, id = ''): number {
    let low = 0
    let high = bucket.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const entry = bucket[middle]
      if (entry !== undefined && this.#isBefore(entry.record, order, id)) low = middle + 1
      else high = middle
    }
    return low
  }

  #isBefore(record: StoreRecord, order: string | number, id: string): boolean {
    const own = this.#rule.orderOf(record)
    return own === order ? record.id < id : own < order
  }
}
