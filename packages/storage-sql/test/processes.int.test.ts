import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store, StoreRecord } from '@holdpoint/core/store'
import { openPostgresStore, openSqliteStore } from '@holdpoint/storage-sql'
import { startPostgres, type PostgresServer } from '@holdpoint/testkit'
import { sampleRecord } from './sample-record.ts'

const script = fileURLToPath(new URL('processes/child.mjs', import.meta.url))
const killRounds = process.env['HOLDPOINT_SCALE'] === 'full' ? 50 : 5

let server: PostgresServer
let place: Place
let path: string
let children: ChildProcess[]

interface Place {
  /** What the child is told. */
  readonly path: string
  open(): Promise<Store>
  remove(): Promise<void>
}

async function sqlite(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-'))
  const path = join(folder, 'holdpoint.db')
  return { path, open: () => openSqliteStore({ path }), remove: () => rm(folder, { recursive: true }) }
}

async function postgres(): Promise<Place> {
  const { url } = server
  const open = () => openPostgresStore({ url }, { schema: 'processes' })
  const remove = async () => {
    const client = new Client({ connectionString: url })
    await client.connect()
    await client.query('drop schema processes cascade')
    await client.end()
  }
  return { path: url, open, remove }
}

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server?.remove())

afterEach(async () => {
  const gone = children.map(async (child) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  await Promise.all(gone)
  await place.remove()
})

function start(mode: 'race' | 'write', name: string): ChildProcess {
  const child = fork(script, [mode, path, name], { execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  children.push(child)
  return child
}

interface RaceAnswer {
  readonly answers: readonly string[]
  readonly names: readonly string[]
}

const first = sampleRecord({ facets: ['v1', 'default', 'tool.call', 'parent'] })

async function everyRecord(store: Store): Promise<Map<string, StoreRecord>> {
  const found = new Map<string, StoreRecord>()
  const query = {
    facets: [undefined, undefined, undefined, undefined],
    limit: 100,
    direction: 'ascending',
    now: 0,
  } as const
  let page = await store.list('approvals', query)
  for (;;) {
    for (const record of page.items) found.set(record.id, record)
    if (page.next === undefined) return found
    page = await store.list('approvals', { ...query, after: page.next })
  }
}

describe.each([
  ['SQLite', sqlite],
  ['PostgreSQL', postgres],
] as const)('%s', (_, make) => {
  beforeEach(async () => {
    children = []
    place = await make()
    path = place.path
  })

  describe('several processes on one database', () => {
    it('lets one of 20 commits from four processes win, each of 20 rounds (I2, I5)', async () => {
      const store = await place.open()
      await store.create(first)
      const racers = ['p', 'q', 'r', 's'].map((name) => start('race', name))
      await Promise.all(racers.map((racer) => once(racer, 'message')))
      for (let rev = 1; rev <= 20; rev += 1) {
        const heard = racers.map((racer) => once(racer, 'message'))
        for (const racer of racers) racer.send({ rev })
        const results: RaceAnswer[] = (await Promise.all(heard)).map(([message]) => message)
        const answers = results.flatMap((result) => result.answers)
        expect(answers.toSorted()).toEqual([...Array.from({ length: 19 }, () => 'stale'), 'won'])
        const winner = results.flatMap((result) => result.names)[answers.indexOf('won')]
        const record = await store.read('approvals', 'a1')
        expect(record).toMatchObject({ rev: rev + 1, facets: [`v${rev + 1}`, 'default', 'tool.call', winner] })
      }
      for (const racer of racers) {
        racer.disconnect()
        expect(await once(racer, 'exit')).toEqual([0, null])
      }
      await store.close()
    })

    it('opens a new one in four processes at once', async () => {
      const racers = ['p', 'q', 'r', 's'].map((name) => start('race', name))
      for (const [message] of await Promise.all(racers.map((racer) => once(racer, 'message'))))
        expect(message).toBe('ready')
    })
  })

  describe('kill -9 of a writer', () => {
    it(`keeps every acknowledged record whole, ${killRounds} rounds (I9, I11, I12)`, { timeout: 300_000 }, async () => {
      const acknowledged = new Map<string, number>()
      for (let round = 0; round < killRounds; round += 1) {
        const writer = start('write', `w${round}`)
        let output = ''
        writer.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
        while (output === '') await sleep(5)
        await sleep(50 + Math.random() * 250)
        const gone = once(writer, 'close')
        writer.kill('SIGKILL')
        await gone
        for (const line of output.split('\n').slice(0, -1)) {
          const [id = '', rev] = line.split(' ')
          acknowledged.set(id, Math.max(Number(rev), acknowledged.get(id) ?? 0))
        }

        const store = await place.open()
        const records = await everyRecord(store)
        await store.close()
        for (const [id, rev] of acknowledged) expect(records.get(id)?.rev ?? 0, id).toBeGreaterThanOrEqual(rev)
        for (const record of records.values()) {
          expect(JSON.parse(record.body)).toMatchObject({ id: record.id, rev: record.rev, by: record.facets[3] })
          expect(record.facets[0]).toBe(`v${record.rev}`)
          expect(record.outbox.map((entry) => entry.effect.id)).toEqual([`${record.id}:${record.rev}`])
        }
      }
      expect(acknowledged.size).toBeGreaterThan(killRounds * 8)
    })
  })
})
