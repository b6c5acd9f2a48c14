// How many calls may be kept waiting at a time.

export interface Holds {
  /** The function that ends the hold, or undefined where none is left. */
  take(): (() => void) | undefined
}

export function createHolds(max: number): Holds {
  let taken = 0
  return {
    take() {
      if (taken >= max) return undefined
      taken += 1
      return () => void (taken -= 1)
    },
  }
}
