// One group of writes, judged one after the other: each against what is durable and what the group appends before it.
import { isShown, type Cap, type RecordIndex, type StoreRecord } from '@holdpoint/core/store'
import type { Change } from './entry.ts'
import { toLine } from './line.ts'

interface Changed {
  readonly collection: string
  readonly id: string
  /** Undefined when it is removed. */
  readonly record: StoreRecord | undefined
}

const keyOf = (collection: string, id: string) => `${collection}\0${id}`

export class Draft {
  readonly lines: string[] = []
  readonly #index: RecordIndex
  readonly #now: () => number
  readonly #changed = new Map<string, Changed>()

  constructor(index: RecordIndex, now: () => number) {
    this.#index = index
    this.#now = now
  }

  create(record: StoreRecord, cap?: Cap): 'created' | 'exists' | 'full' {
    const { collection, id } = record
    if (this.#get(collection, id) !== undefined) return 'exists'
    if (cap !== undefined && this.#isFull(collection, cap)) return 'full'
    this.#append({ put: record }, { collection, id, record })
    return 'created'
  }

  commit(record: StoreRecord, expectedRev: number, before?: number): 'won' | 'stale' | 'late' {
    const { collection, id } = record
    if (this.#get(collection, id)?.rev !== expectedRev) return 'stale'
    if (before !== undefined && this.#now() >= before) return 'late'
    this.#append({ put: record }, { collection, id, record })
    return 'won'
  }

  remove(collection: string, id: string, expectedRev: number): boolean {
    if (this.#get(collection, id)?.rev !== expectedRev) return false
    this.#append({ remove: { collection, id, rev: expectedRev } }, { collection, id, record: undefined })
    return true
  }

  /** Shows the group to readers; called once it is durable. */
  apply(): void {
    for (const { collection, id, record } of this.#changed.values()) {
      if (record === undefined) this.#index.delete(collection, id)
      else this.#index.put(record)
    }
  }

  #get(collection: string, id: string): StoreRecord | undefined {
    const changed = this.#changed.get(keyOf(collection, id))
    return changed === undefined ? this.#index.get(collection, id) : changed.record
  }

  #append(change: Change, changed: Changed): void {
    this.lines.push(toLine(change))
    this.#changed.set(keyOf(changed.collection, changed.id), changed)
  }

  #isFull(collection: string, { facets, max }: Cap): boolean {
    const now = this.#now()
    const counts = (record: StoreRecord | undefined) => record !== undefined && isShown(record, facets, now)
    let room = max
    for (const { collection: of, id, record } of this.#changed.values())
      if (of === collection) room += Number(counts(this.#index.get(of, id))) - Number(counts(record))
    return this.#index.holds(collection, facets, now, room)
  }
}
