// A record's life on PostgreSQL (create, commit, commit), beside the bare driver doing as many durable writes of as many
// bytes, in turns on one server, so that the ratio means something on any machine.
import type { StoreRecord } from '@holdpoint/core'
import { openPostgresStore } from '@holdpoint/storage-sql'
import { Pool } from 'pg'
import { cyclesPerSecond, median } from './cycles-per-second.ts'

export interface CycleRow {
  readonly callers: number
  readonly barePerSecond: number
  readonly storePerSecond: number
  /** Of the store to the bare driver. */
  readonly ratio: number
}

export interface CycleOptions {
  readonly url: string
  readonly callers?: readonly number[]
  /** Each of them is measured so often, for so long; the medians count. */
  readonly rounds?: number
  readonly roundMs?: number
}

const body = JSON.stringify({ pad: 'x'.repeat(900) })
const farOff = 8_000_000_000_000

export async function postgresCycles(options: CycleOptions): Promise<readonly CycleRow[]> {
  const { url, callers = [1, 8, 32], rounds = 5, roundMs = 1_000 } = options
  const pool = new Pool({ connectionString: url, max: Math.max(...callers) })
  await pool.query('create table if not exists bare (id text primary key, status text not null, body text not null)')
  const store = await openPostgresStore({ url }, { schema: 'bench' })
  const run = `${Date.now()}`
  let made = 0

  const bare = async () => {
    const id = `${run}-${(made += 1)}`
    const insert = { name: 'insert', text: 'insert into bare values ($1, $2, $3)' }
    const update = { name: 'update', text: 'update bare set status = $2, body = $3 where id = $1' }
    await pool.query(insert, [id, 'pending', body])
    for (const status of ['approved', 'started']) await pool.query(update, [id, status, body])
  }
  const ours = async () => {
    const first = recordOf(`${run}-${(made += 1)}`)
    await store.create(first)
    const second = nextOf(first, 'approved')
    const verdicts = [await store.commit(second, 1, farOff), await store.commit(nextOf(second, 'started'), 2)]
    if (verdicts.some((verdict) => verdict !== 'won')) throw new Error(`a commit was ${verdicts.join()}`)
  }

  try {
    const rows: CycleRow[] = []
    for (const count of callers) {
      for (const warm of [bare, ours]) await cyclesPerSecond(warm, count, roundMs / 4)
      const [bares, stores]: [number[], number[]] = [[], []]
      for (let round = 0; round < rounds; round += 1) {
        bares.push(await cyclesPerSecond(bare, count, roundMs))
        stores.push(await cyclesPerSecond(ours, count, roundMs))
      }
      const [barePerSecond, storePerSecond] = [median(bares), median(stores)]
      rows.push({ callers: count, barePerSecond, storePerSecond, ratio: storePerSecond / barePerSecond })
    }
    return rows
  } finally {
    await store.close()
    await pool.end()
  }
}

const recordOf = (id: string): StoreRecord => ({
  collection: 'approvals',
  id,
  rev: 1,
  schema: 1,
  dueAt: farOff,
  sortKey: Date.now().toString().padStart(15, '0'),
  facets: ['pending', 'default', 'tool.call', 'key:bot'],
  turn: { at: farOff, to: 'expired' },
  body,
  outbox: [],
})

const nextOf = (record: StoreRecord, status: string): StoreRecord => ({
  ...record,
  rev: record.rev + 1,
  dueAt: null,
  turn: null,
  facets: [status, 'default', 'tool.call', 'key:bot'],
})
