// What is hard to carry over: texts that quoting and line splitting get wrong, a copy that was begun and cut short, and a
// record that somebody changed meanwhile.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store, StoreRecord } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { allRecords } from '../../src/store/all-records.ts'
import { compareRecords } from '../../src/store/compare-records.ts'
import { copyRecords } from '../../src/store/copy-records.ts'
import { exportStore } from '../../src/store/export-store.ts'
import { readExport } from '../../src/store/read-export.ts'

const quiet = () => {}
const texts = ['\u2028', '\u0085', '\r\n', '\ufeff', '"', '\\', '__proto__', '👍🏽', '\u{10ffff}', 'x'.repeat(200_000)]

const record = (id: string, more: Partial<StoreRecord> = {}): StoreRecord => ({
  collection: 'approvals',
  id,
  rev: 1,
  schema: 1,
  dueAt: null,
  sortKey: '1',
  facets: ['', '', '', ''],
  turn: null,
  body: JSON.stringify(id),
  outbox: [{ effect: { kind: 'execute', id }, dueAt: 5, attempts: 2, lease: id }],
  ...more,
})

let folder: string
let path: string
let source: Store

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-'))
  path = join(folder, 'out.jsonl')
  source = createMemoryStore()
  for (const [n, text] of texts.entries()) {
    await source.create(record(text, { facets: [text, '', '', ''], turn: { at: n, to: text } }))
    await source.create(record('a', { collection: text, dueAt: n }))
  }
  for (let n = 0; n < 250; n += 1) await source.create(record(`n${n}`, { sortKey: '2' }))
  await source.commit(record('n1', { rev: 2, body: '2', sortKey: '2' }), 1)
})

afterEach(() => rm(folder, { recursive: true }))

it('carries every text and revision over, through a file too', async () => {
  const count = texts.length * 2 + 250
  expect(await exportStore(allRecords(source), path, quiet)).toBe(count)
  const target = createMemoryStore()
  expect(await copyRecords(readExport(path), target, quiet)).toEqual({ made: count })
  expect(await target.read('approvals', 'n1')).toEqual(record('n1', { rev: 2, body: '2', sortKey: '2' }))
  const options = { only: true, progress: quiet }
  expect(await compareRecords(allRecords(source), target, options)).toEqual({
    records: count,
    wrong: [],
    wrongCount: 0,
  })
  const back = join(folder, 'back.jsonl')
  await exportStore(allRecords(target), back, quiet)
  expect((await readFile(back)).equals(await readFile(path))).toBe(true)
})

it('tells what is missing, changed or too many, by id', async () => {
  const target = createMemoryStore()
  await copyRecords(allRecords(source), target, quiet)
  await target.remove('approvals', 'n7', 1)
  await target.commit(record('n8', { rev: 2, body: '"other"', sortKey: '2' }), 1)
  await source.create(record('late', { sortKey: '3' }))
  const { wrong } = await compareRecords(allRecords(source), target, { only: true, progress: quiet })
  expect(wrong).toEqual([
    'approvals n7: it is missing',
    'approvals n8: another content is there',
    'approvals late: it is missing',
    expect.stringContaining('the new store: it holds'),
  ])
})

it('refuses a file with a byte changed anywhere in its records', async () => {
  await exportStore(allRecords(source), path, quiet)
  const bytes = await readFile(path)
  const from = bytes.indexOf(10) + 1
  for (let at = from; at < bytes.length - 2; at += Math.ceil(bytes.length / 97)) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    await writeFile(path, changed)
    const reading = async () => {
      for await (const _ of readExport(path));
    }
    await expect(reading(), `byte ${at}`).rejects.toMatchObject({ code: 'invalid_config' })
  }
})

it('goes on where a copy was cut short between two revisions, and leaves what is different', async () => {
  const target = createMemoryStore()
  const wanted = record('n1', { rev: 2, body: '2', sortKey: '2' })
  await target.create({ ...wanted, rev: 1 })
  await target.create(record('n2', { body: '"other"', sortKey: '2' }))
  await copyRecords(allRecords(source), target, quiet)
  expect(await copyRecords(allRecords(source), target, quiet)).toEqual({ made: 0 })
  expect(await target.read('approvals', 'n1')).toEqual(wanted)
  const { wrong } = await compareRecords(allRecords(source), target, { only: true, progress: quiet })
  expect(wrong).toEqual(['approvals n2: another content is there'])
})
