// Everything that is measured, in the order in which it is told.
import { startPostgres } from '@holdpoint/testkit'
import { createAndDecide } from '../api/create-and-decide.ts'
import { eventStreams } from '../api/event-streams.ts'
import { heldGet } from '../api/held-get.ts'
import { cycles } from '../core/cycles.ts'
import { manyPending } from '../core/many-pending.ts'
import { webhookParse } from '../core/webhook-parse.ts'
import { adapterRows } from '../http/adapter-rows.ts'
import { postgresCycles } from '../postgres-cycle.ts'
import { postgresWake } from '../postgres-wake.ts'
import { measureFileStore } from '../stores-file.ts'
import type { Figure } from './figure.ts'
import type { Size } from './size.ts'

export interface Part {
  readonly title: string
  readonly measure: (size: Size) => Promise<readonly Figure[]>
}

export const parts: readonly Part[] = [
  { title: 'In one process: ask, wait, decide, start, finish', measure: cycles },
  {
    title: 'Over HTTP on SQLite, every answer synced to disk first',
    measure: ({ roundMs }) => createAndDecide(roundMs),
  },
  { title: 'CPU of one answer over HTTP, beside the bare framework', measure: adapters },
  { title: 'From a decision to whoever waits for it, over HTTP', measure: resuming },
  { title: 'PostgreSQL', measure: postgres },
  { title: 'Durable writes of the file store, beside one append and sync after another', measure: fileStore },
  { title: 'Many pending approvals', measure: manyPending },
  { title: 'Reading a HITL.sh webhook', measure: webhookParse },
]

async function adapters({ roundMs: ms, rounds, warmUp }: Size): Promise<readonly Figure[]> {
  const rows = await adapterRows({ ms, rounds, warmUp })
  return rows.map(({ what, cpuUs, ratio, goal }) => ({
    what,
    value: cpuUs,
    unit: 'µs',
    floor: cpuUs * ratio,
    ratio,
    ...(goal !== undefined && { goal: `ratio ≥ ${goal}` }),
  }))
}

async function resuming({ decisions, streams }: Size): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const { idleMs, p50Ms, p99Ms, goalMs } of await heldGet({ decisions })) {
    const what = `held GET, ${idleMs === 0 ? 'processes awake' : `idle for ${idleMs} ms before`}`
    figures.push(...bothOf(what, p50Ms, p99Ms, [`≤ ${goalMs} ms`, '≤ 3 ms']))
  }
  const { p50Ms, p99Ms, goalMs } = await eventStreams({ streams, decisions: Math.min(decisions, 20) })
  return [...figures, ...bothOf(`${streams} event streams`, p50Ms, p99Ms, [undefined, `≤ ${goalMs} ms`])]
}

async function postgres({ roundMs, rounds, decisions }: Size): Promise<readonly Figure[]> {
  const server = await startPostgres()
  try {
    const { url } = server
    const rows = (await postgresCycles({ url, rounds, roundMs })).map(
      ({ callers, storePerSecond, barePerSecond, ratio }): Figure => ({
        what: `create, commit, commit: ${callers} callers, beside the bare driver`,
        value: storePerSecond,
        unit: '/s',
        floor: barePerSecond,
        ratio,
        goal: 'ratio ≥ 0.6',
      }),
    )
    const wakes = await postgresWake({ url, decisions })
    return [
      ...rows,
      ...wakes.flatMap(({ where, p50Ms, p99Ms }) =>
        bothOf(`decision → waiter, ${where}`, p50Ms, p99Ms, where === 'one process' ? [] : ['≤ 5 ms', '≤ 25 ms']),
      ),
    ]
  } finally {
    await server.remove()
  }
}

async function fileStore({ roundMs }: Size): Promise<readonly Figure[]> {
  return (await measureFileStore(roundMs)).map(({ writers, perSecond, barePerSecond, ratio }) => ({
    what: `${writers} writers`,
    value: perSecond,
    unit: '/s',
    floor: barePerSecond,
    ratio,
  }))
}

function bothOf(what: string, p50: number, p99: number, goals: readonly (string | undefined)[]): readonly Figure[] {
  return [
    { what: `${what}, p50`, value: p50, unit: 'ms', ...(goals[0] !== undefined && { goal: goals[0] }) },
    { what: `${what}, p99`, value: p99, unit: 'ms', ...(goals[1] !== undefined && { goal: goals[1] }) },
  ]
}
