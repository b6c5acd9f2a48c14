// Hints between nodes: they get there; and where they can't, whoever waits is told to look, or looks by itself (I14).
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHoldpoint, type Principal } from '@holdpoint/core'
import { createPostgresWake, type PostgresWake, type PostgresWakeOptions } from '@holdpoint/storage-sql'
import { postgresForTests } from './postgres-for-tests.ts'

const postgres = postgresForTests()

interface Ear {
  readonly wake: PostgresWake
  readonly heard: string[]
  missed: number
}

async function ear(options: PostgresWakeOptions & { readonly port?: number } = {}): Promise<Ear> {
  const { port = postgres.server().port, ...rest } = options
  const wake = createPostgresWake({ url: postgres.urlAt(port) }, rest)
  onTestFinished(() => wake.close())
  const ear: Ear = { wake, heard: [], missed: 0 }
  wake.subscribe(
    (id) => void ear.heard.push(id),
    () => (ear.missed += 1),
  )
  await wake.ready
  return ear
}

async function until(what: string, isSo: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const endsAt = performance.now() + timeoutMs
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error(`not so after ${timeoutMs} ms: ${what}`)
    await sleep(10)
  }
}

describe('hints', () => {
  it('get to the other nodes, and at home at once and once', async () => {
    const schema = postgres.freshSchema()
    const [a, b, stranger] = [await ear({ schema }), await ear({ schema }), await ear({ schema: `${schema}_other` })]
    a.wake.notify('ap_1')
    expect(a.heard).toEqual(['ap_1'])
    await until('b hears', () => b.heard.length > 0)
    b.wake.notify('ap_2')
    await until('a hears', () => a.heard.length > 1)
    await sleep(50)
    expect([a.heard, b.heard, stranger.heard]).toEqual([['ap_1', 'ap_2'], ['ap_1', 'ap_2'], []])
  })

  it('go out in few notifications, however many there are, and whatever their names', async () => {
    const schema = postgres.freshSchema()
    const [a, b] = [await ear({ schema }), await ear({ schema })]
    const counting = new Client({ connectionString: postgres.server().url })
    await counting.connect()
    onTestFinished(() => counting.end())
    let notifications = 0
    counting.on('notification', () => (notifications += 1))
    await counting.query(`listen "holdpoint_${schema}"`)
    const names = ['"', '\\', "'; drop", '👍', '\u0000', 'x'.repeat(7_000), 'y'.repeat(9_000)]
    const ids = [...Array.from({ length: 2_000 }, (_, n) => `ap_${n}`), ...names]
    for (const id of ids) a.wake.notify(id)
    await until('b hears all that fit', () => b.heard.length >= ids.length - 1)
    expect(b.heard).toEqual(ids.filter((id) => id.length < 8_000))
    expect(notifications).toBeLessThan(20)
  })

  it('that are no hints of ours are not heard', async () => {
    const schema = postgres.freshSchema()
    const [a, b] = [await ear({ schema }), await ear({ schema })]
    for (const payload of ['', 'ap_1', '{"ids":["ap_1"]}', '[]', '["x",1]', '[["x"],"ap_1"]', 'null', '['])
      await postgres.query('select pg_notify($1, $2)', [`holdpoint_${schema}`, payload])
    b.wake.notify('ap_2')
    await until('a hears', () => a.heard.length > 0)
    expect(a.heard).toEqual(['ap_2'])
  })
})

describe('a listener that is cut off', () => {
  it('listens again, says that hints may have been missed, and sends what waited', async () => {
    const schema = postgres.freshSchema()
    const proxy = await postgres.proxy()
    const said: string[] = []
    const a = await ear({ schema, port: proxy.port, warn: (line) => void said.push(line) })
    const b = await ear({ schema })
    const before = a.missed
    proxy.refuse()
    await until('it notices', () => said.length > 0)
    a.wake.notify('ap_waits')
    proxy.recover()
    await until('it listens again', () => a.missed > before)
    await until('b hears what waited', () => b.heard.includes('ap_waits'))
    b.wake.notify('ap_new')
    await until('a hears again', () => a.heard.includes('ap_new'))
  })

  it('without a word, by a half-open socket, finds it out by its heartbeat', async () => {
    const schema = postgres.freshSchema()
    const proxy = await postgres.proxy()
    const said: string[] = []
    const warn = (line: string) => void said.push(line)
    const a = await ear({ schema, port: proxy.port, heartbeatMs: 100, timeoutMs: 200, warn })
    const before = a.missed
    // What is open stays open and silent; what is opened from now on is as silent.
    proxy.goSilent()
    await until('its heartbeat tells', () => said.some((line) => line.includes('no beat came back')))
    expect(a.missed).toBe(before)
    proxy.recover()
    await until('it listens again', () => a.missed > before)
    const b = await ear({ schema })
    b.wake.notify('ap_1')
    await until('a hears again', () => a.heard.includes('ap_1'))
  })

  it('by a server that is killed, listens again when it is back', async () => {
    const schema = postgres.freshSchema()
    const [a, b] = [await ear({ schema }), await ear({ schema })]
    const before = [a.missed, b.missed]
    await postgres.server().kill()
    await postgres.server().start()
    await until('both listen again', () => a.missed > (before[0] ?? 0) && b.missed > (before[1] ?? 0))
    b.wake.notify('ap_1')
    await until('a hears again', () => a.heard.includes('ap_1'))
  })

  it('can be closed while it is cut off, and while it connects', async () => {
    const proxy = await postgres.proxy()
    const schema = postgres.freshSchema()
    const a = await ear({ schema, port: proxy.port })
    proxy.refuse()
    await a.wake.close()
    const never = createPostgresWake({ url: postgres.urlAt(proxy.port) }, { schema })
    await sleep(20)
    await never.close()
    proxy.recover()
    proxy.goSilent()
    const silent = createPostgresWake({ url: postgres.urlAt(proxy.port) }, { schema, timeoutMs: 300 })
    await sleep(20)
    await silent.close()
    await silent.close()
  })
})

const principal = (id: string, scopes: Principal['scopes']): Principal => ({ id, scopes, loops: ['*'], via: 'api' })
const [bot, ann] = [principal('key:bot', ['request']), principal('ann', ['decide'])]
const draft = { action: { kind: 'tool.call', target: { tool: 'rm' }, input: {} } }

describe('who waits on one node for what is decided on another', () => {
  const twoNodes = async (port?: number, wakeOptions: PostgresWakeOptions = {}) => {
    const schema = postgres.freshSchema()
    const node = async (port?: number) => {
      const { wake } = await ear({ schema, ...wakeOptions, ...(port !== undefined && { port }) })
      const holdpoint = createHoldpoint({ store: await postgres.open({ schema }), wake })
      onTestFinished(() => holdpoint.approvals.close())
      return holdpoint
    }
    const [here, there] = [await node(port), await node()]
    const requested = await here.approvals.request(bot, draft)
    if (!requested.ok) throw new Error(requested.detail)
    const { id, digest } = requested.value.approval
    const waiting = here.approvals.wait(bot, id, { timeoutMs: 60_000 })
    await sleep(50)
    return { waiting, decide: () => there.approvals.decide(ann, id, { verdict: 'allow-once', digest }) }
  }
  const approved = { ok: true, value: { status: 'approved' } }

  it('hears of it long before it would look by itself', async () => {
    const { waiting, decide } = await twoNodes(undefined, { pollMs: 60_000 })
    await decide()
    expect(await waiting).toMatchObject(approved)
  })

  it('finds it by looking, where every hint is lost', async () => {
    const proxy = await postgres.proxy()
    const { waiting, decide } = await twoNodes(proxy.port, { pollMs: 200, heartbeatMs: 60_000 })
    proxy.goSilent()
    await decide()
    expect(await waiting).toMatchObject(approved)
  })

  it('looks at once when it listens again, where the hint came while it was cut off', async () => {
    const proxy = await postgres.proxy()
    const { waiting, decide } = await twoNodes(proxy.port, { pollMs: 60_000 })
    proxy.refuse()
    await decide()
    await sleep(100)
    proxy.recover()
    expect(await waiting).toMatchObject(approved)
  })
})
