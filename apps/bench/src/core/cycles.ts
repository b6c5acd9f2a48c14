// An approval's whole life in one process (asked, waited for, decided, started, finished) on each store, beside as many
// writes to the bare thing under it: a Map with timers, and a bare better-sqlite3 with WAL and full sync.
import { join } from 'node:path'
import { createHoldpoint, type Principal, type Result, type Store } from '@holdpoint/core'
import Sqlite from 'better-sqlite3'
import { cyclesPerSecond, median } from '../cycles-per-second.ts'
import type { Figure } from '../report/figure.ts'
import type { Size } from '../report/size.ts'
import { inFolder, openStore, storeNames, type StoreName } from './open-store.ts'

const callers = 32
const principal = (id: string, scopes: Principal['scopes']): Principal => ({ id, scopes, loops: ['*'], via: 'code' })
const bot = principal('key:bot', ['request'])
const ann = principal('ann', ['decide'])
const draft = { loop: 'default', action: { kind: 'tool.call', target: { tool: 'rm' }, input: { path: '/tmp/a' } } }

const goals: Partial<Record<StoreName, string>> = { memory: '≥ 20,000/s', SQLite: '≥ 4,000/s' }

export async function cycles({ roundMs, rounds }: Size): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const name of storeNames) {
    const [ours, bares]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round += 1)
      await inFolder(async (folder) => {
        const bare = bareOf(name, folder)
        if (bare) bares.push(await cyclesPerSecond(bare.cycle, callers, roundMs))
        bare?.close()
        const store = await openStore(name, folder)
        const cycle = cycleOn(store)
        await cyclesPerSecond(cycle, callers, roundMs / 2)
        ours.push(await cyclesPerSecond(cycle, callers, roundMs))
        await store.close()
      })
    const value = median(ours)
    const floor = bares.length > 0 ? { floor: median(bares), ratio: value / median(bares) } : {}
    const goal = goals[name]
    figures.push({
      what: `${name}, ${callers} callers`,
      value,
      unit: '/s',
      ...floor,
      ...(goal !== undefined && { goal }),
    })
  }
  return figures
}

export function cycleOn(store: Store): () => Promise<void> {
  const { approvals } = createHoldpoint({ store })
  return async () => {
    const { id, digest } = must(await approvals.request(bot, draft)).approval
    const waiting = approvals.wait(bot, id, { timeoutMs: 30_000 })
    must(await approvals.decide(ann, id, { verdict: 'allow-once', digest }))
    must(await waiting)
    const { ticket } = must(await approvals.start(bot, id, digest))
    must(await approvals.finish(bot, id, { ticket, outcome: 'succeeded' }))
  }
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.detail)
  return result.value
}

interface Bare {
  readonly cycle: () => Promise<void>
  close(): void
}

function bareOf(name: StoreName, folder: string): Bare | undefined {
  let made = 0
  const body = JSON.stringify({ pad: 'x'.repeat(900) })
  switch (name) {
    case 'memory': {
      const kept = new Map<string, { status: string; timer: NodeJS.Timeout; resolve: () => void }>()
      const cycle = async () => {
        const id = `ap_${(made += 1)}`
        const { promise, resolve } = Promise.withResolvers<void>()
        kept.set(id, { status: 'pending', timer: setTimeout(resolve, 60_000), resolve })
        const entry = kept.get(id)
        if (!entry) return
        for (const status of ['approved', 'started', 'succeeded']) entry.status = status
        clearTimeout(entry.timer)
        entry.resolve()
        await promise
        kept.delete(id)
      }
      return { cycle, close: () => kept.clear() }
    }
    case 'file':
      // Its floor, an append and a sync by itself, is measured with the store alone.
      return undefined
    case 'SQLite': {
      const database = new Sqlite(join(folder, 'bare.sqlite'))
      database.pragma('journal_mode = wal')
      database.pragma('synchronous = full')
      database.exec('create table bare (id text primary key, status text, body text)')
      const insert = database.prepare('insert into bare values (?, ?, ?)')
      const update = database.prepare('update bare set status = ?, body = ? where id = ?')
      const cycle = async () => {
        const id = `ap_${(made += 1)}`
        insert.run(id, 'pending', body)
        for (const status of ['approved', 'started', 'succeeded']) update.run(status, body, id)
      }
      return { cycle, close: () => void database.close() }
    }
  }
}
