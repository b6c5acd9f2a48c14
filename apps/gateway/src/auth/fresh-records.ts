// Records that decide about access, trusted for a moment without reading them again. It knows neither keys nor sessions,
// only that revoking them has to act within 5 s on every node and on open streams.
import type { Store, StoreRecord } from '@holdpoint/core'

/**
 * How long a record is trusted. An open stream asks again every few seconds: this and its interval together stay
 * within the 5 s.
 */
const freshMs = 1_000
const maxCached = 10_000

export interface FreshRecords<T> {
  /** At most a second old. Undefined where there is none. Rejects where the store doesn't answer. */
  read(id: string): Promise<T | undefined>
  /** As `read`, but undefined too once its `expiresAt` has come, by the store's clock. */
  live(id: string): Promise<T | undefined>
  /** Reads it anew next time: this node has just changed it. */
  forget(id: string): void
}

interface Entry<T> {
  readonly value: T
  /** On this process's clock, as `endsAt`. */
  readonly staleAt: number
  endsAt?: number
}

export interface FreshRecordsOptions<T> {
  readonly store: Store
  readonly collection: string
  /** Undefined or a throw: a form this version doesn't know, which opens nothing. */
  readonly parse: (record: StoreRecord) => T | undefined
  /** This process's monotonic clock in ms; expiry is judged by the store's. */
  readonly now?: () => number
}

export function createFreshRecords<T extends { readonly expiresAt?: number | undefined }>(
  options: FreshRecordsOptions<T>,
): FreshRecords<T> {
  const { store, collection, parse, now = () => performance.now() } = options
  // Only ids that have a record: nobody who lacks a credential can fill it.
  const cache = new Map<string, Entry<T>>()

  async function lookUp(id: string): Promise<Entry<T> | undefined> {
    const askedAt = now()
    const cached = cache.get(id)
    if (cached !== undefined && askedAt < cached.staleAt) return cached
    cache.delete(id)
    const record = await store.read(collection, id)
    const value = record === undefined ? undefined : parse(record)
    if (value === undefined) return undefined
    const entry: Entry<T> = { value, staleAt: askedAt + freshMs }
    const oldest = cache.keys().next()
    if (cache.size >= maxCached && oldest.done !== true) cache.delete(oldest.value)
    cache.set(id, entry)
    return entry
  }

  /** Asks the store's clock once an entry and counts on from there, so that clock steps here change nothing. */
  async function hasEnded(entry: Entry<T>): Promise<boolean> {
    const { expiresAt } = entry.value
    if (expiresAt === undefined) return false
    if (entry.endsAt === undefined) {
      const askedAt = now()
      entry.endsAt = askedAt + (expiresAt - (await store.now()))
    }
    return now() >= entry.endsAt
  }

  return {
    read: async (id) => (await lookUp(id))?.value,
    async live(id) {
      const entry = await lookUp(id)
      return entry === undefined || (await hasEnded(entry)) ? undefined : entry.value
    },
    forget: (id) => void cache.delete(id),
  }
}
