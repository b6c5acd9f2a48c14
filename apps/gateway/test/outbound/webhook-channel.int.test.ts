import type { Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import { createWebhookChannel, type WebhookChannelOptions } from '../../src/outbound/webhook-channel.ts'
import { deadPort, startReceiver, startSocketServer } from './loopback-receiver.ts'
import { message, never } from './message.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

const opened = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const server = await starting
  closers.push(() => server.close())
  return server
}

const plainSecret = randomBytes(24).toString('hex')
const standardSecret = `whsec_${randomBytes(32).toString('base64')}`

const hook = (port: number, options: Partial<WebhookChannelOptions> = {}) =>
  createWebhookChannel('hook', {
    url: `http://127.0.0.1:${port}/in?x=1`,
    secrets: [standardSecret, plainSecret],
    allow: ['127.0.0.0/8'],
    timeoutMs: 2_000,
    backoffMs: [5, 10],
    ...options,
  })

describe('webhook channel: what it sends', () => {
  it('posts the message, signed with every secret', async () => {
    const server = await opened(startReceiver((response) => response.writeHead(204).end()))
    expect(await hook(server.port).send(message, never)).toEqual({
      outcome: 'succeeded',
      detail: { status: 204, tries: 1 },
    })
    const [got] = server.received
    if (got === undefined) throw new Error('nothing came')
    expect(got.url).toBe('/in?x=1')
    expect(JSON.parse(got.body)).toEqual({
      type: 'outbound.message',
      timestamp: '2026-01-02T03:04:05.006Z',
      data: { approval: 'ap_1', channel: 'hook', to: '+1555', thread: 't1', payloads: message.payloads },
    })
    expect(got.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'ap_1' })
    const headers = {
      'webhook-id': String(got.headers['webhook-id']),
      'webhook-timestamp': String(got.headers['webhook-timestamp']),
      'webhook-signature': String(got.headers['webhook-signature']),
    }
    new Webhook(standardSecret).verify(got.body, headers)
    new Webhook(plainSecret, { format: 'raw' }).verify(got.body, headers)
    expect(() => new Webhook(randomBytes(32).toString('base64')).verify(got.body, headers)).toThrow('signature')
    expect(() => new Webhook(standardSecret).verify(`${got.body} `, headers)).toThrow('signature')
  })

  it('sends nothing without a secret', async () => {
    const server = await opened(startReceiver((response) => response.end()))
    expect(await hook(server.port, { secrets: [] }).send(message, never)).toMatchObject({ outcome: 'failed' })
    expect(server.received).toHaveLength(0)
  })
})

describe('webhook channel: answers', () => {
  it.each([
    [200, 'succeeded'],
    [201, 'succeeded'],
    [299, 'succeeded'],
    [301, 'failed'],
    [307, 'failed'],
    [400, 'failed'],
    [404, 'failed'],
    [410, 'failed'],
    [500, 'failed'],
    [502, 'failed'],
    [504, 'failed'],
  ])('%d is %s, once', async (status, outcome) => {
    const server = await opened(
      startReceiver((response) => response.writeHead(status, { location: '/elsewhere' }).end('x')),
    )
    expect(await hook(server.port).send(message, never)).toEqual({ outcome, detail: { status, tries: 1 } })
    expect(server.received).toHaveLength(1)
  })

  it.each([429, 503])('%d took nothing, so it is tried again, with the same id', async (status) => {
    const server = await opened(
      startReceiver((response, count) => response.writeHead(count < 3 ? status : 200, { 'retry-after': '0' }).end()),
    )
    expect(await hook(server.port).send(message, never)).toEqual({
      outcome: 'succeeded',
      detail: { status: 200, tries: 3 },
    })
    expect(new Set(server.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['ap_1']))
  })

  it('gives up after three tries', async () => {
    const server = await opened(startReceiver((response) => response.writeHead(503).end()))
    expect(await hook(server.port).send(message, never)).toEqual({
      outcome: 'failed',
      detail: { status: 503, tries: 3 },
    })
    expect(server.received).toHaveLength(3)
  })

  it('honours Retry-After, and does not wait longer than 10 s', async () => {
    const soon = await opened(
      startReceiver((response, count) => response.writeHead(count === 1 ? 429 : 200, { 'retry-after': '1' }).end()),
    )
    const began = performance.now()
    expect(await hook(soon.port).send(message, never)).toMatchObject({ outcome: 'succeeded' })
    expect(performance.now() - began).toBeGreaterThan(950)
    const late = await opened(startReceiver((response) => response.writeHead(503, { 'retry-after': '11' }).end()))
    expect(await hook(late.port).send(message, never)).toEqual({ outcome: 'failed', detail: { status: 503, tries: 1 } })
  })

  it('does not wait for, nor keep, an endless answer', async () => {
    const server = await opened(
      startReceiver((response) => {
        response.writeHead(200)
        const timer = setInterval(() => response.write('x'.repeat(65_536)), 5)
        response.on('close', () => clearInterval(timer))
      }),
    )
    const began = performance.now()
    expect(await hook(server.port).send(message, never)).toMatchObject({ outcome: 'succeeded' })
    expect(performance.now() - began).toBeLessThan(1_900)
  })
})

describe('I3: webhook channel, sent and unanswered is unknown and not tried again', () => {
  it.each([
    ['the connection is reset', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['the connection is closed', (socket: Socket) => socket.once('data', () => socket.end())],
    ['the connection is closed at once', (socket: Socket) => socket.end()],
    ['the answer is not HTTP', (socket: Socket) => socket.once('data', () => socket.end('hello\r\n\r\n'))],
    [
      'the answer stops in its headers',
      (socket: Socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nx:')),
    ],
    ['nothing is answered in time', () => undefined],
  ])('%s', async (_, use) => {
    const server = await opened(startSocketServer(use))
    const result = await hook(server.port, { timeoutMs: 300 }).send(message, never)
    expect(result).toMatchObject({ outcome: 'unknown', detail: { tries: 1 } })
    expect(server.connections()).toBe(1)
  })

  it('the gateway stops waiting', async () => {
    const stop = new AbortController()
    const server = await opened(startSocketServer((socket) => socket.once('data', () => stop.abort())))
    expect(await hook(server.port).send(message, stop.signal)).toMatchObject({ outcome: 'unknown' })
  })

  it('an unanswered try after a 503 is unknown too', async () => {
    const server = await opened(
      startReceiver((response, count) => (count === 1 ? response.writeHead(503).end() : response.socket?.destroy())),
    )
    expect(await hook(server.port).send(message, never)).toMatchObject({ outcome: 'unknown', detail: { tries: 2 } })
  })
})

describe('webhook channel: surely nothing sent', () => {
  it('a refused connection is tried three times', async () => {
    const result = await hook(await deadPort()).send(message, never)
    expect(result).toEqual({ outcome: 'failed', detail: { reason: 'ECONNREFUSED', tries: 3 } })
  })

  it('a name that does not resolve is tried again, and delivered once it does', async () => {
    const server = await opened(startReceiver((response) => response.end()))
    let asked = 0
    const channel = hook(server.port, {
      url: `http://hook.example:${server.port}/`,
      resolveAll: (_, __, done) => {
        if (++asked < 3) done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), [])
        else done(null, [{ address: '127.0.0.1', family: 4 }])
      },
    })
    expect(await channel.send(message, never)).toEqual({ outcome: 'succeeded', detail: { status: 200, tries: 3 } })
    expect(server.received).toHaveLength(1)
  })

  it('a failed TLS handshake sends nothing', async () => {
    const server = await opened(
      startSocketServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 no\r\n\r\n'))),
    )
    const result = await hook(server.port, { url: `https://127.0.0.1:${server.port}/` }).send(message, never)
    expect(result).toMatchObject({ outcome: 'failed', detail: { tries: 3 } })
  })

  it('a forbidden address is not even tried twice', async () => {
    const server = await opened(startReceiver((response) => response.end()))
    const channel = hook(server.port, {
      url: `https://hook.example:${server.port}/`,
      allow: [],
      resolveAll: (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    })
    expect(await channel.send(message, never)).toMatchObject({ outcome: 'failed', detail: { tries: 1 } })
    expect(server.received).toHaveLength(0)
  })

  it('an abort before or between tries ends it', async () => {
    const server = await opened(startReceiver((response) => response.writeHead(503).end()))
    expect(await hook(server.port).send(message, AbortSignal.abort())).toMatchObject({ outcome: 'failed' })
    expect(server.received).toHaveLength(0)
    const stop = new AbortController()
    const sending = hook(server.port, { backoffMs: [60_000] }).send(message, stop.signal)
    setTimeout(() => stop.abort(), 100)
    expect(await sending).toMatchObject({ outcome: 'failed', detail: { tries: 1 } })
  })
})
