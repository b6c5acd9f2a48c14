import {
  appendFileSync,
  existsSync,
  linkSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { chmod, copyFile, cp, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Store } from '@holdpoint/core/store'
import { openFileStore } from '@holdpoint/storage-file'
import { numberedRecord } from '@holdpoint/testkit/faults'
import { toLine } from '../src/line.ts'
import { becomeOwner } from '../src/owner.ts'

const record = (id: string, rev = 1) => numberedRecord(id, rev, 'test')

let parent: string
let folder: string
let open: Store[]

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'holdpoint-'))
  folder = join(parent, 'store')
  open = []
})

afterEach(async () => {
  vi.restoreAllMocks()
  for (const store of open) await store.close()
  await rm(parent, { recursive: true })
})

async function opened(options: Parameters<typeof openFileStore>[1] = {}): Promise<Store> {
  const store = await openFileStore({ folder }, options)
  open.push(store)
  return store
}

/** A closed store with one record in each of three journals. */
async function threeJournals(): Promise<void> {
  for (const id of ['a', 'b', 'c']) {
    const store = await openFileStore({ folder })
    await store.create(record(id))
    await store.close()
  }
}

const journal = (number: number) => join(folder, `journal-00000${number}.jsonl`)

describe('openFileStore', () => {
  it('makes the folder and files that only their owner can read', async () => {
    folder = join(parent, 'a', 'store')
    const store = await opened()
    await store.create(record('a'))
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(journal(1)).mode & 0o777).toBe(0o600)
    await store.close()
    await chmod(folder, 0o755)
    await opened()
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it('writes lines that anybody can read', async () => {
    const store = await opened()
    await store.create(record('a'))
    const lines = readFileSync(journal(1), 'utf8').trimEnd().split('\n')
    const texts: Record<string, unknown>[] = lines.map((line) => JSON.parse(line))
    expect(texts).toMatchObject([
      { holdpoint: 'journal', format: 1, number: 1, owner: { pid: process.pid } },
      { put: record('a') },
      { end: { group: 1, lines: 1 } },
    ])
  })

  it.each(['', ' ', 'a\u0000b'])('refuses the folder %j', async (folder) => {
    await expect(openFileStore({ folder })).rejects.toMatchObject({ code: 'invalid_config' })
  })

  it('refuses a file in place of the folder, and leaves it as it is', async () => {
    await writeFile(folder, 'mine')
    await expect(openFileStore({ folder })).rejects.toThrow(`${folder} is a file`)
    await expect(openFileStore({ folder: join(folder, 'x') })).rejects.toMatchObject({ code: 'invalid_config' })
    expect(readFileSync(folder, 'utf8')).toBe('mine')
  })

  it.each(['notes.txt', 'secrets.json', 'journal-1.jsonl', 'journal-000001.jsonl.bak'])(
    'refuses a folder with a file that isn’t ours by its name, and leaves it as it is: %s',
    async (name) => {
      await mkdir(folder, { mode: 0o755 })
      await writeFile(join(folder, name), 'mine')
      await expect(openFileStore({ folder })).rejects.toMatchObject({
        code: 'invalid_config',
        detail: expect.stringContaining(`${join(folder, name)} is not Holdpoint’s`),
      })
      expect(readdirSync(folder)).toEqual([name])
      expect(statSync(folder).mode & 0o777).toBe(0o755)
    },
  )

  it('refuses a journal in a format that it doesn’t know, and a line (I17)', async () => {
    await threeJournals()
    const [header = '', ...rest] = readFileSync(journal(3), 'utf8').split(/(?<=\n)/)
    const { sum: _, ...fields } = JSON.parse(header)
    writeFileSync(journal(3), [toLine({ ...fields, format: 2 }), ...rest].join(''))
    await expect(openFileStore({ folder })).rejects.toMatchObject({
      code: 'invalid_config',
      detail: `${journal(3)} was written in format 2, and this version knows 1; use a newer one.`,
    })
    writeFileSync(journal(3), [header, ...rest, toLine({ rename: 'a' })].join(''))
    await expect(openFileStore({ folder })).rejects.toMatchObject({
      code: 'invalid_config',
      detail: expect.stringContaining(`${journal(3)}, line 7`),
    })
  })
})

describe('never with less than there was', () => {
  it.each([1, 2])('refuses when journal %i is missing', async (number) => {
    await threeJournals()
    await rm(journal(number))
    await expect(openFileStore({ folder })).rejects.toThrow(`${journal(number)} is missing`)
    expect(readdirSync(folder)).toHaveLength(2)
  })

  it('refuses a snapshot whose journal is missing', async () => {
    const store = await openFileStore({ folder }, { compactAtBytes: 1 })
    for (const id of ['a', 'b', 'c']) await store.create(record(id))
    await vi.waitFor(() => expect(readdirSync(folder).some((name) => name.startsWith('snapshot'))).toBe(true))
    await store.close()
    for (const name of readdirSync(folder)) if (name.startsWith('journal')) await rm(join(folder, name))
    await expect(openFileStore({ folder })).rejects.toThrow('is missing, beside a snapshot')
  })

  it.each([1, 2, 3])('refuses when journal %i is emptied', async (number) => {
    await threeJournals()
    await truncate(journal(number))
    await expect(openFileStore({ folder })).rejects.toThrow(`${journal(number)}, line 1: the file is empty`)
  })

  it('refuses a journal of another store, and one under another number', async () => {
    await threeJournals()
    await cp(folder, join(parent, 'other'), { recursive: true })
    await rm(folder, { recursive: true })
    await threeJournals()
    await copyFile(join(parent, 'other', basename(journal(2))), journal(2))
    await expect(openFileStore({ folder })).rejects.toMatchObject({ code: 'unavailable' })
    renameSync(journal(3), journal(2))
    await expect(openFileStore({ folder })).rejects.toThrow(journal(2))
  })

  it('refuses a last journal that was put back to an older one', async () => {
    await threeJournals()
    const store = await openFileStore({ folder })
    await copyFile(journal(4), join(parent, 'older'))
    await store.create(record('d'))
    await store.close()
    await (await openFileStore({ folder })).close()
    await copyFile(join(parent, 'older'), journal(4))
    await expect(openFileStore({ folder })).rejects.toThrow(`${journal(4)}, line 1`)
  })
})

describe('after a crash', () => {
  it('cuts off a torn end, reports it once, and goes on (I16)', async () => {
    await threeJournals()
    appendFileSync(journal(3), '{"put":{"collection":"appr')
    const warnings: string[] = []
    const warn = (message: string) => warnings.push(message)
    const store = await openFileStore({ folder }, { warn })
    expect(warnings).toEqual([expect.stringContaining(`${journal(3)}, line 7: the last 26 bytes`)])
    expect((await store.read('approvals', 'c'))?.rev).toBe(1)
    await store.close()
    await (await openFileStore({ folder }, { warn })).close()
    expect(warnings).toHaveLength(1)
  })

  it('removes what was being made', async () => {
    await threeJournals()
    const leftover = `${join(folder, 'snapshot-000004.jsonl')}.0123456789abcdef.tmp`
    await writeFile(leftover, '{"holdp')
    await opened()
    expect(existsSync(leftover)).toBe(false)
  })

  it('opens when a claim was made and nothing more', async () => {
    await threeJournals()
    const [header = ''] = readFileSync(journal(3), 'utf8').split(/(?<=\n)/)
    const { sum: _, ...fields } = JSON.parse(header)
    writeFileSync(journal(4), toLine({ ...fields, number: 4 }))
    linkSync(journal(4), `${journal(4)}.0123456789abcdef.tmp`)
    const store = await opened()
    expect((await store.read('approvals', 'c'))?.rev).toBe(1)
  })

  it('keeps what a listener throws to itself', async () => {
    await threeJournals()
    appendFileSync(journal(3), 'x')
    await opened({
      warn: () => {
        throw new Error('no')
      },
    })
  })
})

describe('one owner', () => {
  it('refuses a second opening in the same process, and opens after the first is closed', async () => {
    const store = await opened()
    await expect(openFileStore({ folder })).rejects.toThrow(
      `${folder} is in use by process ${process.pid}, which lives`,
    )
    expect(await store.create(record('a'))).toBe('created')
    await store.close()
    expect((await (await opened()).read('approvals', 'a'))?.rev).toBe(1)
  })

  it('lets one of ten openings at once have it', async () => {
    const tried = await Promise.allSettled(Array.from({ length: 10 }, () => openFileStore({ folder })))
    open.push(...tried.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])))
    expect(open).toHaveLength(1)
  })

  it('refuses after an owner in another container until an operator vouches that it is gone', async () => {
    const store = await opened()
    await store.create(record('a'))
    const [header = '', ...rest] = readFileSync(journal(1), 'utf8').split(/(?<=\n)/)
    const { sum: _, ...fields } = JSON.parse(header)
    await rm(journal(1))
    const line = toLine({ ...fields, owner: { ...becomeOwner(), pidSpace: 'pid:[1]' } })
    // Only its header, so that no trailer speaks of another chain.
    writeFileSync(journal(1), line)
    expect(rest.length).toBeGreaterThan(0)
    await expect(openFileStore({ folder })).rejects.toThrow(`make an empty file ${join(folder, 'take-over')}`)
    await writeFile(join(folder, 'take-over'), '')
    await opened()
    expect(existsSync(join(folder, 'take-over'))).toBe(false)
  })

  it('stops writing, and reading, when its journal was deleted', async () => {
    const store = await opened()
    await store.create(record('a'))
    await rm(journal(1))
    await expect(store.create(record('b'))).rejects.toThrow('the file was deleted')
    await expect(store.read('approvals', 'a')).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('stops writing when another owner has begun the next journal, and spoils nothing (I5)', async () => {
    const store = await opened()
    await store.create(record('a'))
    // As one in another container would, which can't see that this process lives.
    writeFileSync(journal(2), '')
    const answers = await Promise.allSettled([store.create(record('b')), store.commit(record('a', 2), 1)])
    expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected'])
    await expect(store.create(record('c'))).rejects.toThrow('another process has taken the store over')
    await expect(store.read('approvals', 'a')).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('its clock', () => {
  it('never goes back over a restart, and says that the wall clock did (I15)', async () => {
    const warnings: string[] = []
    const first = await openFileStore({ folder }, { now: () => 5_000_000 })
    await first.create(record('a'))
    await first.close()
    const second = await openFileStore({ folder }, { now: () => 1_000, warn: (message) => warnings.push(message) })
    expect(await second.now()).toBe(5_000_000)
    expect(await second.commit(record('a', 2), 1, 4_999_999)).toBe('late')
    await second.close()
    expect(warnings).toEqual([
      `${folder}: the wall clock is 4999000 ms behind the last time this store judged by; it goes on from there.`,
    ])
  })

  it.each([
    ['forward', 86_400_000],
    ['back', -86_400_000],
  ])('says that the wall clock was set %s while the store was closed (I15)', async (direction, stepMs) => {
    const first = await openFileStore({ folder })
    const judgedAt = await first.now()
    await first.close()
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + stepMs)
    const warnings: string[] = []
    const store = await openFileStore({ folder }, { warn: (message) => warnings.push(message) })
    expect(warnings[0]).toMatch(new RegExp(`the wall clock was set ${direction} by 86[34]\\d{5} ms since`))
    expect(await store.now()).toBeGreaterThanOrEqual(judgedAt)
    await store.close()
  })
})
