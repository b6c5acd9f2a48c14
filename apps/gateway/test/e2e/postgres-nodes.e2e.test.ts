// Two gateways on one PostgreSQL, as processes: whoever is asked, whoever decides, whoever dies or sleeps, it is delivered
// once or not at all.
import { startPostgres, type PostgresServer } from '@holdpoint/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from './api.ts'
import { eventually } from './eventually.ts'
import { gatewayForTest, type GatewayProcess } from './gateway-process.ts'
import { decide, hold, message, read } from './held-message.ts'

const rounds = process.env['HOLDPOINT_SCALE'] === 'full' ? 500 : 50
const token = 'f3c1a7d05b2e49888d6a1c0e7b94f2d6'
const password = 'n0t-t0-be-sh0wn'

let server: PostgresServer
let made = 0

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server?.remove())

let nodes: readonly [GatewayProcess, GatewayProcess]
/** The same credential on both, as the operator of several gateways sets it. */
let operators: readonly [Api, Api]
let bots: readonly [Api, Api]

beforeEach(async () => {
  const storage = server.url.replace('holdpoint@', `holdpoint:${password}@`)
  const postgres = { schema: `gateways_${(made += 1)}` }
  const start = () => gatewayForTest({ config: { storage, postgres, auth: { mode: 'token', token } } })
  const [a, b] = await Promise.all([start(), start()])
  nodes = [a, b]
  operators = [a.api(token), b.api(token)]
  const key = await operators[0].post('/v1/keys', { name: 'bot', scopes: ['request'], loops: ['default'] })
  bots = [a.api(key.body.key), b.api(key.body.key)]
})

const deliveredTimes = async (id: string): Promise<number> =>
  (await Promise.all(nodes.map((node) => node.delivered()))).flat().filter(({ approval }) => approval === id).length

const statusAt = async (n: 0 | 1, id: string) => (await operators[n].get(`/v1/approvals/${id}`)).body.status

const untilEnded = (id: string, status: string) =>
  eventually(
    `${id} is ${status} on both`,
    async () => (await statusAt(0, id)) === status && (await statusAt(1, id)) === status,
    {
      timeoutMs: 30_000,
    },
  )

describe('two gateways on one PostgreSQL', () => {
  it('asked on one, decided on the other, waited for on the first, delivered once; no password is shown', async () => {
    const asked = await hold(bots[0], message('across'))
    const waiting = bots[0].get(`/v1/approvals/${asked.id}`, { prefer: 'wait=30' })
    const startedAt = performance.now()
    expect(await decide(operators[1], asked, 'allow-once')).toMatchObject({ status: 200 })
    expect((await waiting).body.status).toMatch(/approved|started|succeeded/)
    process.stdout.write(
      `decided on one gateway, heard on the other: ${Math.round(performance.now() - startedAt)} ms\n`,
    )
    await untilEnded(asked.id, 'succeeded')
    expect(await deliveredTimes(asked.id)).toBe(1)
    for (const node of nodes) {
      await node.stop()
      expect(node.stdout() + node.stderr()).not.toContain(password)
    }
  })

  it(`two opposite decisions at once, one on each: one wins, ${rounds} times (I4, I5)`, async () => {
    const ends: { readonly id: string; readonly allowed: boolean }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const asked = await hold(bots[round % 2 === 0 ? 0 : 1], message(`round ${round}`))
      const [allower, denier] = round % 4 < 2 ? operators : [operators[1], operators[0]]
      const [allow, deny] = await Promise.all([decide(allower, asked, 'allow-once'), decide(denier, asked, 'deny')])
      expect(new Set([allow.status, deny.status])).toEqual(new Set([200, 409]))
      ends.push({ id: asked.id, allowed: allow.status === 200 })
    }
    expect(new Set(ends.map(({ allowed }) => allowed)).size, 'both happen').toBe(2)
    for (const { id, allowed } of ends) {
      await untilEnded(id, allowed ? 'succeeded' : 'denied')
      expect(await deliveredTimes(id)).toBe(allowed ? 1 : 0)
    }
  })

  it('kill -9 of one: what it held is decided and delivered by the other (I2, I11)', async () => {
    const [a] = nodes
    const held = await Promise.all([1, 2, 3, 4].map((n) => hold(bots[0], message(`left behind ${n}`))))
    const [first] = held
    if (!first) throw new Error('four are held')
    await a.kill()
    for (const asked of held) expect(await decide(operators[1], asked, 'allow-once')).toMatchObject({ status: 200 })
    for (const { id } of held)
      await eventually(`${id} is delivered`, async () => (await statusAt(1, id)) === 'succeeded')
    await a.start()
    expect((await read({ ...a, operator: operators[0] }, first.id)).status).toBe('succeeded')
    for (const { id } of held) expect(await deliveredTimes(id)).toBe(1)
  })

  it('SIGSTOP of one, then SIGCONT: the other goes on meanwhile, and nothing is done twice (I2)', async () => {
    const [a] = nodes
    const before = await hold(bots[0], message('before the sleep'))
    const asleep = decide(operators[0], before, 'deny')
    a.freeze()
    const winner = await decide(operators[1], before, 'allow-once')
    const during = await hold(bots[1], message('during the sleep'))
    expect(await decide(operators[1], during, 'allow-once')).toMatchObject({ status: 200 })
    await eventually('the other delivers', async () => (await statusAt(1, during.id)) === 'succeeded')
    a.thaw()
    const loser = await asleep
    expect(new Set([winner.status, loser.status])).toEqual(new Set([200, 409]))
    await untilEnded(before.id, winner.status === 200 ? 'succeeded' : 'denied')
    await untilEnded(during.id, 'succeeded')
    expect(await deliveredTimes(during.id)).toBe(1)
    expect(await deliveredTimes(before.id)).toBe(winner.status === 200 ? 1 : 0)
  })

  it('PostgreSQL down: not ready and 503, nothing runs; back again: ready, and what was decided is there (I6, I9)', async () => {
    const [a, b] = nodes
    const asked = await hold(bots[0], message('outlives it'))
    await server.kill()
    try {
      for (const api of [a.api(), b.api()]) expect(await api.get('/readyz')).toMatchObject({ status: 503 })
      expect(await decide(operators[0], asked, 'allow-once')).toMatchObject({ status: 503 })
      expect(await bots[1].post('/v1/outbound', message('refused'))).toMatchObject({ status: 503 })
      expect(await a.api().get('/healthz')).toMatchObject({ status: 200 })
    } finally {
      await server.start()
    }
    for (const api of [a.api(), b.api()])
      await eventually('it is ready again', async () => (await api.get('/readyz')).status === 200)
    expect(await decide(operators[1], asked, 'allow-once')).toMatchObject({ status: 200 })
    await untilEnded(asked.id, 'succeeded')
    expect(await deliveredTimes(asked.id)).toBe(1)
    expect((await Promise.all(nodes.map((node) => node.delivered()))).flat()).toHaveLength(1)
  })
})

it('a PostgreSQL that is frozen makes the gateway not ready within a probe’s patience', async () => {
  await server.freeze()
  try {
    const startedAt = performance.now()
    expect(await nodes[0].api().get('/readyz')).toMatchObject({ status: 503 })
    expect(performance.now() - startedAt).toBeLessThan(20_000)
  } finally {
    await server.thaw()
  }
  await eventually('it is ready again', async () => (await nodes[0].api().get('/readyz')).status === 200, {
    timeoutMs: 30_000,
  })
})
