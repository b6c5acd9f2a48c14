// The one thread of time: events in a queue, in an order that the seed chooses among simultaneous ones. Between two
// events all promises settle, so a run is a function of its seed.
import { createRandom, type Random } from './random.ts'

export interface World {
  readonly random: Random
  /** Epoch ms: the true time, which is also the store's clock. */
  now(): number
  /** How many events have been. The line on which "before" and "after" are judged. */
  step(): number
  /** Between the last step before `at` (epoch ms) and the first one from then on; infinite if that never came. */
  stepAt(at: number): number
  /** Runs `task` once `delayMs` (≥ 0) from now; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void
  sleep(delayMs: number): Promise<void>
  /** A task of its own. What it throws ends the run as a failure of the simulation itself. */
  spawn(task: () => Promise<void>): void
  /** Until `isOver` says so after an event, no event is left, or `limitAt` (epoch ms) is passed. */
  run(isOver: () => boolean, limitAt: number): Promise<void>
}

interface Event {
  readonly at: number
  /** Drawn from the seed: orders simultaneous events. */
  readonly order: number
  task: (() => void) | undefined
}

const startAt = Date.UTC(2026, 0, 1)

export function createWorld(seed: number): World {
  const random = createRandom(seed)
  const queue: Event[] = []
  const timeOfStep: number[] = []
  let now = startAt
  let failure: unknown

  const after = (delayMs: number, task: () => void) => {
    const event: Event = { at: now + Math.max(0, Math.ceil(delayMs)), order: random.next(), task }
    push(queue, event)
    return () => void (event.task = undefined)
  }

  return {
    random,
    now: () => now,
    step: () => timeOfStep.length,
    stepAt(at) {
      let low = 0
      let high = timeOfStep.length
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((timeOfStep[middle] ?? 0) < at) low = middle + 1
        else high = middle
      }
      return low === timeOfStep.length ? Infinity : low + 0.5
    },
    after,
    sleep: (delayMs) => new Promise((resolve) => void after(delayMs, resolve)),
    spawn(task) {
      after(0, () => void task().catch((error: unknown) => (failure ??= error)))
    },
    async run(isOver, limitAt) {
      for (let event = pop(queue); event !== undefined; event = pop(queue)) {
        if (event.task === undefined) continue
        if (event.at > limitAt) return
        now = event.at
        timeOfStep.push(now)
        event.task()
        // All microtasks run before this comes back: nothing here waits for anything real.
        await new Promise(setImmediate)
        if (failure !== undefined) throw failure
        if (isOver()) return
      }
    },
  }
}

const isBefore = (a: Event, b: Event) => a.at < b.at || (a.at === b.at && a.order < b.order)

function push(heap: Event[], event: Event): void {
  let at = heap.length
  heap.push(event)
  while (at > 0) {
    const parent = (at - 1) >>> 1
    const above = heap[parent] as Event
    if (!isBefore(event, above)) break
    heap[at] = above
    at = parent
  }
  heap[at] = event
}

function pop(heap: Event[]): Event | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (last === undefined || first === undefined || heap.length === 0) return first
  let at = 0
  for (;;) {
    const left = 2 * at + 1
    if (left >= heap.length) break
    const right = left + 1
    const child = right < heap.length && isBefore(heap[right] as Event, heap[left] as Event) ? right : left
    if (!isBefore(heap[child] as Event, last)) break
    heap[at] = heap[child] as Event
    at = child
  }
  heap[at] = last
  return first
}
