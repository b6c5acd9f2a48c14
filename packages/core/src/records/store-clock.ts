// The store's clock: the wall clock read once, at opening, plus monotonic time since, so that a step of the wall clock
// while we run changes nothing; and never below what was judged by before.

export interface StoreClock {
  /** Whole epoch ms, never less than it said before. */
  now(): number
  /** Continues from `at` if it is behind: another process, or an earlier run, has judged by that time. */
  raise(at: number): void
}

export function createStoreClock(source: () => number = wallClockAtStart()): StoreClock {
  let last = Number.NEGATIVE_INFINITY
  let aheadMs = 0
  const read = () => Math.floor(source()) + aheadMs
  return {
    now: () => (last = Math.max(last, read())),
    raise(at) {
      // Moves the clock rather than only its floor: a clock that stood still until the wall caught up would expire
      // nothing for as long.
      aheadMs += Math.max(0, at - read())
    },
  }
}

function wallClockAtStart(): () => number {
  const offset = Date.now() - performance.now()
  return () => offset + performance.now()
}
