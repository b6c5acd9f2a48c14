// Event hooks over real sockets: what a receiver gets, how often, and what it can't do to anybody else.
import {
  createHoldpoint,
  defaultSettings,
  type Approval,
  type Holdpoint,
  type Principal,
  type Store,
} from '@holdpoint/core'
import { verifyWebhook } from '@holdpoint/core/webhooks'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { afterEach, describe, expect, it } from 'vitest'
import { createCallbackHooks, type CallbackHooksOptions } from '../../src/outbound/callback-hooks.ts'
import { startReceiver, type Receiver } from './loopback-receiver.ts'

const secret = 'a-secret-for-hooks-only-0123456789'
const bot: Principal = { id: 'key:bot', scopes: ['request'], loops: ['*'], via: 'api' }
const ann: Principal = { id: 'ann', scopes: ['decide'], loops: ['*'], via: 'inbox' }
const operator: Principal = { id: 'operator', scopes: ['admin'], loops: ['*'], via: 'api' }

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function started(options: Partial<CallbackHooksOptions> = {}, wrap = (store: Store) => store, now = Date.now) {
  const store = wrap(createMemoryStore({ now }))
  const hooks = createCallbackHooks({ secrets: [secret], allow: ['127.0.0.0/8'], ladderMs: [20, 20], ...options })
  const settings = { ...defaultSettings, maxPending: 1_000 }
  const holdpoint = createHoldpoint({ store, hooks, settings: () => settings })
  holdpoint.pump.start()
  closing.push(async () => {
    holdpoint.approvals.close()
    await holdpoint.pump.stop(0)
    await holdpoint.rules.close()
    await store.close()
  })
  return holdpoint
}

async function receiving(answer: Parameters<typeof startReceiver>[0]): Promise<Receiver & { readonly url: string }> {
  const receiver = await startReceiver(answer)
  closing.push(() => receiver.close())
  return { ...receiver, received: receiver.received, url: `http://127.0.0.1:${receiver.port}/hook` }
}

const draft = (callbackUrl: string) => ({
  action: { kind: 'tool.call', target: { tool: 'mail' }, input: { to: 'bob' } },
  callbackUrl,
})

async function ask({ approvals }: Holdpoint, url: string): Promise<Approval> {
  const made = await approvals.request(bot, draft(url))
  if (!made.ok) throw new Error(made.detail)
  return made.value.approval
}

const allow = async ({ approvals }: Holdpoint, { id, digest }: Approval) =>
  expect(await approvals.decide(ann, id, { verdict: 'allow-once', digest, reason: 'fine' })).toMatchObject({ ok: true })

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    if (await isTrue()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it never came')
}

const idsOf = ({ received }: Receiver) => received.map(({ headers }) => headers['webhook-id'])
const deadOf = async ({ deadHooks }: Holdpoint) => {
  const page = await deadHooks.list(operator, { limit: 100 })
  return page.ok ? page.value.items : []
}
const ok = (response: { end: () => unknown }) => void response.end()

describe('an event hook', () => {
  it('tells each change of status once, signed, and the approval as it was then', async () => {
    const receiver = await receiving(ok)
    const holdpoint = started()
    const asked = await ask(holdpoint, receiver.url)
    await allow(holdpoint, asked)
    const begun = await holdpoint.approvals.start(bot, asked.id, asked.digest)
    if (!begun.ok) throw new Error(begun.detail)
    const { ticket } = begun.value
    await holdpoint.approvals.finish(bot, asked.id, { ticket, outcome: 'succeeded', detail: { id: 7 } })
    await until(() => receiver.received.length === 3)
    const said = receiver.received.map(
      ({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> },
    )
    const bodies = said.toSorted((a, b) => Number(a.data['version']) - Number(b.data['version']))
    expect(bodies.map(({ type }) => type)).toEqual(['approval.approved', 'approval.started', 'approval.succeeded'])
    expect(bodies.map(({ data }) => [data['status'], data['version']])).toEqual([
      ['approved', 2],
      ['started', 3],
      ['succeeded', 4],
    ])
    expect(bodies[0]?.data).toMatchObject({ id: asked.id, reason: 'fine', votes: [{ reviewer: 'ann' }] })
    expect(bodies[0]?.data).not.toHaveProperty('startedAt')
    expect(bodies[1]?.data).not.toHaveProperty('outcome')
    expect(bodies[2]?.data).toMatchObject({ outcome: 'succeeded', detail: { id: 7 } })
    expect(new Set(idsOf(receiver)).size).toBe(3)
    for (const { headers, body } of receiver.received) {
      const header = (name: string) => String(headers[name])
      expect(verifyWebhook({ header, body }, { secrets: [secret], now: Date.now() })).toMatchObject({ ok: true })
      expect(body).not.toContain(ticket)
    }
  })

  it('is sent again with the same id and content until it is taken', async () => {
    const receiver = await receiving((response, count) => {
      response.statusCode = count === 1 ? 500 : 204
      response.end()
    })
    const holdpoint = started()
    const asked = await ask(holdpoint, receiver.url)
    await allow(holdpoint, asked)
    await holdpoint.approvals.comment(ann, asked.id, 'meanwhile')
    await until(() => receiver.received.length === 2)
    const [first, second] = receiver.received
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.body).toBe(first?.body)
    expect(await deadOf(holdpoint)).toEqual([])
  })

  it('is dead after the last rung, listed, and sent with the same id when it is redriven', async () => {
    let isBroken = true
    const receiver = await receiving((response) => {
      response.statusCode = isBroken ? 503 : 200
      response.end()
    })
    const holdpoint = started()
    const asked = await ask(holdpoint, receiver.url)
    await allow(holdpoint, asked)
    await until(async () => (await deadOf(holdpoint)).length === 1)
    expect(receiver.received).toHaveLength(3)
    const [dead] = await deadOf(holdpoint)
    expect(dead).toMatchObject({ approval: asked.id, status: 'approved', reason: 'answered 503', url: receiver.url })
    expect(await holdpoint.deadHooks.list(ann, { limit: 1 })).toMatchObject({ code: 'forbidden' })
    expect(await holdpoint.deadHooks.redrive(ann, dead?.id ?? '')).toMatchObject({ code: 'forbidden' })
    const elsewhere = { ...operator, loops: ['other'] }
    expect(await holdpoint.deadHooks.redrive(elsewhere, dead?.id ?? '')).toMatchObject({ code: 'not_found' })
    isBroken = false
    expect(await holdpoint.deadHooks.redrive(operator, dead?.id ?? '')).toMatchObject({ ok: true })
    await until(() => receiver.received.length === 4)
    expect(new Set(idsOf(receiver))).toEqual(new Set([dead?.id]))
    expect(await deadOf(holdpoint)).toEqual([])
  })

  it('I9: has the same id after a crash between delivery and acknowledgement', async () => {
    const receiver = await receiving(ok)
    let lost = 0
    let skippedMs = 0
    const dying = (store: Store): Store => ({
      ...store,
      async commit(next, expectedRev, before) {
        const isAcknowledged =
          receiver.received.length === 1 && !next.outbox.some(({ effect }) => effect.kind === 'hook')
        if (isAcknowledged && lost++ < 2) throw new Error('the process died here')
        return store.commit(next, expectedRev, before)
      },
    })
    const holdpoint = started({}, dying, () => Date.now() + skippedMs)
    const asked = await ask(holdpoint, receiver.url)
    await allow(holdpoint, asked)
    await until(() => lost === 2)
    // Only the end of the dead one's lease makes it due again.
    skippedMs = 16_000
    await until(() => receiver.received.length === 2)
    expect(new Set(idsOf(receiver)).size).toBe(1)
  })

  it('to a receiver that hangs holds up nothing for others', async () => {
    const hanging = await receiving(() => undefined)
    const good = await receiving(ok)
    const holdpoint = started({ timeoutMs: 3_000 })
    for (const asked of await Promise.all(Array.from({ length: 100 }, () => ask(holdpoint, hanging.url))))
      await allow(holdpoint, asked)
    await until(() => hanging.received.length >= 8)
    const begun = performance.now()
    for (let n = 0; n < 20; n++) await allow(holdpoint, await ask(holdpoint, good.url))
    await until(() => good.received.length === 20)
    expect(hanging.received).toHaveLength(8)
    process.stdout.write(`20 hooks beside a receiver that hangs: ${Math.round(performance.now() - begun)} ms\n`)
  })

  it('comes to all of a crowd to one receiver', async () => {
    const receiver = await receiving(ok)
    const holdpoint = started()
    const asked = await Promise.all(Array.from({ length: 200 }, () => ask(holdpoint, receiver.url)))
    await Promise.all(asked.map((one) => allow(holdpoint, one)))
    await until(() => receiver.received.length === 200)
    expect(new Set(idsOf(receiver)).size).toBe(200)
  })

  it.each([
    ['a redirect is not followed', 302],
    ['gone is final', 410],
  ])('%s', async (_, status) => {
    const target = await receiving(ok)
    const receiver = await receiving((response) => {
      response.statusCode = status
      response.setHeader('location', target.url)
      response.end()
    })
    const holdpoint = started({ ladderMs: [] })
    await allow(holdpoint, await ask(holdpoint, receiver.url))
    await until(async () => (await deadOf(holdpoint)).length === 1)
    expect(receiver.received).toHaveLength(1)
    expect(target.received).toHaveLength(0)
  })
})

describe('a callbackUrl', () => {
  it.each([
    'http://example.com/hook',
    'https://127.0.0.1/hook',
    'https://[::1]/hook',
    'https://169.254.169.254/latest',
    'https://0x7f000001/hook',
    'https://2130706433/',
    'https://[::ffff:10.0.0.1]/',
    'https://user:pass@example.com/',
    'ftp://example.com/',
  ])('is refused when it is asked for: %s', async (url) => {
    const holdpoint = started({ allow: [] })
    expect(await holdpoint.approvals.request(bot, draft(url))).toMatchObject({
      code: 'invalid_request',
      field: 'callbackUrl',
    })
  })

  it('whose name turns out to be ours when it connects is not called', async () => {
    const target = await receiving(ok)
    const holdpoint = started({
      allow: [],
      resolveAll: (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    })
    await allow(holdpoint, await ask(holdpoint, `https://rebound.example.com:${target.port}/`))
    await until(async () => (await deadOf(holdpoint)).length === 1)
    expect(await deadOf(holdpoint)).toMatchObject([{ reason: expect.stringContaining('permitted') }])
    expect(target.received).toHaveLength(0)
  })

  it('is not taken without a secret', async () => {
    const holdpoint = createHoldpoint({ store: createMemoryStore() })
    expect(await holdpoint.approvals.request(bot, draft('https://example.com/'))).toMatchObject({
      code: 'invalid_request',
      field: 'callbackUrl',
    })
  })
})
