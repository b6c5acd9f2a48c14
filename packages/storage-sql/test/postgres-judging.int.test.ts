// By which moment PostgreSQL judges: not before it holds the record, and not so that somebody sees what isn't so (I5, I8).
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { postgresForTests } from './postgres-for-tests.ts'
import { sampleRecord } from './sample-record.ts'

const postgres = postgresForTests()

async function session(): Promise<Client> {
  const client = new Client({ connectionString: postgres.server().url })
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

describe('a commit that has to be in time', () => {
  it('is judged when it holds the record: what waited for it past its time is late', async () => {
    const schema = postgres.freshSchema()
    const store = await postgres.open({ schema })
    await store.create(sampleRecord())
    await store.create(sampleRecord({ id: 'free' }))
    const other = await session()
    await other.query('begin')
    await other.query(`select from ${schema}.holdpoint_records where id = 'a1' for update`)
    const before = (await store.now()) + 150
    const waiting = store.commit(sampleRecord({ rev: 2 }), 1, before)
    await sleep(10)
    // Others are not held up by it.
    expect(await store.commit(sampleRecord({ id: 'free', rev: 2 }), 1, before + 60_000)).toBe('won')
    await sleep(300)
    await other.query('rollback')
    expect(await waiting).toBe('late')
    expect(await store.read('approvals', 'a1')).toEqual(sampleRecord())
  })

  it('waits for who was first, and is stale then', async () => {
    const schema = postgres.freshSchema()
    const store = await postgres.open({ schema })
    await store.create(sampleRecord())
    const other = await session()
    await other.query('begin')
    await other.query(`update ${schema}.holdpoint_records set rev = 2`)
    const waiting = store.commit(sampleRecord({ rev: 2, body: '{"late":true}' }), 1, (await store.now()) + 60_000)
    await sleep(50)
    await other.query('commit')
    expect(await waiting).toBe('stale')
    expect((await store.read('approvals', 'a1'))?.body).toBe('{}')
  })
})

describe('a record whose time is over', () => {
  it('is not shown while somebody’s commit, judged in time, is on its way to be seen', async () => {
    const schema = postgres.freshSchema()
    const store = await postgres.open({ schema })
    const reader = await postgres.open({ schema })
    const turn = { at: (await store.now()) + 2_000, to: 'expired' }
    await store.create(sampleRecord({ turn }))
    const decided = sampleRecord({ rev: 2, facets: ['approved', 'default', 'tool.call', 'key:bot'] })
    // From now on a commit is flushed, and then waits for a standby that isn't there before anyone sees it.
    await postgres.query(`alter system set synchronous_standby_names = 'nobody'`)
    await postgres.query('select pg_reload_conf()')
    await sleep(100)
    const committing = store.commit(decided, 1, turn.at)
    await sleep(turn.at - (await reader.now()) + 50)
    let shown: unknown = 'nothing yet'
    const reading = reader.read('approvals', 'a1').then((record) => (shown = record))
    await sleep(150)
    const early = shown
    await postgres.query('alter system reset synchronous_standby_names')
    await postgres.query('select pg_reload_conf()')
    expect(early).toBe('nothing yet')
    expect(await committing).toBe('won')
    expect(await reading).toEqual(decided)
  })
})
