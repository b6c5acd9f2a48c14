// Becomes the owner of a folder, or says who is.
import { closeSync, fstatSync, openSync, readSync, unlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Header, Trailer } from './entry.ts'
import { Journal } from './journal.ts'
import { textOf } from './line.ts'
import { stateOf, type Owner } from './owner.ts'
import { readJournal } from './read-journal.ts'
import { unavailable } from './store-error.ts'
import { listFiles, pathOf, takeOverName, type StoreFiles } from './store-folder.ts'

export interface Claim {
  readonly journal: Journal
  readonly files: StoreFiles
  /** The journal before; undefined in a new store. */
  readonly before: Header | undefined
}

/** Throws `unavailable` while another owner lives. `headerOf` is given the store's id if there is a store already. */
export function claimStore(folder: string, own: Owner, headerOf: (number: number, store?: string) => Header): Claim {
  for (;;) {
    const files = listFiles(folder)
    const last = files.journals.at(-1)
    const snapshot = files.snapshots.at(-1)
    if (snapshot !== undefined && snapshot > (last ?? 0))
      throw unavailable(
        `${pathOf(folder, 'journal', snapshot)} is missing, beside a snapshot: without it the store would open with less than it had. Restore it from a backup.`,
      )
    const before = last === undefined ? undefined : headerIn(folder, last)
    if (before !== undefined && last !== undefined) expectGone(folder, before, own, files)
    const journal = Journal.claim(folder, headerOf((last ?? 0) + 1, before?.store))
    if (journal !== undefined) {
      if (files.mayTakeOver) unlinkSync(join(folder, takeOverName))
      return { journal, files, before }
    }
    // Another process was quicker: look again, and find that it lives.
  }
}

const headerIn = (folder: string, number: number) =>
  readJournal(pathOf(folder, 'journal', number), 'journal', { maxGroups: 0, apply: () => {} }).header

function expectGone(folder: string, { number, owner }: Header, own: Owner, files: StoreFiles): void {
  const state = stateOf(owner, own)
  if (state === 'gone' || isClosed(pathOf(folder, 'journal', number))) return
  if (state === 'alive')
    throw unavailable(
      `${folder} is in use by process ${owner.pid}, which lives. One process at a time; stop that one, or give this one a folder of its own.`,
    )
  if (files.mayTakeOver) return
  throw unavailable(
    `${folder} was opened by process ${owner.pid} of another container, which can’t be seen from ${hostname()} and didn’t close it. When it is surely gone, make an empty file ${join(folder, takeOverName)} and open it again.`,
  )
}

const tailBytes = 256

/** Whether its owner has left in good order, though the process lives on. */
function isClosed(path: string): boolean {
  const fd = openSync(path, 'r')
  try {
    const { size } = fstatSync(fd)
    const tail = Buffer.alloc(Math.min(size, tailBytes))
    readSync(fd, tail, { position: size - tail.length })
    const line = tail.subarray(tail.lastIndexOf(10, tail.length - 2) + 1, -1)
    const text = textOf(line)
    if (text === undefined) return false
    const trailer: Partial<Trailer> = JSON.parse(text)
    return trailer.end?.closed === true
  } finally {
    closeSync(fd)
  }
}
