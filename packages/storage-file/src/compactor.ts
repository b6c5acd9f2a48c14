// Decides when the journals have grown long, and replaces them by a snapshot while writing goes on in a new journal.
import { unlinkSync } from 'node:fs'
import type { RecordIndex, StoreClock } from '@holdpoint/core/store'
import type { Header } from './entry.ts'
import { writeSnapshot } from './snapshot.ts'
import { listFiles, pathOf, syncFolder } from './store-folder.ts'
import type { Writer } from './writer.ts'

export interface CompactorParts {
  readonly folder: string
  readonly writer: Writer
  readonly index: RecordIndex
  readonly clock: StoreClock
  readonly headerOf: (kind: Header['holdpoint'], number: number) => Header
  readonly compactAtBytes: number
  readonly warn: (message: string) => void
}

// Each opening starts a journal: a store that is opened often and written seldom is compacted for their number.
const maxJournals = 16

export class Compactor {
  readonly #parts: CompactorParts
  readonly #stop = new AbortController()
  #snapshotBytes: number
  #waitUntilBytes = 0
  #running: Promise<void> | undefined

  constructor(parts: CompactorParts, snapshotBytes: number) {
    this.#parts = parts
    this.#snapshotBytes = snapshotBytes
  }

  /** Called between two groups, so what is in memory is what the journals say. Returns once writing can go on. */
  async consider(): Promise<void> {
    const { writer, compactAtBytes, index, clock } = this.#parts
    const { bytes, journals } = writer
    const isLong = bytes >= Math.max(compactAtBytes, this.#snapshotBytes) || journals > maxJournals
    if (this.#running !== undefined || !isLong || bytes < this.#waitUntilBytes) return
    // If it can't be done now, it is not tried again before the journals have grown by as much again.
    this.#waitUntilBytes = bytes + compactAtBytes
    if (await writer.startNext()) this.#running = this.#compact([...index.records()], clock.now())
    else this.#parts.warn(`${writer.journal.path}: a new journal can’t be begun; this one goes on.`)
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #compact(records: Parameters<typeof writeSnapshot>[2], at: number): Promise<void> {
    const { folder, writer, headerOf, warn } = this.#parts
    const { number } = writer.journal
    try {
      const size = await writeSnapshot(folder, headerOf('snapshot', number), records, at, this.#stop.signal)
      if (size === undefined) return
      this.#snapshotBytes = size
      this.#waitUntilBytes = 0
      writer.forgetBefore(number)
      removeBefore(folder, number)
    } catch (cause) {
      warn(`${folder}: the journals can’t be compacted (${String(cause)}); they are kept.`)
    } finally {
      this.#running = undefined
    }
  }
}

/** What lies before the snapshot of this number says nothing that it doesn't say. */
export function removeBefore(folder: string, number: number): void {
  const { journals, snapshots } = listFiles(folder)
  const old = (each: number) => each < number
  // In order: were a crash to leave a later journal without an earlier one, that would look like a loss.
  for (const each of snapshots.filter(old)) unlinkSync(pathOf(folder, 'snapshot', each))
  for (const each of journals.filter(old)) unlinkSync(pathOf(folder, 'journal', each))
  syncFolder(folder)
}
