// Reads every record back from the store that it was put into, and compares the two.
import type { Store } from '@holdpoint/core'
import { allRecords, type Pages } from './all-records.ts'
import type { Progress } from './progress.ts'
import { toLine } from './record-line.ts'

export interface Comparison {
  readonly records: number
  /** `<collection> <id>: <what is wrong>`, the first twenty. */
  readonly wrong: readonly string[]
  readonly wrongCount: number
}

const maxTold = 20

/** `only`: the store must hold nothing else. */
export async function compareRecords(
  pages: Pages,
  target: Store,
  { only, progress }: { readonly only: boolean; readonly progress: Progress },
): Promise<Comparison> {
  const wrong: string[] = []
  let wrongCount = 0
  let records = 0
  const tell = (sentence: string) => {
    wrongCount += 1
    if (wrong.length < maxTold) wrong.push(sentence)
  }
  for await (const page of pages) {
    const found = await Promise.all(page.map(({ collection, id }) => target.read(collection, id)))
    for (const [n, record] of page.entries()) {
      const other = found[n]
      const name = `${record.collection} ${record.id}`
      if (other === undefined) tell(`${name}: it is missing`)
      else if (toLine(other) !== toLine(record)) tell(`${name}: another content is there`)
    }
    records += page.length
    progress(records)
  }
  if (!only) return { records, wrong, wrongCount }
  let held = 0
  for await (const page of allRecords(target)) held += page.length
  if (held !== records) tell(`the new store: it holds ${held} records in place of ${records}`)
  return { records, wrong, wrongCount }
}
