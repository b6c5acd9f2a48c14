// Puts the store together from its snapshot and journals, and refuses when a piece is missing or doesn't fit.
import { existsSync, statSync } from 'node:fs'
import type { StoreRecord } from '@holdpoint/core/store'
import type { Change, Header, Seal } from './entry.ts'
import { hex } from './line.ts'
import { readJournal, type JournalRead } from './read-journal.ts'
import { pathOf, type StoreFiles } from './store-folder.ts'
import { damaged, unavailable } from './store-error.ts'

export interface LoadedJournal extends JournalRead {
  readonly number: number
  readonly path: string
  /** Whether a later journal already says where it ends. */
  readonly sealed: boolean
}

export interface LoadedStore {
  readonly records: Iterable<StoreRecord>
  /** The store's clock when something was last written, epoch ms. */
  readonly at: number
  /** Ascending, without gaps; the first is the one that the snapshot precedes. */
  readonly journals: readonly LoadedJournal[]
  readonly snapshotBytes: number
}

// No text here holds a NUL: the stores' own check refuses it.
const keyOf = (collection: string, id: string) => `${collection}\0${id}`

/** Reads only. `upTo` is the last journal that belongs to it. */
export function loadStore(folder: string, files: StoreFiles, upTo: number): LoadedStore {
  const records = new Map<string, StoreRecord>()
  const snapshot = files.snapshots.findLast((number) => number <= upTo)
  let at = 0
  let store: string | undefined
  const expectSame = (path: string, header: Header, number: number) => {
    if (header.number !== number) throw damaged(path, 1, `its header says number ${header.number}`)
    if (store !== undefined && header.store !== store) throw damaged(path, 1, 'it belongs to another store')
    store = header.store
  }
  if (snapshot !== undefined) {
    const path = pathOf(folder, 'snapshot', snapshot)
    const read = readJournal(path, 'snapshot', { apply: (change) => keep(records, change) })
    if (read.groups !== 1 || read.torn !== undefined) throw damaged(path, 1, 'its end is missing')
    expectSame(path, read.header, snapshot)
    at = read.at
  }
  const first = snapshot ?? 1
  const seals = sealsFrom(folder, first, upTo)
  const journals: LoadedJournal[] = []
  for (let number = first; number <= upTo; number += 1) {
    const path = pathOf(folder, 'journal', number)
    const seal = seals.get(number)
    const apply = (change: Change, line: number) => {
      if (!follows(records, change)) throw damaged(path, line, 'it doesn’t follow from what was written before')
      keep(records, change)
    }
    const read = readJournal(path, 'journal', { seal, apply })
    expectSame(path, read.header, number)
    if (number > 1 && read.groups > 0 && read.seals.length === 0)
      throw damaged(path, 2, 'it doesn’t say where the journals before it end')
    at = Math.max(at, read.at)
    journals.push({ ...read, number, path, sealed: seal !== undefined })
  }
  const snapshotBytes = snapshot === undefined ? 0 : statSync(pathOf(folder, 'snapshot', snapshot)).size
  return { records: records.values(), at, journals, snapshotBytes }
}

/** By number, what the latest complete seal says of each journal. */
function sealsFrom(folder: string, first: number, upTo: number): Map<number, Seal> {
  for (let number = first; number <= upTo; number += 1) {
    const path = pathOf(folder, 'journal', number)
    if (!existsSync(path))
      throw unavailable(
        `${path} is missing: without it the store would open with less than it had. Restore it from a backup.`,
      )
  }
  for (let number = upTo; number >= first; number -= 1) {
    const { seals } = readJournal(pathOf(folder, 'journal', number), 'journal', { maxGroups: 1, apply: () => {} })
    if (seals.length > 0) return new Map(seals.map((seal) => [seal.number, seal]))
  }
  return new Map()
}

export const sealOf = ({ number, bytes, chain }: LoadedJournal): Seal => ({ number, bytes, chain: hex(chain) })

function follows(records: ReadonlyMap<string, StoreRecord>, change: Change): boolean {
  if ('put' in change)
    return (records.get(keyOf(change.put.collection, change.put.id))?.rev ?? 0) + 1 === change.put.rev
  if ('remove' in change) {
    const { collection, id, rev } = change.remove
    return records.get(keyOf(collection, id))?.rev === rev
  }
  return true
}

function keep(records: Map<string, StoreRecord>, change: Change): void {
  if ('put' in change) records.set(keyOf(change.put.collection, change.put.id), change.put)
  else if ('remove' in change) records.delete(keyOf(change.remove.collection, change.remove.id))
}
