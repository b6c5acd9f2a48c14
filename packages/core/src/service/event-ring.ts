// The last events of this node, in order. It knows nothing of who may see them.
import type { Approval } from '../domain/approval.ts'

/** What happened to which approval. `loop` and `requester` say who may hear of it. */
export interface Change extends Pick<Approval, 'id' | 'loop' | 'requester' | 'version'> {
  /** `approval.requested`, `approval.changed`, or `approval.<status>`. */
  readonly type: string
}

export interface ApprovalEvent extends Change {
  /** Counts this node's events; with the node's name it is the event's id on the wire. */
  readonly seq: number
}

export interface EventRing {
  add(change: Change): ApprovalEvent
  /** Something happened that isn't in here: nobody can go on from an earlier place. */
  forget(): void
  /** The place after the newest event. */
  readonly end: number
  /** `undefined` where it was overwritten, forgotten, or is still to come. */
  at(seq: number): ApprovalEvent | undefined
  /** Whether nothing was lost between that place and the end. */
  isKnown(seq: number): boolean
  /** The id by which one who has read up to `seq` comes back: `<node>:<n>`. */
  idOf(seq: number): string
  /** The place that such an id names; undefined for another node's, or one that isn't known. */
  placeOf(id: string): number | undefined
}

export function createEventRing(node: string, keep: number): EventRing {
  const slots: (ApprovalEvent | undefined)[] = Array.from({ length: keep })
  // Places count the events before them: an event has the seq of the place after it.
  let end = 0
  let floor = 0

  const isKnown = (seq: number) => seq >= floor && seq <= end
  return {
    get end() {
      return end
    },
    add(change) {
      end += 1
      floor = Math.max(floor, end - keep)
      const event = { ...change, seq: end }
      slots[end % keep] = event
      return event
    },
    forget() {
      end += 1
      floor = end
      slots.fill(undefined)
    },
    at(seq) {
      const event = slots[seq % keep]
      return event?.seq === seq ? event : undefined
    },
    isKnown,
    idOf: (seq) => `${node}:${seq}`,
    placeOf(id) {
      const [, name, digits] = /^([0-9a-z]+):(\d{1,15})$/.exec(id) ?? []
      const seq = Number(digits)
      return name === node && isKnown(seq) ? seq : undefined
    },
  }
}
