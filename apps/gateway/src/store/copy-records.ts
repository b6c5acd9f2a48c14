// Puts records into a store that has none of them, or that has some because it was begun before.
import type { Store } from '@holdpoint/core'
import type { Pages } from './all-records.ts'
import type { Progress } from './progress.ts'

/** What is there already is left as it is; whether it is the same, a comparison tells. */
export async function copyRecords(pages: Pages, target: Store, progress: Progress): Promise<{ readonly made: number }> {
  let made = 0
  let seen = 0
  for await (const page of pages) {
    // Together, so that a store that groups its commits can.
    const answers = await Promise.all(page.map((record) => target.create({ ...record, rev: 1 })))
    made += answers.filter((answer) => answer === 'created').length
    seen += page.length
    progress(seen)
  }
  return { made }
}
