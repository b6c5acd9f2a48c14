// "Did you mean …?": the known word that a mistyped one is closest to.

/** Undefined when none is close: more than a third of the letters, and more than one, would have to change. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.ceil(candidate.length / 3)))
    .toSorted((one, other) => one.distance - other.distance)
  return best?.candidate
}

function editDistance(from: string, to: string): number {
  // A word far longer than any command is close to none; the table must not grow with it.
  if (from.length > 64) return from.length
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, letter] of from.split('').entries()) {
    const next = [i + 1]
    for (let j = 0; j < to.length; j += 1) {
      const swap = (row[j] ?? 0) + (letter === to[j] ? 0 : 1)
      next.push(Math.min(swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
