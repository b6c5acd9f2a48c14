// The outbound choke point: held, delivered by the gateway once it is approved, and never by a repeat.
import { describe, expect, it } from 'vitest'
import type { Execute } from '../../src/ports.ts'
import { draft, everything } from '../service/world.ts'
import { served } from './served.ts'

const message = { channel: 'log', to: '+1555', payloads: [{ text: 'hi' }] }

function sending(execute: Execute = async () => ({ outcome: 'succeeded', detail: { sent: 1 } }), options = {}) {
  const server = served(options)
  const delivered: unknown[] = []
  const pump = server.pump({
    execute: async (approval, signal) => {
      delivered.push(approval.action)
      return execute(approval, signal)
    },
  })
  pump.start()
  return {
    ...server,
    delivered,
    pump,
    send: (headers: Record<string, string> = {}, body: unknown = message) =>
      server.call('bot', 'POST', '/v1/outbound', { body, headers }),
    async decide(verdict: string) {
      await server.clock.advance(0)
      const { items } = (await server.call('ann', 'GET', '/v1/approvals?status=pending')).body
      const { id, digest } = items[0]
      return server.call('ann', 'POST', `/v1/approvals/${id}/decision`, { body: { verdict, digest } })
    },
  }
}

describe('POST /v1/outbound', () => {
  it('is 202 while nobody has decided, and says where to look and when', async () => {
    const { send, delivered, pump } = sending()
    const answer = await send()
    expect(answer).toMatchObject({
      status: 202,
      headers: { 'retry-after': '5', location: `/v1/approvals/${answer.body.approval.id}` },
      body: {
        outcome: 'held',
        approval: { status: 'pending', executor: 'gateway', action: { kind: 'outbound.message' } },
      },
    })
    expect(delivered).toEqual([])
    await pump.stop(0)
  })

  it('is 200 when it was delivered within the wait, with exactly what was approved', async () => {
    const { send, decide, delivered, clock, pump } = sending()
    const waiting = send({ prefer: 'wait=10' })
    expect((await decide('allow-once')).status).toBe(200)
    await clock.advance(100)
    expect(await waiting).toMatchObject({
      status: 200,
      headers: { 'preference-applied': 'wait=10' },
      body: { outcome: 'ran', approval: { status: 'succeeded' }, result: { sent: 1 } },
    })
    expect(delivered).toEqual([
      { kind: 'outbound.message', target: { channel: 'log', to: '+1555' }, input: { payloads: [{ text: 'hi' }] } },
    ])
    await pump.stop(0)
  })

  it('is delivered once though the caller has left with its 202', async () => {
    const { send, decide, delivered, clock, pump } = sending()
    await send()
    await decide('allow-once')
    await clock.advance(60_000)
    expect(delivered).toHaveLength(1)
    await pump.stop(0)
  })

  it('is 403 when it is denied or expires, with a code of its own', async () => {
    const denied = sending()
    const waiting = denied.send({ prefer: 'wait=10' })
    await denied.decide('deny')
    expect(await waiting).toMatchObject({
      status: 403,
      body: { code: 'denied', status: 403, approval: { status: 'denied' } },
    })
    await denied.pump.stop(0)

    const expired = sending()
    const idle = expired.send({ prefer: 'wait=10' }, { ...message, expiresInMs: 1_000 })
    await expired.clock.advance(1_000)
    expect(await idle).toMatchObject({ status: 403, body: { code: 'expired' } })
    expect([...denied.delivered, ...expired.delivered]).toEqual([])
    await expired.pump.stop(0)
  })

  it('is 409 when it is cancelled', async () => {
    const { send, call, clock, pump } = sending()
    const waiting = send({ prefer: 'wait=10' })
    await clock.advance(0)
    const { id } = (await call('bot', 'GET', '/v1/approvals')).body.items[0]
    await call('bot', 'POST', `/v1/approvals/${id}/cancel`)
    expect(await waiting).toMatchObject({ status: 409, body: { code: 'cancelled' } })
    await pump.stop(0)
  })

  it('is 502 when it failed, or nobody can tell', async () => {
    const failing: Execute = async () => ({ outcome: 'failed', detail: { why: 'no such number' } })
    for (const [execute, code] of [
      [failing, 'failed'],
      [() => Promise.reject(new Error('cut')), 'unknown'],
    ] as const) {
      const { send, clock, pump } = sending(execute, { settings: everything('off') })
      const waiting = send({ prefer: 'wait=10' })
      await clock.advance(1_000)
      expect(await waiting).toMatchObject({ status: 502, body: { code, approval: { outcome: code } } })
      await pump.stop(0)
    }
  })

  it('with Holdpoint-Approval waits for that approval, and never sends', async () => {
    const { send, decide, call, delivered, clock, pump } = sending()
    const first = await send()
    const repeat = { 'holdpoint-approval': first.body.approval.id }
    expect(await send(repeat)).toMatchObject({ status: 202, body: { approval: { id: first.body.approval.id } } })
    await decide('allow-once')
    await clock.advance(100)
    expect(await send(repeat)).toMatchObject({ status: 200, body: { outcome: 'ran' } })
    expect(delivered).toHaveLength(1)
    expect((await call('bot', 'GET', '/v1/approvals')).body.items).toHaveLength(1)
    expect((await send({ 'holdpoint-approval': 'ap_nothing' })).status).toBe(404)
    const other = await call('bot', 'POST', '/v1/approvals', { body: draft })
    expect((await send({ 'holdpoint-approval': other.body.id })).status).toBe(400)
    expect((await call('stranger', 'POST', '/v1/outbound', { body: message, headers: repeat })).status).toBe(404)
    await pump.stop(0)
  })

  it('with an Idempotency-Key is held once, however often it is sent', async () => {
    const { send, decide, delivered, clock, call, pump } = sending()
    const headers = { 'idempotency-key': 'k' }
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(headers)))
    expect(new Set(answers.map(({ body }) => body.approval.id)).size).toBe(1)
    await decide('allow-once')
    await clock.advance(100)
    expect((await send(headers)).status).toBe(200)
    expect((await send(headers, { ...message, to: '+1666' })).status).toBe(409)
    expect(delivered).toHaveLength(1)
    expect((await call('bot', 'GET', '/v1/approvals')).body.items).toHaveLength(1)
    await pump.stop(0)
  })

  it.each([
    ['a channel that is none', { ...message, channel: 'pager' }, 'channel'],
    ['nothing to say', { ...message, payloads: [{}] }, 'payloads[0]'],
    ['no payload', { ...message, payloads: [] }, 'payloads'],
    ['nobody to send to', { ...message, to: '' }, 'to'],
    ['a field nobody knows', { ...message, bcc: 'me' }, 'bcc'],
  ])('refuses %s', async (_, body, field) => {
    const { send, inner, pump } = sending()
    expect(await send({}, body)).toMatchObject({ status: 400, body: { field } })
    expect(await inner.due('approvals', Infinity, 1)).toEqual([])
    await pump.stop(0)
  })

  it('I6: is 503, and nothing is stored, when the store is down', async () => {
    const { send, pump } = sending(undefined, {
      store: (inner: object) => ({ ...inner, create: () => Promise.reject(new Error('down')) }),
    })
    expect(await send()).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    await pump.stop(0)
  })
})
