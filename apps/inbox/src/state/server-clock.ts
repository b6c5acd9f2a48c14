// The server's clock as far as its answers' `Date` headers tell it. What expires is judged there, so what is shown
// counts by that clock and not by the one of a phone that may be wrong by hours.

const kept = 20

export interface ServerClock {
  /** Takes an answer's `Date` header, received when the local clock said `receivedAt` (epoch ms). */
  heard(date: string | null, receivedAt: number): void
  /** Epoch ms. */
  now(): number
}

export function createServerClock(localNow: () => number = Date.now): ServerClock {
  const offsets: number[] = []
  let offset = 0
  return {
    heard(date, receivedAt) {
      const at = date === null ? Number.NaN : Date.parse(date)
      if (Number.isNaN(at)) return
      offsets.push(at - receivedAt)
      if (offsets.length > kept) offsets.shift()
      // The header is cut to the second and has travelled, so each one lags behind the truth: the largest lags least.
      offset = Math.max(...offsets)
    },
    now: () => localNow() + offset,
  }
}

export const serverClock = createServerClock()
