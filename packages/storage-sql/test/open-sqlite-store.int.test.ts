import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoreRecord } from '@holdpoint/core/store'
import { openSqliteStore } from '@holdpoint/storage-sql'

const record = (id: string): StoreRecord => ({
  collection: 'approvals',
  id,
  rev: 1,
  schema: 1,
  dueAt: null,
  sortKey: '1',
  facets: ['pending', 'l', 'k', 'r'],
  turn: null,
  body: `{"pad":"${'x'.repeat(3_000)}"}`,
  outbox: [],
})

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-'))
  path = join(folder, 'holdpoint.db')
})

afterEach(() => rm(folder, { recursive: true }))

describe('openSqliteStore on a file', () => {
  it('makes the folder and a file that only its owner can read', async () => {
    path = join(folder, 'a', 'b', 'holdpoint.db')
    const store = await openSqliteStore({ path })
    await store.create(record('a1'))
    for (const name of [path, `${path}-wal`, `${path}-shm`]) expect((await stat(name)).mode & 0o777, name).toBe(0o600)
    expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o700)
    await store.close()
    await chmod(path, 0o644)
    await (await openSqliteStore({ path })).close()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('marks the file as its own, in WAL mode', async () => {
    await (await openSqliteStore({ path })).close()
    const client = new SqliteDatabase(path)
    const values = ['application_id', 'user_version', 'journal_mode'].map((key) => client.pragma(key, { simple: true }))
    client.close()
    expect(values).toEqual([0x484f4c44, 1, 'wal'])
  })

  it.each(['', ' ', ':memory:', 'file:x?mode=memory', 'a\u0000b'])('refuses the path %j', async (path) => {
    await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'invalid_config' })
  })

  it('refuses a file that is no database, by name, and leaves it as it is', async () => {
    await writeFile(path, 'these are my notes\n'.repeat(100))
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      code: 'invalid_config',
      detail: expect.stringContaining(`${path} is not a SQLite database`),
    })
    expect(await readFile(path, 'utf8')).toBe('these are my notes\n'.repeat(100))
  })

  it('refuses a folder', async () => {
    await mkdir(path)
    await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'invalid_config' })
  })

  it.each([
    'create table theirs (a)',
    'pragma application_id = 7',
    'create table holdpoint_x (a); create table theirs (a)',
  ])('refuses another program’s database and leaves it as it is: %s', async (setup) => {
    const client = new SqliteDatabase(path)
    client.exec(`${setup}; create table if not exists holdpoint_y (a)`)
    client.close()
    const before = await readFile(path)
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      code: 'invalid_config',
      detail: expect.stringContaining(`${path} is another program's`),
    })
    expect(await readFile(path)).toEqual(before)
  })

  it('refuses a file that a newer version wrote (I17)', async () => {
    await (await openSqliteStore({ path })).close()
    const client = new SqliteDatabase(path)
    client.exec(`update holdpoint_meta set value = 99 where key = 'schema'`)
    client.close()
    await expect(openSqliteStore({ path })).rejects.toThrow(`${path} has schema 99, and this version knows 1`)
  })

  it('refuses a damaged file rather than opening it with less (I6)', async () => {
    const store = await openSqliteStore({ path })
    await Promise.all(Array.from({ length: 100 }, (_, n) => store.create(record(`a${n}`))))
    await store.close()
    const bytes = await readFile(path)
    bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 20_000)
    await writeFile(path, bytes)
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining(`${path} is damaged`),
    })
  })

  it('opens a new file many times at once', async () => {
    const stores = await Promise.all(Array.from({ length: 20 }, () => openSqliteStore({ path })))
    const answers = await Promise.all(stores.map((store) => store.create(record('a1'))))
    expect(answers.filter((answer) => answer === 'created')).toHaveLength(1)
    await Promise.all(stores.map((store) => store.close()))
  })

  it('goes on from the last judged time when the wall clock was set back, and says so (I15)', async () => {
    const warnings: string[] = []
    const warn = (message: string) => void warnings.push(message)
    const ahead = await openSqliteStore({ path }, { now: () => 5_000_000, warn })
    await ahead.create(record('a1'))
    await ahead.close()
    expect(warnings).toEqual([])
    let time = 1_000_000
    const back = await openSqliteStore({ path }, { now: () => time, warn })
    expect(await back.now()).toBe(5_000_000)
    time += 250
    expect(await back.now()).toBe(5_000_250)
    expect(await back.commit({ ...record('a1'), rev: 2 }, 1, 5_000_250)).toBe('late')
    await back.close()
    expect(warnings).toEqual([expect.stringContaining('4000000 ms behind')])
  })

  it('judges by the latest time of any process on the file (I8)', async () => {
    const ahead = await openSqliteStore({ path }, { now: () => 9_000 })
    const behind = await openSqliteStore({ path }, { now: () => 1_000 })
    expect(await behind.create(record('a1'))).toBe('created')
    expect(await ahead.create(record('a2'))).toBe('created')
    expect(await behind.commit({ ...record('a1'), rev: 2 }, 1, 5_000)).toBe('late')
    await Promise.all([ahead.close(), behind.close()])
  })

  it('rejects as unavailable while another process keeps the file locked, and works after', async () => {
    const store = await openSqliteStore({ path }, { busyTimeoutMs: 50 })
    const other = new SqliteDatabase(path)
    other.exec('begin immediate')
    await expect(store.create(record('a1'))).rejects.toMatchObject({ code: 'unavailable' })
    expect(await store.read('approvals', 'a1')).toBeUndefined()
    other.exec('rollback')
    other.close()
    expect(await store.create(record('a1'))).toBe('created')
    await store.close()
  })
})

describe('openSqliteStore on the host’s database', () => {
  const hostDatabase = (...pragmas: readonly string[]) => {
    const client = new SqliteDatabase(path)
    for (const pragma of pragmas) client.pragma(pragma)
    return { client, database: drizzle({ client }) }
  }

  it.each([[[]], [['journal_mode = wal']], [['journal_mode = delete', 'synchronous = full']]])(
    'refuses settings that lose commits: %j',
    async (pragmas) => {
      const { client, database } = hostDatabase(...pragmas)
      if (pragmas.length === 1) client.pragma('synchronous = normal')
      await expect(openSqliteStore({ database })).rejects.toThrow('pragma synchronous = full')
      client.close()
    },
  )

  it('refuses what isn’t a better-sqlite3 database, and one in memory', async () => {
    await expect(openSqliteStore({ database: { $client: {} } })).rejects.toMatchObject({ code: 'invalid_config' })
    const client = new SqliteDatabase(':memory:')
    await expect(openSqliteStore({ database: drizzle({ client }) })).rejects.toThrow('nothing would last')
    client.close()
  })

  it('rejects the whole group when its COMMIT fails, and stores none of it (I6, I12)', async () => {
    const { client, database } = hostDatabase('journal_mode = wal', 'synchronous = full', 'foreign_keys = on')
    const store = await openSqliteStore({ database })
    client.exec(`create table parents (id integer primary key);
      create table children (parent integer references parents (id) deferrable initially deferred);
      create trigger poison after insert on holdpoint_records when new.id = 'poison'
      begin insert into children values (7); end`)
    const settled = await Promise.allSettled(['a', 'poison', 'b'].map((id) => store.create(record(id))))
    for (const result of settled)
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'HoldpointError', code: 'unavailable' } })
    for (const id of ['a', 'poison', 'b']) expect(await store.read('approvals', id)).toBeUndefined()
    expect(await store.create(record('a'))).toBe('created')
    await store.close()
    expect(client.open).toBe(true)
    client.close()
  })

  it('rejects only the write whose statement failed', async () => {
    const { client, database } = hostDatabase('journal_mode = wal', 'synchronous = full')
    const store = await openSqliteStore({ database })
    client.exec(`create trigger bad before insert on holdpoint_records when new.id = 'bad'
      begin select raise(abort, 'no'); end`)
    const settled = await Promise.allSettled(['a', 'bad', 'b'].map((id) => store.create(record(id))))
    expect(settled.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await store.read('approvals', 'bad')).toBeUndefined()
    await store.close()
    client.close()
  })

  it('rejects on a full disk, keeps what was acknowledged, and writes again when there is room (I9)', async () => {
    const { client, database } = hostDatabase('journal_mode = wal', 'synchronous = full')
    const store = await openSqliteStore({ database })
    client.pragma('max_page_count = 60')
    const settled = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => store.create(record(`a${n}`))))
    const kept = settled.flatMap((result, n) => (result.status === 'fulfilled' ? [`a${n}`] : []))
    expect(kept.length).toBeLessThan(100)
    for (const n of settled.keys())
      expect((await store.read('approvals', `a${n}`)) !== undefined, `a${n}`).toBe(kept.includes(`a${n}`))
    client.pragma('max_page_count = 100000')
    expect(await store.create(record('later'))).toBe('created')
    await store.close()
    client.close()
  })
})
