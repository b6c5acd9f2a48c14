// Chance from a seed: the same seed gives the same numbers, on every machine.
export interface Random {
  /** 0 ≤ n < 1. */
  next(): number
  /** A whole number, 0 ≤ n < `below`. */
  int(below: number): number
  /** A whole number, both ends included. */
  between(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** 128 bits as lower-case hex. */
  hex(): string
}

/** sfc32 (Chris Doty-Humphrey's small fast counter), mixed before use so that neighbouring seeds differ at once. */
export function createRandom(seed: number): Random {
  let a = seed | 0
  let b = (seed / 2 ** 32) | 0
  let c = 0x9e3779b9 | 0
  let counter = 1

  const bits = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let n = 0; n < 15; n++) bits()

  const next = () => bits() / 2 ** 32
  const int = (below: number) => Math.floor(next() * below)
  return {
    next,
    int,
    between: (min, max) => min + int(max - min + 1),
    chance: (probability) => next() < probability,
    pick(items) {
      if (items.length === 0) throw new RangeError('simulation: nothing to pick from')
      return items[int(items.length)] as (typeof items)[number]
    },
    hex: () => Array.from({ length: 4 }, () => bits().toString(16).padStart(8, '0')).join(''),
  }
}
