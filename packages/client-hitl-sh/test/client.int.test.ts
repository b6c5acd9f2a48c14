// The client over real sockets: what it sends, what it makes of answers, and how it fails.
import { createServer } from 'node:net'
import { startHitlShStandIn, type Fault, type HitlShStandIn } from '@holdpoint/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Agent } from 'undici'
import type { CreateHitlShRequest } from '@holdpoint/core/hitl-sh'
import { createHitlShClient } from '../src/index.ts'

let standIn: HitlShStandIn
let dispatcher: Agent
const clientOf = (changes: { apiKey?: string; baseUrl?: string; timeoutMs?: number } = {}) =>
  createHitlShClient({ apiKey: standIn.apiKey, baseUrl: standIn.url, timeoutMs: 2000, dispatcher, ...changes })

beforeEach(async () => {
  standIn = await startHitlShStandIn()
  dispatcher = new Agent()
})
afterEach(async () => {
  await dispatcher.destroy()
  await standIn.close()
})

const body: CreateHitlShRequest = {
  processing_type: 'time-sensitive',
  type: 'markdown',
  priority: 'high',
  request_text: 'May I?',
  timeout_seconds: 60,
  response_type: 'single_select',
  response_config: { options: [{ value: 'deny', label: 'Deny' }], required: true },
  default_response: 'deny',
  platform: 'api',
  callback_url: 'https://gate.example/hitl/callback/THE-CALLBACK-SECRET',
}

describe('client, what works', () => {
  it('creates, reads, lists and cancels a request, and knows its budget', async () => {
    const client = clientOf()
    const created = await client.createRequest(standIn.loopId, body)
    if (!created.ok) throw new Error(created.message)
    const id = created.value.request_id
    expect(created.budget).toMatchObject({ limit: 100, remaining: 99 })
    expect((created.budget?.resetAt ?? 0) - Date.now()).toBeGreaterThan(3_500_000)
    expect(await client.getRequest(id)).toMatchObject({
      ok: true,
      value: { id, status: 'pending', loop_id: standIn.loopId },
    })
    expect(await client.listLoopRequests(standIn.loopId)).toMatchObject({ ok: true, value: [{ id }] })
    expect(await client.cancelRequest(id)).toMatchObject({ ok: true, value: { request_id: id, status: 'cancelled' } })
    expect(await client.cancelRequest(id)).toMatchObject({ ok: false, status: 400, retryable: false })
  })

  it('tests its key, lists and creates loops', async () => {
    const client = clientOf()
    expect(await client.testKey()).toMatchObject({ ok: true, value: { account_status: 'active' } })
    expect(await client.listLoops()).toMatchObject({ ok: true, value: [{ id: standIn.loopId }] })
    const loop = await client.createLoop({ name: 'Deploys', icon: 'rocket' })
    expect(loop).toMatchObject({ ok: true, value: { name: 'Deploys' } })
    expect(await client.createRequest(loop.ok ? loop.value.id : '', body)).toMatchObject({
      ok: false,
      status: 400,
      message: expect.stringContaining('No active members') as string,
    })
  })
})

describe('I6: client, what fails', () => {
  it.each<[string, Fault, { status?: number; retryable: boolean; unknownOutcome: boolean }]>([
    ['400', { status: 400 }, { status: 400, retryable: false, unknownOutcome: false }],
    ['403', { status: 403 }, { status: 403, retryable: false, unknownOutcome: false }],
    ['429', { status: 429 }, { status: 429, retryable: true, unknownOutcome: false }],
    ['500', { status: 500 }, { status: 500, retryable: true, unknownOutcome: true }],
    ['503', { status: 503 }, { status: 503, retryable: true, unknownOutcome: true }],
    ['a 2xx that says error (D16)', 'error-flag', { status: 200, retryable: false, unknownOutcome: false }],
    ['garbage', 'garbage', { status: 200, retryable: true, unknownOutcome: true }],
    ['2 MiB', 'huge', { status: 200, retryable: true, unknownOutcome: true }],
    ['a redirect', 'redirect', { status: 307, retryable: false, unknownOutcome: false }],
    ['a reset', 'reset', { retryable: true, unknownOutcome: true }],
    ['an answer that is lost', 'lose-answer', { retryable: true, unknownOutcome: true }],
  ])('%s', async (_, fault, expected) => {
    standIn.misbehave({ all: fault })
    const client = clientOf()
    expect(await client.createRequest(standIn.loopId, body)).toMatchObject({ ok: false, ...expected })
    expect(await client.testKey()).toMatchObject({ ok: false, ...expected, unknownOutcome: false })
  })

  it('stops reading an answer past 1 MiB', async () => {
    standIn.misbehave({ test: 'huge' })
    const failed = await clientOf().testKey()
    expect(!failed.ok && failed.message).toContain('too large')
  })

  it('ends within its time limit when nothing is answered', async () => {
    standIn.misbehave({ all: 'hang' })
    const startedAt = performance.now()
    const failed = await clientOf({ timeoutMs: 150 }).createRequest(standIn.loopId, body)
    expect(failed).toMatchObject({ ok: false, retryable: true, unknownOutcome: true })
    expect(!failed.ok && failed.message).toContain('no answer within 150 ms')
    expect(performance.now() - startedAt).toBeLessThan(1000)
  })

  it('ends within its time limit when the body stops half-way', async () => {
    const sockets = new Set<{ destroy(): unknown }>()
    const half = createServer((socket) => {
      sockets.add(socket)
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"error"'))
    })
    await new Promise<void>((resolve) => void half.listen(0, '127.0.0.1', resolve))
    const address = half.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const failed = await clientOf({ baseUrl: `http://127.0.0.1:${port}/v1`, timeoutMs: 150 }).testKey()
    expect(failed).toMatchObject({ ok: false, status: 200, retryable: true })
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => void half.close(resolve))
  })

  it('knows that a refused connection took nothing', async () => {
    await standIn.close()
    const failed = await clientOf().createRequest(standIn.loopId, body)
    expect(failed).toMatchObject({ ok: false, retryable: true, unknownOutcome: false })
    standIn = await startHitlShStandIn()
  })

  it('stops when its signal does, before and during a call', async () => {
    standIn.misbehave({ all: 'hang' })
    const before = await clientOf().testKey({ signal: AbortSignal.abort() })
    expect(before).toMatchObject({ ok: false, unknownOutcome: false })
    expect(standIn.calls()).toHaveLength(0)
    const stop = new AbortController()
    const during = clientOf().createRequest(standIn.loopId, body, { signal: stop.signal })
    setTimeout(() => stop.abort(), 50)
    expect(await during).toMatchObject({ ok: false, unknownOutcome: true })
  })

  it('reports 429 with the announced reset', async () => {
    await standIn.close()
    standIn = await startHitlShStandIn({ rateLimit: 1 })
    const client = clientOf()
    expect((await client.testKey()).ok).toBe(true)
    // It knows without asking; another client of that key is told.
    const known = await client.testKey()
    expect(known).toMatchObject({ ok: false, retryable: true, budget: { limit: 1, remaining: 0 } })
    expect(standIn.calls()).toHaveLength(1)
    const told = await clientOf().testKey()
    expect(told).toMatchObject({ ok: false, status: 429, retryable: true, budget: { limit: 1, remaining: 0 } })
    for (const failed of [known, told])
      expect(!failed.ok && (failed.retryAt ?? 0) - Date.now()).toBeGreaterThan(3_500_000)
  })

  it('I34: keeps key and callback secret out of messages', async () => {
    const wrongKey = 'hitl_test_WRONG'
    const failed = await clientOf({ apiKey: wrongKey }).createRequest(standIn.loopId, body)
    expect(failed).toMatchObject({ ok: false, status: 401, retryable: false })
    const echo = createServer((socket) => {
      const said = JSON.stringify({
        error: true,
        msg: `bad ${wrongKey}`,
        data: `THE-CALLBACK-SECRET of ${body.callback_url}\u202e`,
      })
      socket.once('data', () =>
        socket.end(`HTTP/1.1 400 No\r\ncontent-length: ${Buffer.byteLength(said)}\r\n\r\n${said}`),
      )
    })
    await new Promise<void>((resolve) => void echo.listen(0, '127.0.0.1', resolve))
    const address = echo.address()
    const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`
    const echoed = await clientOf({ apiKey: wrongKey, baseUrl }).createRequest(standIn.loopId, body)
    await new Promise((resolve) => void echo.close(resolve))
    expect(!echoed.ok && echoed.message).toContain('400 bad ‹secret›: ‹secret› of ‹secret›⟨U+202E⟩')
  })

  it.each(['..', '.', '', 'a/b', 'a?b', 'é', 'a'.repeat(129)])('never puts %j into a path', async (id) => {
    expect(await clientOf().getRequest(id)).toMatchObject({ ok: false, retryable: false, unknownOutcome: false })
    expect(await clientOf().createRequest(id, body)).toMatchObject({ ok: false, retryable: false })
    expect(standIn.calls()).toHaveLength(0)
  })
})
