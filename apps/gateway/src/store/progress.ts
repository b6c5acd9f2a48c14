// Tells how far a long walk over a store has come, now and then.
export type Progress = (records: number) => void

const stepMs = 2_000

/** Speaks at most every two seconds. */
export function createProgress(say: (sentence: string) => void, doing: string): Progress {
  let saidAt = performance.now()
  return (records) => {
    if (performance.now() - saidAt < stepMs) return
    saidAt = performance.now()
    say(`${doing}: ${records} records so far`)
  }
}
