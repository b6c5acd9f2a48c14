// So many of something in any window of time, by key. Taking and judging is one synchronous step: calls that arrive
// together can't all pass before the first is counted.

export interface SlidingLimit {
  /** Takes one. False: this key had its share within the window; nothing was taken. */
  take(key: string): boolean
  /** Returns the one taken last: it was not of the kind that counts. */
  giveBack(key: string): void
}

export interface SlidingLimitOptions {
  readonly limit: number
  readonly windowMs: number
  /** Beyond so many keys the one that was used longest ago is forgotten, so that a flood of keys can't fill the memory. */
  readonly maxKeys?: number
  /** A monotonic clock in ms. */
  readonly now?: () => number
}

export function createSlidingLimit(options: SlidingLimitOptions): SlidingLimit {
  const { limit, windowMs, maxKeys = 10_000, now = () => performance.now() } = options
  /** When each key's were taken, oldest first; the key used longest ago is first. */
  const table = new Map<string, number[]>()

  return {
    take(key) {
      const at = now()
      const times = table.get(key) ?? []
      while (times[0] !== undefined && times[0] <= at - windowMs) times.shift()
      const taken = times.length < limit
      if (taken) times.push(at)
      table.delete(key)
      const oldest = table.keys().next()
      if (table.size >= maxKeys && oldest.done !== true) table.delete(oldest.value)
      table.set(key, times)
      return taken
    },
    giveBack(key) {
      const times = table.get(key)
      times?.pop()
      if (times?.length === 0) table.delete(key)
    },
  }
}
