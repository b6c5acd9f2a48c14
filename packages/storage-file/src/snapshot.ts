// Writes all records to one file, so that the journals before it are no longer needed. It runs beside the writes.
import { closeSync, existsSync, fsync, openSync, unlinkSync, write } from 'node:fs'
import { link } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import type { StoreRecord } from '@holdpoint/core/store'
import type { Header } from './entry.ts'
import { hex, toLine } from './line.ts'
import { pathOf, syncFolder } from './store-folder.ts'

const syncFile = promisify(fsync)
const writeSome = promisify(write)

const recordsAtOnce = 200

/** Resolves to its size in bytes; to undefined when aborted, having left nothing. */
export async function writeSnapshot(
  folder: string,
  header: Header,
  records: readonly StoreRecord[],
  at: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const path = pathOf(folder, 'snapshot', header.number)
  const draft = `${path}.${header.owner.nonce}.tmp`
  const fd = openSync(draft, 'ax', 0o600)
  let size = 0
  let chain = 0
  const append = async (text: string) => {
    const bytes = Buffer.from(text)
    for (let from = 0; from < bytes.length;) from += (await writeSome(fd, bytes, from)).bytesWritten
    size += bytes.length
    chain = crc32(bytes, chain)
  }
  try {
    await append(toLine(header))
    for (let from = 0; from < records.length; from += recordsAtOnce) {
      if (signal.aborted) return undefined
      await append(
        records
          .slice(from, from + recordsAtOnce)
          .map((put) => toLine({ put }))
          .join(''),
      )
      await nextTurn()
    }
    await append(toLine({ end: { group: 1, lines: records.length, at, chain: hex(chain) } }))
    await syncFile(fd)
    if (signal.aborted) return undefined
    await link(draft, path)
    unlinkSync(draft)
    syncFolder(folder)
    return size
  } finally {
    closeSync(fd)
    if (existsSync(draft)) unlinkSync(draft)
  }
}
