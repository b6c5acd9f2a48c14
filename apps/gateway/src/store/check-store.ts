// Reads every record through the parser that its readers use, and says which of them can't be used.
import { checkStored, HoldpointError, ok, refuse, type Result, type Store, type StoreRecord } from '@holdpoint/core'
import { fromKeyRecord, keyCollection, toKeyRecord } from '../auth/key-record.ts'
import { fromReviewerRecord, reviewerCollection, toReviewerRecord } from '../auth/reviewer-record.ts'
import { fromSessionRecord, sessionCollection } from '../auth/session-record.ts'
import { isLinkRecord, linkCollection } from '../auth/sign-in-links.ts'
import { allRecords } from './all-records.ts'
import type { Progress } from './progress.ts'
import { toLine } from './record-line.ts'

export interface StoreCheck {
  /** How many records, by collection. */
  readonly counts: ReadonlyMap<string, number>
  /** Collections that this version doesn't know: kept, and not judged. */
  readonly unknown: readonly string[]
  /** A sentence for each record that can't be used. */
  readonly wrong: readonly string[]
}

/** But for audit notes that wait in the outbox. */
const isSame = (written: StoreRecord, record: StoreRecord) =>
  toLine(written) === toLine({ ...record, outbox: [], dueAt: null })

const own: Readonly<Record<string, (record: StoreRecord) => boolean>> = {
  [keyCollection]: (record) => isSame(toKeyRecord(fromKeyRecord(record), record.rev), record),
  [reviewerCollection]: (record) => isSame(toReviewerRecord(fromReviewerRecord(record), record.rev), record),
  [sessionCollection]: (record) => fromSessionRecord(record) !== undefined,
  [linkCollection]: isLinkRecord,
}

export async function checkStore(store: Store, progress: Progress): Promise<StoreCheck> {
  const counts = new Map<string, number>()
  const unknown = new Set<string>()
  const wrong: string[] = []
  let seen = 0
  for await (const page of allRecords(store)) {
    for (const record of page) {
      counts.set(record.collection, (counts.get(record.collection) ?? 0) + 1)
      const checked = checkOne(record)
      if (!checked.ok) wrong.push(`${record.collection} ${record.id}: ${checked.detail}`)
      else if (checked.value === 'unknown') unknown.add(record.collection)
    }
    seen += page.length
    progress(seen)
  }
  return { counts, unknown: [...unknown], wrong }
}

function checkOne(record: StoreRecord): Result<'good' | 'unknown'> {
  if (!Object.hasOwn(own, record.collection)) return checkStored(record)
  const unreadable = refuse('unreadable_record', 'This version can’t read it, or would have written it otherwise.')
  try {
    return own[record.collection]?.(record) === true ? ok('good') : unreadable
  } catch (error) {
    if (error instanceof HoldpointError) return refuse('unreadable_record', error.detail)
    // Its body is no JSON.
    if (error instanceof SyntaxError) return unreadable
    throw error
  }
}
