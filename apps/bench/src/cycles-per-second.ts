// How often callers that each go round and round get round in a second.

export async function cyclesPerSecond(cycle: () => Promise<void>, callers: number, forMs: number): Promise<number> {
  const startedAt = performance.now()
  let done = 0
  const caller = async () => {
    while (performance.now() - startedAt < forMs) {
      await cycle()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return (done / (performance.now() - startedAt)) * 1_000
}

/** `share` from 0 to 1: 0.5 is the median. Of no figures, `NaN`. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (figures: readonly number[]): number => quantile(figures, 0.5)
