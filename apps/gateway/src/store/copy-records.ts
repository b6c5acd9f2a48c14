// Puts records into a store that has none of them, or that has some because it was begun before.
import type { Store, StoreRecord } from '@holdpoint/core'
import type { Pages } from './all-records.ts'
import type { Progress } from './progress.ts'
import { toLine } from './record-line.ts'

/** What is there already with another content is left as it is: a comparison tells of it. `made`: written here. */
export async function copyRecords(pages: Pages, target: Store, progress: Progress): Promise<{ readonly made: number }> {
  let made = 0
  let seen = 0
  for await (const page of pages) {
    // Together, so that a store that groups its commits can.
    const written = await Promise.all(page.map((record) => copyRecord(record, target)))
    made += written.filter(Boolean).length
    seen += page.length
    progress(seen)
  }
  return { made }
}

/** Whether anything had to be written. Stores let nobody choose `rev`, so it is counted up to what it was. */
async function copyRecord(record: StoreRecord, target: Store): Promise<boolean> {
  const withRev = (rev: number) => ({ ...record, rev })
  let rev = 1
  if ((await target.create(withRev(1))) !== 'created') {
    const there = await target.read(record.collection, record.id)
    if (there === undefined || there.rev >= record.rev) return false
    rev = there.rev
    if (toLine(there) !== toLine(withRev(rev))) return false
  }
  for (; rev < record.rev; rev += 1) if ((await target.commit(withRev(rev + 1), rev)) !== 'won') break
  return true
}
