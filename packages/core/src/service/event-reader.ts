// One reader's place in the ring, and what of it this reader may see. It holds no events of its own, so a reader that
// doesn't read costs nothing but its place.
import { authorize, type Principal } from '../domain/principal.ts'
import type { ApprovalEvent, EventRing } from './event-ring.ts'

export interface EventReader {
  /** The id that was given isn't known here: what happened since has to be listed. */
  readonly isReset: boolean
  /** The id of the place that has been read up to. */
  position(): string
  /** The next events that may be seen, at most 64; none where there are none yet. 'ended': closed, or fell behind. */
  take(): readonly ApprovalEvent[] | 'ended'
  /** Judges by this principal from now on. */
  become(principal: Principal): void
  /** Called when there is something to take. One at a time. */
  onReady(task: () => void): void
  close(): void
}

const mostAtOnce = 64

export function createEventReader(
  ring: EventRing,
  first: Principal,
  lastEventId: string | undefined,
  onClose: () => void,
): EventReader & { readonly heed: (event: ApprovalEvent) => void; readonly stir: () => void } {
  const known = lastEventId === undefined ? ring.end : ring.placeOf(lastEventId)
  let principal = first
  let place = known ?? ring.end
  let ready = () => {}
  let closed = false

  const isVisible = (event: ApprovalEvent) => authorize(principal, 'read', event).ok

  return {
    isReset: known === undefined,
    position: () => ring.idOf(place),
    take() {
      if (closed || !ring.isKnown(place)) return 'ended'
      const events: ApprovalEvent[] = []
      while (place < ring.end && events.length < mostAtOnce) {
        place += 1
        const event = ring.at(place)
        if (event && isVisible(event)) events.push(event)
      }
      return events
    },
    become(next) {
      principal = next
    },
    onReady(task) {
      ready = task
    },
    close() {
      if (closed) return
      closed = true
      onClose()
    },
    heed(event) {
      if (isVisible(event)) ready()
      // What it may not see must not make a reader that has read everything fall behind.
      else if (place === event.seq - 1) place = event.seq
    },
    stir: () => ready(),
  }
}
