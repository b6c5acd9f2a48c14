// Creating and deciding over HTTP on SQLite, each answer durable on disk before it is sent.
import { join } from 'node:path'
import { Client } from 'undici'
import { inFolder } from '../core/open-store.ts'
import type { Figure } from '../report/figure.ts'
import { allow, ask, type Held } from './api-calls.ts'
import { startApiServer } from './api-server.ts'

/** Ten times those of the nearest peer, which syncs less. */
const goals = { create: '≥ 13,000/s', decide: '≥ 9,740/s' }

export function createAndDecide(forMs: number): Promise<readonly Figure[]> {
  return inFolder(async (folder) => {
    const figures: Figure[] = []
    for (const connections of [1, 8, 32]) figures.push(...(await measure(folder, connections, forMs)))
    return figures
  })
}

async function measure(folder: string, connections: number, forMs: number): Promise<readonly Figure[]> {
  const server = await startApiServer({ sqlite: join(folder, `${connections}.sqlite`) })
  const clients = Array.from({ length: connections }, () => new Client(`http://127.0.0.1:${server.port}`))
  const held: Held[] = []
  const goalAt = (name: keyof typeof goals) => connections === 32 && { goal: goals[name] }
  try {
    const create = async (client: Client) => {
      held.push(await ask(client))
      return true
    }
    await drive(clients, create, forMs / 2)
    const created = await drive(clients, create, forMs)
    let next = 0
    const decide = async (client: Client) => {
      const one = held[next]
      next += 1
      if (!one) return false
      await allow(client, one)
      return true
    }
    const decided = await drive(clients, decide, forMs)
    return [
      { what: `create, ${connections} connections`, value: created, unit: '/s', ...goalAt('create') },
      { what: `decide, ${connections} connections`, value: decided, unit: '/s', ...goalAt('decide') },
    ]
  } finally {
    await Promise.all(clients.map((client) => client.destroy()))
    await server.close()
  }
}

/** Calls a second, each client with one at a time; a call that returns false ends its client's turn. */
async function drive(
  clients: readonly Client[],
  call: (client: Client) => Promise<boolean>,
  forMs: number,
): Promise<number> {
  const startedAt = performance.now()
  let done = 0
  const go = async (client: Client) => {
    while (performance.now() - startedAt < forMs && (await call(client))) done += 1
  }
  await Promise.all(clients.map(go))
  return (done / (performance.now() - startedAt)) * 1_000
}
