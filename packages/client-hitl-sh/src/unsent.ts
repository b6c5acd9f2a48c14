// Remembers which questions have never been sent, because there was no call left for them: then nothing needs to be
// looked for there before the next try. Forgetting only costs that look.

export interface Unsent {
  /** This attempt, and with it all before it, sent nothing. */
  note(effectId: string, attempt: number): void
  /** Whether nothing was sent before this attempt, as far as this process knows. */
  isFirst(effectId: string, attempt: number): boolean
}

const maxKept = 10_000

export function createUnsent(): Unsent {
  const attempts = new Map<string, number>()
  const isFirst = (effectId: string, attempt: number) => attempt === 1 || attempts.get(effectId) === attempt - 1
  return {
    isFirst,
    note(effectId, attempt) {
      if (!isFirst(effectId, attempt)) return
      attempts.delete(effectId)
      attempts.set(effectId, attempt)
      const [oldest] = attempts.keys()
      if (attempts.size > maxKept && oldest !== undefined) attempts.delete(oldest)
    },
  }
}
