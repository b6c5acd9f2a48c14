// Time that moves only when a test says so: the `Clock` port and a `now()` to hand to a store, on one timeline.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '@holdpoint/core'

export interface FakeClock extends Clock {
  /** Epoch ms. Needs no `this`, so it can be handed on: `createMemoryStore({ now: clock.now })`. */
  readonly now: () => number
  /** How many timers are waiting. */
  readonly pending: number
  /**
   * Moves time on by `ms` (≥ 0), running each timer that falls due at its own time, equal times in the order they were
   * set, timers set on the way included. Between timers and at the end, promises and short I/O get turns to settle.
   */
  advance(ms: number): Promise<void>
}

export interface FakeClockOptions {
  /** Epoch ms; 2026-01-01T00:00:00Z if absent. */
  readonly startAt?: number
}

interface Timer {
  readonly at: number
  readonly task: () => void
}

// A store that groups its commits answers some turns of the event loop later; this many have been enough for a
// command that passes several of them.
const settlingTurns = 10

async function settle(): Promise<void> {
  for (let turn = 0; turn < settlingTurns; turn += 1) await nextTurn()
}

function refuseUnlessDelay(name: string, value: number): void {
  if (!(value >= 0)) throw new RangeError(`fake clock: ${name} must be 0 or more milliseconds, not ${value}`)
}

export function createFakeClock(options: FakeClockOptions = {}): FakeClock {
  const timers = new Set<Timer>()
  let current = options.startAt ?? Date.UTC(2026, 0, 1)

  // A Set keeps the order of setting, and `<` keeps the first of equals.
  const nextBy = (end: number): Timer | undefined => {
    let next: Timer | undefined
    for (const timer of timers) if (timer.at <= end && (next === undefined || timer.at < next.at)) next = timer
    return next
  }

  return {
    now: () => current,
    get pending() {
      return timers.size
    },
    after(delayMs, task) {
      refuseUnlessDelay('delayMs', delayMs)
      const timer = { at: current + delayMs, task }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async advance(ms) {
      refuseUnlessDelay('ms', ms)
      const end = current + ms
      await settle()
      for (let timer = nextBy(end); timer !== undefined; timer = nextBy(end)) {
        timers.delete(timer)
        current = Math.max(current, timer.at)
        timer.task()
        await settle()
      }
      current = Math.max(current, end)
      await settle()
    },
  }
}
