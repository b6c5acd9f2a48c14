// The store over an open folder. Reads show what is durable; writes are judged in groups.
import { checkRecord, copyRecord, type RecordIndex, type Store, type StoreClock } from '@holdpoint/core/store'
import type { Compactor } from './compactor.ts'
import { unavailable } from './store-error.ts'
import { createWriteQueue } from './write-queue.ts'
import type { Writer } from './writer.ts'

export interface FileStoreParts {
  readonly folder: string
  readonly index: RecordIndex
  readonly clock: StoreClock
  readonly writer: Writer
  readonly compactor: Compactor
  readonly warn: (message: string) => void
  /** Called once, when the last write is answered. */
  readonly end: () => void
}

export function createFileStore({ folder, index, clock, writer, compactor, warn, end }: FileStoreParts): Store {
  let closing: Promise<void> | undefined
  const queue = createWriteQueue(async (group) => {
    await writer.commit(group)
    await compactor.consider()
  })

  const refuseIfClosed = () => {
    if (closing !== undefined) throw unavailable(`${folder} is closed.`)
    writer.expectOwned()
  }

  const close = async () => {
    await queue.idle()
    await compactor.stop()
    const failure = await writer.close()
    if (failure !== undefined) warn(`${folder}: it was closed, but could not note so. ${failure.detail}`)
    index.clear()
    end()
  }

  return {
    async create(record, cap) {
      refuseIfClosed()
      checkRecord(record, 0)
      const copy = copyRecord(record)
      return queue.run((draft) => draft.create(copy, cap))
    },
    async read(collection, id) {
      refuseIfClosed()
      return index.read(collection, id)
    },
    async commit(next, expectedRev, before) {
      refuseIfClosed()
      checkRecord(next, expectedRev)
      const copy = copyRecord(next)
      return queue.run((draft) => draft.commit(copy, expectedRev, before))
    },
    async list(collection, query) {
      refuseIfClosed()
      return index.page(collection, query)
    },
    async remove(collection, id, expectedRev) {
      refuseIfClosed()
      return queue.run((draft) => draft.remove(collection, id, expectedRev))
    },
    async due(collection, now, limit) {
      refuseIfClosed()
      return index.due(collection, now, limit)
    },
    async collections() {
      refuseIfClosed()
      return index.collections()
    },
    async now() {
      refuseIfClosed()
      return clock.now()
    },
    async close() {
      closing ??= close()
      await closing
    },
  }
}
