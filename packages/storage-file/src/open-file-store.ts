// Opens the store on a folder: becomes its owner, reads it, cuts off what a crash left half written, and goes on in a
// journal of its own.
import { randomBytes } from 'node:crypto'
import { closeSync, fdatasyncSync, ftruncateSync, openSync, statSync, unlinkSync } from 'node:fs'
import { uptime } from 'node:os'
import { resolve } from 'node:path'
import { createStoreClock, RecordIndex, type Store } from '@holdpoint/core/store'
import { claimStore } from './claim-store.ts'
import { clockWarnings } from './clock-warnings.ts'
import { Compactor, removeBefore } from './compactor.ts'
import { format, type Header } from './entry.ts'
import { createFileStore } from './file-store.ts'
import type { FileStoreOptions } from './file-store-options.ts'
import { toLine } from './line.ts'
import { loadStore, sealOf, type LoadedJournal } from './load-store.ts'
import { becomeOwner, releaseOwner, type Owner } from './owner.ts'
import { explained } from './store-error.ts'
import { makeFolder } from './store-folder.ts'
import { Writer } from './writer.ts'

/**
 * Makes the folder if absent. Rejects with `invalid_config` when it isn't ours to use, and with `unavailable` while
 * another process has it open, or when it can't be read or is damaged. It never starts empty in place of what was there.
 */
export async function openFileStore(
  source: { readonly folder: string },
  options: FileStoreOptions = {},
): Promise<Store> {
  const folder = source.folder.trim() === '' ? source.folder : resolve(source.folder)
  makeFolder(folder)
  const owner = becomeOwner()
  try {
    return await openOwned(folder, owner, options)
  } catch (cause) {
    releaseOwner(owner)
    throw explained(folder, cause)
  }
}

async function openOwned(folder: string, owner: Owner, options: FileStoreOptions): Promise<Store> {
  const { compactAtBytes = 16 * 1_048_576 } = options
  const warn = (message: string) => {
    try {
      options.warn?.(message)
    } catch {
      // Told while writes wait: whoever listens must not be able to hold them up.
    }
  }
  const wallAt = Date.now()
  const uptimeMs = Math.round(uptime() * 1_000)
  let store = randomBytes(8).toString('hex')
  const headerOf = (holdpoint: Header['holdpoint'], number: number): Header => ({
    holdpoint,
    format,
    store,
    number,
    owner,
    wallAt,
    uptimeMs,
  })
  const claim = claimStore(folder, owner, (number, known = store) => {
    store = known
    return headerOf('journal', number)
  })
  const { journal, files, before } = claim
  try {
    const loaded = loadStore(folder, files, journal.number - 1)
    for (const each of loaded.journals) settle(each, warn)
    const clock = createStoreClock(options.now)
    for (const sentence of clockWarnings(before, headerOf('journal', journal.number), loaded.at - clock.now()))
      warn(`${folder}: ${sentence}`)
    clock.raise(loaded.at)
    const seals = loaded.journals.map(sealOf)
    if (seals.length > 0) await journal.append([toLine({ seal: seals })], clock.now())
    for (const path of files.leftovers) unlinkSync(path)
    const [first] = loaded.journals
    if (first !== undefined) removeBefore(folder, first.number)

    const index = new RecordIndex()
    index.fill(loaded.records)
    const writer = new Writer({ folder, journal, seals, index, clock, headerOf })
    const compactor = new Compactor(
      { folder, writer, index, clock, headerOf, compactAtBytes, warn },
      loaded.snapshotBytes,
    )
    await compactor.consider()
    return createFileStore({ folder, index, clock, writer, compactor, warn, end: () => releaseOwner(owner) })
  } catch (error) {
    journal.withdraw()
    throw error
  }
}

/** Before anything is built on it: what was read must be on the disk, and what a crash left half written must be gone. */
function settle({ path, bytes, torn, sealed }: LoadedJournal, warn: (message: string) => void): void {
  if (sealed) {
    const late = statSync(path).size - bytes
    if (late > 0)
      warn(`${path}: its last ${late} bytes were written by a process that had lost the store; they don’t count.`)
    return
  }
  if (torn !== undefined)
    warn(
      `${path}, line ${torn.line}: the last ${torn.bytes} bytes were being written when the process or the machine stopped. Nothing in them was acknowledged; they are cut off.`,
    )
  const fd = openSync(path, 'r+')
  try {
    if (torn !== undefined) ftruncateSync(fd, bytes)
    fdatasyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
