// The file store beside the least that could be as durable: one append and one fdatasync after another, on the same
// disk in the same run. Read the ratios; the rates are the disk's.
import { closeSync, fdatasync, openSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { StoreRecord } from '@holdpoint/core/store'
import { openFileStore } from '@holdpoint/storage-file'

export interface FileStoreRow {
  readonly writers: number
  /** Durable writes a second: a create and two commits of each record. */
  readonly perSecond: number
  /** Bare appends of as many bytes a second, each synced by itself. */
  readonly barePerSecond: number
  readonly ratio: number
}

const sync = promisify(fdatasync)

const recordOf = (id: string, rev: number): StoreRecord => ({
  collection: 'approvals',
  id,
  rev,
  schema: 1,
  dueAt: rev,
  sortKey: id,
  facets: [`v${rev}`, 'default', 'tool.call', 'key:bench'],
  turn: null,
  body: JSON.stringify({ id, rev, pad: 'x'.repeat(1_000) }),
  outbox: [],
})

/** Each figure takes `durationMs`. */
export async function measureFileStore(durationMs: number): Promise<readonly FileStoreRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-bench-'))
  try {
    const rows: FileStoreRow[] = []
    for (const writers of [1, 8, 32]) {
      const barePerSecond = await appendAndSync(join(folder, `bare-${writers}`), durationMs)
      const perSecond = await writeRecords(join(folder, `store-${writers}`), writers, durationMs)
      rows.push({ writers, perSecond, barePerSecond, ratio: perSecond / barePerSecond })
    }
    return rows
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function writeRecords(folder: string, writers: number, durationMs: number): Promise<number> {
  const store = await openFileStore({ folder })
  let writes = 0
  const begun = performance.now()
  const write = async (writer: number) => {
    for (let n = 0; performance.now() - begun < durationMs; n += 1) {
      const id = `${writer}-${n}`
      await store.create(recordOf(id, 1))
      for (const rev of [1, 2]) await store.commit(recordOf(id, rev + 1), rev)
      writes += 3
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  const seconds = (performance.now() - begun) / 1_000
  await store.close()
  return Math.round(writes / seconds)
}

async function appendAndSync(path: string, durationMs: number): Promise<number> {
  const line = Buffer.from(`${JSON.stringify(recordOf('bare', 2))}\n`)
  const fd = openSync(path, 'a')
  let writes = 0
  const begun = performance.now()
  while (performance.now() - begun < durationMs) {
    writeSync(fd, line)
    await sync(fd)
    writes += 1
  }
  const seconds = (performance.now() - begun) / 1_000
  closeSync(fd)
  return Math.round(writes / seconds)
}
