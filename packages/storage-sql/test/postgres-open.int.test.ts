// Opening: twenty at once, a server that isn't there yet, and what would make an answer untrue.
import { Pool } from 'pg'
import { drizzle } from 'drizzle-orm/node-postgres'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openPostgresStore } from '@holdpoint/storage-sql'
import { postgresForTests } from './postgres-for-tests.ts'
import { sampleRecord } from './sample-record.ts'

const postgres = postgresForTests()
const secret = 'pa55word-that-must-not-show'

describe('migrations', () => {
  it('run once when twenty nodes start at the same time', async () => {
    const schema = postgres.freshSchema()
    const stores = await Promise.all(
      Array.from({ length: 20 }, () => postgres.open({ schema, maxConnections: 2, openTimeoutMs: 30_000 })),
    )
    const answers = await Promise.all(stores.map((store) => store.create(sampleRecord())))
    expect(answers.filter((answer) => answer === 'created')).toHaveLength(1)
    const [version] = await postgres.query(`select value::int from ${schema}.holdpoint_meta where key = 'schema'`)
    expect(version).toEqual({ value: 1 })
  })

  it('undo themselves when the connection is cut in the middle, and run at the next opening', async () => {
    const schema = postgres.freshSchema()
    const proxy = await postgres.proxy()
    let cuts = 0
    proxy.judge = (direction, bytes) => {
      if (direction === 'to-client' || !bytes.includes('create index holdpoint_due')) return 'pass'
      cuts += 1
      return 'cut-after'
    }
    const opening = openPostgresStore({ url: postgres.urlAt(proxy.port) }, { schema, openTimeoutMs: 0 })
    await expect(opening).rejects.toMatchObject({ code: 'unavailable' })
    expect(cuts).toBe(1)
    const store = await postgres.open({ schema })
    expect(await store.create(sampleRecord())).toBe('created')
  })

  it('leave a newer schema alone', async () => {
    const schema = postgres.freshSchema()
    await postgres.open({ schema })
    await postgres.query(`update ${schema}.holdpoint_meta set value = 99`)
    const opening = openPostgresStore({ url: postgres.server().url }, { schema })
    await expect(opening).rejects.toMatchObject({ code: 'invalid_config', detail: expect.stringContaining('99') })
  })

  it('keep the nodes of two schemas apart', async () => {
    const [one, other] = [postgres.freshSchema(), postgres.freshSchema()]
    const stores = [await postgres.open({ schema: one }), await postgres.open({ schema: other })]
    for (const store of stores) expect(await store.create(sampleRecord())).toBe('created')
  })
})

describe('a wrong configuration', () => {
  const url = () => postgres.server().url
  it.each([
    ['a URL of another kind', () => ({ url: `https://u:${secret}@h/db` }), {}, 'url:'],
    ['a URL that is none', () => ({ url: `postgres://u:${secret}@[` }), {}, 'url:'],
    ['a database that is not there', () => ({ url: url().replace(/holdpoint$/, 'nowhere') }), {}, 'does not exist'],
    ['a user that is not there', () => ({ url: url().replace('holdpoint@', `nobody:${secret}@`) }), {}, 'user'],
    ['a schema that needs quotes', () => ({ url: url() }), { schema: 'Robert"; drop' }, 'schema:'],
    ['a schema of the system', () => ({ url: url() }), { schema: 'pg_mine' }, 'schema:'],
    ['a drizzle over something else', () => ({ database: { $client: {} } }), {}, 'database:'],
  ])('%s is told, and no password shown', async (_, source, options, told) => {
    const error: unknown = await openPostgresStore(source(), options).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'invalid_config', detail: expect.stringContaining(told) })
    expect(String(error)).not.toContain(secret)
  })

  it.each([
    ['synchronous_commit', 'off', 'synchronous_commit'],
    ['default_transaction_isolation', 'serializable', 'default_transaction_isolation'],
  ])('%s = %s would make an answer untrue, and is refused', async (setting, value, told) => {
    const client = new Pool({ connectionString: url(), options: `-c ${setting}=${value}` })
    onTestFinished(() => client.end())
    const opening = openPostgresStore({ database: drizzle({ client }) })
    await expect(opening).rejects.toMatchObject({ code: 'invalid_config', detail: expect.stringContaining(told) })
  })
})

describe('nothing is kept in a session', () => {
  it('so that every statement may run on another connection, as behind a transaction pooler', async () => {
    const client = new Pool({ connectionString: postgres.server().url, maxUses: 1 })
    onTestFinished(() => client.end())
    const options = { schema: postgres.freshSchema(), transactionPooler: true }
    const store = await openPostgresStore({ database: drizzle({ client }) }, options)
    const cap = { facets: ['pending', 'default', undefined, 'key:bot'], max: 2 } as const
    const answers = await Promise.all(['a', 'b', 'c'].map((id) => store.create(sampleRecord({ id }), cap)))
    expect(answers.toSorted()).toEqual(['created', 'created', 'full'])
    expect(await store.commit(sampleRecord({ id: 'a', rev: 2, dueAt: 5 }), 1, (await store.now()) + 60_000)).toBe('won')
    expect(await store.due('approvals', 5, 10)).toEqual(['a'])
    expect((await store.read('approvals', 'a'))?.rev).toBe(2)
    await store.close()
  })
})

describe('a server that is not there', () => {
  it('is waited for as long as one says, and then told', async () => {
    const proxy = await postgres.proxy()
    proxy.refuse()
    const said: string[] = []
    const options = { schema: postgres.freshSchema(), openTimeoutMs: 300, warn: (line: string) => void said.push(line) }
    const opening = openPostgresStore({ url: postgres.urlAt(proxy.port) }, options)
    await expect(opening).rejects.toMatchObject({ code: 'unavailable' })
    expect(said).toHaveLength(1)
  })

  it('is used as soon as it comes', async () => {
    const proxy = await postgres.proxy()
    proxy.refuse()
    setTimeout(() => proxy.recover(), 300)
    const store = await postgres.open({ port: proxy.port, schema: postgres.freshSchema() })
    expect(await store.create(sampleRecord())).toBe('created')
  })
})
