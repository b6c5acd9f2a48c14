import type { Clock } from '../ports.ts'

// A delay of 2³¹ ms or more makes setTimeout fire at once: longer ones are slept in pieces.
const longestMs = 2 ** 31 - 1

/** The platform's timers, safe for delays of any length. A delay that is no number counts as none. */
export const createClock = (): Clock => ({
  after(delayMs, task) {
    let left = Number.isNaN(delayMs) ? 0 : Math.max(0, delayMs)
    let timer: ReturnType<typeof setTimeout>
    const sleep = () => {
      const nap = Math.min(left, longestMs)
      left -= nap
      timer = setTimeout(left > 0 ? sleep : task, nap)
    }
    sleep()
    return () => clearTimeout(timer)
  },
})
