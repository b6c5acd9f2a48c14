// Counts failed authentication per client address. Only failures are counted and only failures are turned away, so
// nobody with a valid credential suffers for others'.
import { canonicalAddress } from './canonical-address.ts'

export interface FailedAttempts {
  /** Counts one failure. False: this address had its share within the window, and this one must answer 429. */
  count(address: string | undefined): boolean
}

/** `now` is a monotonic clock in ms. In any window of `windowMs` at most `limit` failures of an address are counted. */
export function createFailedAttempts(
  options: {
    readonly limit?: number
    readonly windowMs?: number
    readonly maxAddresses?: number
    readonly now?: () => number
  } = {},
): FailedAttempts {
  const { limit = 300, windowMs = 60_000, maxAddresses = 10_000, now = () => performance.now() } = options
  /** The times of each address's failures, oldest first; the address that failed longest ago is first. */
  const table = new Map<string, number[]>()

  return {
    count(address) {
      const key = canonicalAddress(address)
      const at = now()
      const times = table.get(key) ?? []
      while (times[0] !== undefined && times[0] <= at - windowMs) times.shift()
      const counted = times.length < limit
      if (counted) times.push(at)
      table.delete(key)
      const oldest = table.keys().next()
      if (table.size >= maxAddresses && oldest.done !== true) table.delete(oldest.value)
      table.set(key, times)
      return counted
    },
  }
}
