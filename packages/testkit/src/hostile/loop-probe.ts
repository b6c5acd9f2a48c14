// How long the event loop stood still, as the process that serves sees it.
import { monitorEventLoopDelay } from 'node:perf_hooks'

export interface LoopProbe {
  /** The longest block since it was asked last, in ms. */
  worstMs(): number
  stop(): void
}

/** A process beside others is also kept waiting by them: a reading counts only if it comes again. */
export function startLoopProbe(): LoopProbe {
  const resolution = 2
  const delay = monitorEventLoopDelay({ resolution })
  delay.enable()
  return {
    worstMs() {
      const worst = delay.max / 1e6 - resolution
      delay.reset()
      return Math.max(0, worst)
    },
    stop: () => void delay.disable(),
  }
}
