// What changed lately, as hints for many readers: one subscription to Wake, one read of the store for each change, one
// bounded ring that all readers share. A reader is a place in the ring; who falls behind it, or was never in it, lists.
import { ok, refuse, type Result } from '../domain/errors.ts'
import type { Principal } from '../domain/principal.ts'
import type { Ids, Log, Store, Wake } from '../ports.ts'
import { createChangeReader } from './change-reader.ts'
import { createEventRing, type ApprovalEvent } from './event-ring.ts'
import { createEventReader, type EventReader } from './event-reader.ts'

export interface EventsOptions {
  readonly store: Store
  readonly wake: Wake
  readonly ids: Ids
  readonly log: Log
  /** How many events are kept for those who come back; 4,096 by default. */
  readonly keep?: number
  /** How many readers there may be at once; 5,000 by default. */
  readonly maxReaders?: number
  /** Monotonic ms; the platform's by default. */
  readonly now?: () => number
}

export interface Events {
  /**
   * Reads on after `lastEventId`; from now on, with `isReset`, where that isn't in the ring. Refuses with `unavailable`
   * when there are too many readers, or once closed.
   */
  open(principal: Principal, lastEventId?: string): Result<EventReader>
  /** By which a reader of this event comes back: `<node>:<n>`. */
  idOf(event: ApprovalEvent): string
  /** Ends every reader, for good. */
  close(): void
}

/** So long after the last reader has left, changes are still read: a page that reloads, a proxy that cuts. */
const lingerMs = 60_000

export function createEvents(options: EventsOptions): Events {
  const { store, wake, ids, log, keep = 4_096, maxReaders = 5_000, now = () => performance.now() } = options
  const ring = createEventRing(ids.random().slice(0, 16), keep)
  const readers = new Set<EventReader & { readonly heed: (event: ApprovalEvent) => void; readonly stir: () => void }>()
  let leftAt = -Infinity
  let closed = false

  const stirAll = () => {
    for (const reader of readers) reader.stir()
  }
  const lost = () => {
    ring.forget()
    stirAll()
  }
  const changes = createChangeReader({
    store,
    log,
    publish(change) {
      const event = ring.add(change)
      for (const reader of readers) reader.heed(event)
    },
    lost,
  })
  const unsubscribe = wake.subscribe((id) => {
    if (readers.size > 0 || now() - leftAt < lingerMs) changes.look(id)
    // Nobody reads along: whoever comes back must not believe that nothing happened.
    else ring.forget()
  }, lost)

  return {
    open(principal, lastEventId) {
      if (closed) return refuse('unavailable', 'The gateway is stopping.')
      if (readers.size >= maxReaders)
        return refuse('unavailable', `There are ${maxReaders} open event streams already.`)
      const reader = createEventReader(ring, principal, lastEventId, () => {
        readers.delete(reader)
        leftAt = now()
      })
      readers.add(reader)
      return ok(reader)
    },
    idOf: ({ seq }) => ring.idOf(seq),
    close() {
      closed = true
      unsubscribe()
      for (const reader of readers) {
        reader.close()
        reader.stir()
      }
    },
  }
}
