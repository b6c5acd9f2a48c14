// The gate over the network: it runs what was approved, once, or not at all.
import { describe, expect, it } from 'vitest'
import { createRemoteGate } from '../src/index.ts'
import { gated } from './gated.ts'
import { action, ann, bot, decideNext, must, nextHeld } from './gateway.ts'
import { startProxy, type CutPoint } from './cutting-proxy.ts'

describe('gate.run', () => {
  it('runs the function with the approved action, frozen, and records the outcome', async () => {
    const { gateway, gate, calls, perform, stored } = await gated()
    const running = gate.run(action, async (approved, ticket) => {
      expect(Object.isFrozen(approved.input)).toBe(true)
      expect((await stored(ticket.approvalId)).ticket).toBe(ticket.secret)
      return perform(approved)
    })
    must(await decideNext(gateway))
    const result = await running
    expect(result).toMatchObject({
      type: 'ran',
      value: 'done',
      approval: { status: 'succeeded', requester: 'key:bot' },
    })
    expect(calls).toEqual([action])
  })

  it('I1: does not run what is denied, and says why', async () => {
    const { gateway, gate, calls, perform } = await gated()
    const running = gate.run(action, perform)
    must(await decideNext(gateway, 'deny'))
    expect(await running).toMatchObject({ type: 'blocked', reason: 'denied', approval: { status: 'denied' } })
    expect(calls).toEqual([])
  })

  it('I1: does not run what nobody decides in time', async () => {
    const { gate, calls, perform } = await gated()
    expect(await gate.run(action, perform, { timeoutMs: 1_000 })).toMatchObject({ type: 'blocked', reason: 'expired' })
    expect(calls).toEqual([])
  })

  it('runs the edited action, and tells what was changed', async () => {
    const { defaultSettings, parsePolicy } = await import('@holdpoint/core')
    const policy = must(parsePolicy({ lines: [{ name: 'all', then: 'ask', edits: true }] }))
    const { gateway, gate, calls, perform } = await gated({
      settings: { policy: { ...defaultSettings.policy, ...policy } },
    })
    const running = gate.run(action, perform)
    const { approvals } = gateway.holdpoint()
    const held = await nextHeld(gateway)
    const edit = { verdict: 'allow-once' as const, digest: held.digest, input: { version: '1.2.4' } }
    must(await approvals.decide(ann, held.id, edit))
    const result = await running
    expect(result).toMatchObject({
      type: 'ran',
      approval: { edits: [{ changes: [{ path: 'version', to: '1.2.4' }] }] },
    })
    expect(calls).toEqual([{ ...action, input: { version: '1.2.4' } }])
  })

  it('I18: what the caller does to its object meanwhile changes nothing', async () => {
    const { gateway, gate, calls, perform } = await gated()
    const mine = { ...action, input: { version: '1.2.3' } }
    const running = gate.run(mine, perform)
    mine.input.version = '6.6.6'
    must(await decideNext(gateway))
    expect(await running).toMatchObject({ type: 'ran' })
    expect(calls).toEqual([action])
  })

  it('cancels the approval when it is aborted while it waits', async () => {
    const { gateway, gate, calls, perform } = await gated()
    const abort = new AbortController()
    const running = gate.run(action, perform, { signal: abort.signal })
    await nextHeld(gateway)
    abort.abort()
    expect(await running).toMatchObject({ type: 'blocked', reason: 'cancelled', approval: { status: 'cancelled' } })
    expect(calls).toEqual([])
  })

  it('records what throws as failed, and throws it on', async () => {
    const { gateway, gate } = await gated()
    const running = gate.run(action, () => {
      throw new RangeError('no')
    })
    const decided = must(await decideNext(gateway))
    await expect(running).rejects.toThrow(RangeError)
    expect(must(await gateway.holdpoint().approvals.get(bot, decided.id))).toMatchObject({ status: 'failed' })
  })

  it.each([
    ['a credential that is none', 'nobody-key', action, {}, 'unauthenticated'],
    ['one that may not ask', 'ann-key', action, {}, 'forbidden'],
    ['a kind that is none', 'bot-key', { ...action, kind: 'Not A Kind' }, {}, 'invalid_request'],
    [
      'what JSON would change in silence',
      'bot-key',
      { ...action, input: { at: new Date() as never } },
      {},
      'invalid_request',
    ],
    ['a time that is none', 'bot-key', action, { timeoutMs: NaN }, 'invalid_request'],
  ])('I6: does not run with %s', async (_, credential, what, options, reason) => {
    const { gateway, calls, perform } = await gated()
    const gate = createRemoteGate({ client: gateway.client(credential) })
    expect(await gate.run(what, perform, options)).toMatchObject({ type: 'blocked', reason })
    expect(calls).toEqual([])
  })

  it('I6: does not run where there is no gateway', async () => {
    const { gateway, calls, perform } = await gated()
    await gateway.stop()
    const gate = createRemoteGate({ client: gateway.client('bot-key', { retryForMs: 200 }) })
    expect(await gate.run(action, perform)).toMatchObject({ type: 'blocked', reason: 'unavailable' })
    expect(calls).toEqual([])
  })

  it('I22: two hundred at once each get their own decision and their own content', { timeout: 60_000 }, async () => {
    const { gateway, gate } = await gated()
    const ran: number[] = []
    const runs = Array.from({ length: 200 }, (_, n) =>
      gate.run({ ...action, input: { n } }, (approved) => {
        expect(approved.input).toEqual({ n })
        ran.push(n)
        return n
      }),
    )
    const { approvals } = gateway.holdpoint()
    let decided = 0
    while (decided < 200) {
      const { items } = must(await approvals.list(ann, { status: 'pending', limit: 100 }))
      for (const {
        id,
        digest,
        action: { input },
      } of items.toSorted((a, b) => a.digest.localeCompare(b.digest))) {
        const verdict = (input as { n: number }).n % 3 === 0 ? 'deny' : 'allow-once'
        must(await approvals.decide(ann, id, { verdict, digest }))
        decided += 1
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const results = await Promise.all(runs)
    results.forEach((result, n) =>
      expect(result).toMatchObject(n % 3 === 0 ? { type: 'blocked', reason: 'denied' } : { type: 'ran', value: n }),
    )
    expect(ran.toSorted((a, b) => a - b)).toEqual(results.flatMap((_, n) => (n % 3 === 0 ? [] : [n])))
  })

  it('gate.wrap keeps a function’s types', async () => {
    const { gateway, gate } = await gated()
    const add = gate.wrap(
      'tool.call',
      (a: number, b: number) => ({ target: { tool: 'add' }, input: { a, b } }),
      (a, b) => a + b,
    )
    const running = add(2, 3)
    must(await decideNext(gateway))
    expect(await running).toMatchObject({ type: 'ran', value: 5 })
  })
})

const lines = {
  request: /^POST \/v1\/approvals HTTP/,
  wait: /^GET \/v1\/approvals\//,
  start: /\/start HTTP/,
  finish: /\/finish HTTP/,
}
const points: readonly CutPoint[] = ['before-request', 'before-answer', 'in-head', 'in-body']
const cuts = (Object.keys(lines) as (keyof typeof lines)[]).flatMap((call) =>
  points.map((point) => [call, point] as const),
)

describe('a connection that is cut', () => {
  it.each(cuts)('at %s, %s: it runs once, or not at all and says so', async (call, point) => {
    const { gateway, calls, perform } = await gated()
    const proxy = await startProxy(gateway.port)
    const gate = createRemoteGate({ client: gateway.client('bot-key', { baseUrl: proxy.url }) })
    proxy.cutNext(lines[call], point)
    const running = gate.run(action, perform)
    const decided = must(await decideNext(gateway))
    const result = await running
    expect(proxy.cuts).toBe(1)
    const { items } = must(await gateway.holdpoint().approvals.list(ann, { limit: 10 }))
    // Sent again under its key, a request makes no second approval.
    expect(items.map(({ id }) => id)).toEqual([decided.id])
    const ticketLost = call === 'start' && point !== 'before-request'
    if (ticketLost) {
      expect(result).toMatchObject({ type: 'blocked', reason: 'already_started', approval: { id: decided.id } })
      expect(calls).toEqual([])
      expect(items[0]?.status).toBe('started')
    } else {
      expect(result).toMatchObject({ type: 'ran', approval: { id: decided.id, status: 'succeeded' } })
      expect(calls).toEqual([action])
      expect(items[0]?.status).toBe('succeeded')
    }
  })
})

describe('a gateway that goes away', () => {
  it('and comes back while it is waited for: the wait goes on', async () => {
    const { gateway, gate, calls, perform } = await gated()
    const running = gate.run(action, perform)
    await nextHeld(gateway)
    await gateway.stop()
    await new Promise((resolve) => setTimeout(resolve, 300))
    await gateway.start()
    must(await decideNext(gateway))
    expect(await running).toMatchObject({ type: 'ran', approval: { status: 'succeeded' } })
    expect(calls).toEqual([action])
  })

  it('while the function runs: its outcome is recorded when it is back', async () => {
    const { gateway, gate } = await gated()
    const running = gate.run(action, async () => {
      await gateway.stop()
      setTimeout(() => void gateway.start(), 300)
      return 'done'
    })
    const decided = must(await decideNext(gateway))
    expect(await running).toMatchObject({ type: 'ran', value: 'done', approval: { status: 'succeeded' } })
    expect(must(await gateway.holdpoint().approvals.get(bot, decided.id))).toMatchObject({ status: 'succeeded' })
  })

  it('for good, while the function runs: what it gave is not lost', async () => {
    const { gateway } = await gated()
    const gate = createRemoteGate({ client: gateway.client('bot-key'), finishForMs: 200 })
    const running = gate.run(action, async () => {
      await gateway.stop()
      return 'done'
    })
    must(await decideNext(gateway))
    expect(await running).toMatchObject({ type: 'ran', value: 'done', approval: { status: 'started' } })
  })
})
