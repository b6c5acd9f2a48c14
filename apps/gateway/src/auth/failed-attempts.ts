// Counts failed authentication per client address. Only failures are counted and only failures are turned away, so
// nobody with a valid credential suffers for others'.
import { canonicalAddress } from './canonical-address.ts'
import { createSlidingLimit, type SlidingLimitOptions } from './sliding-limit.ts'

export interface FailedAttempts {
  /** Counts one failure. False: this address had its share within the window, and this one must answer 429. */
  count(address: string | undefined): boolean
}

/** 300 a minute for each address where nothing else is said. */
export function createFailedAttempts(options: Partial<SlidingLimitOptions> = {}): FailedAttempts {
  const failures = createSlidingLimit({ limit: 300, windowMs: 60_000, ...options })
  return { count: (address) => failures.take(canonicalAddress(address)) }
}
