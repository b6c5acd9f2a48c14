// Who was told to come back for a call later, best first. It knows neither calls nor limits.

/** Lower comes first: by priority, then by expiry. */
export interface Rank {
  readonly id: string
  readonly priority: number
  /** Epoch ms. */
  readonly expiresAt: number
}

export interface WaitingList {
  join(rank: Rank, backAt: number): void
  leave(id: string): void
  /** How many of those that wait are better than this one. */
  ahead(rank: Rank, now: number): number
  prune(now: number): void
  size(): number
}

/** Who isn't back so long after the time it was told was decided elsewhere, or died with its process. */
export const lateMs = 60_000

export function createWaitingList(): WaitingList {
  const waiting = new Map<string, { readonly rank: Rank; readonly backAt: number }>()

  const prune = (now: number) => {
    for (const [id, { rank, backAt }] of waiting)
      if (rank.expiresAt <= now || backAt + lateMs <= now) waiting.delete(id)
  }

  return {
    join: (rank, backAt) => void waiting.set(rank.id, { rank, backAt }),
    leave: (id) => void waiting.delete(id),
    ahead(rank, now) {
      prune(now)
      let better = 0
      for (const other of waiting.values()) if (isBetter(other.rank, rank)) better += 1
      return better
    },
    prune,
    size: () => waiting.size,
  }
}

function isBetter(a: Rank, b: Rank): boolean {
  if (a.id === b.id) return false
  if (a.priority !== b.priority) return a.priority < b.priority
  return a.expiresAt !== b.expiresAt ? a.expiresAt < b.expiresAt : a.id < b.id
}
