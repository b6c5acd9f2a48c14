// Event streams over real sockets: many at once, readers that don't read, clients that leave.
import { createHoldpoint, createIds, ok, type Principal } from '@holdpoint/core'
import { createHandler, type HttpResponse } from '@holdpoint/core/http'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { createFakeClock } from '@holdpoint/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { dial, start } from './raw-client.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const principal: Principal = { id: 'key:both', scopes: ['request', 'decide'], loops: ['*'], via: 'api' }

/** More than the buffers between server and client take, before the first event. */
async function* afterMuch(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const filler = new TextEncoder().encode(`:${'x'.repeat(1_048_574)}\n`)
  for (let n = 0; n < 64; n += 1) yield filler
  yield* body
}

async function serving() {
  const clock = createFakeClock()
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const { approvals, events } = createHoldpoint({ store: createMemoryStore(), clock })
  const handler = createHandler({
    approvals,
    events,
    clock,
    log,
    ids: createIds(),
    version: '1.0.0',
    limits: { maxBytes: 1_000, timeoutMs: 1_000 },
    maxWaitMs: 1_000,
    outbound: new Set(),
    readiness: async () => ({ ready: true }),
    authenticate: async () => ok(principal),
  })
  closing.push(() => {
    approvals.close()
    events.close()
  })
  const port = await start(async (request, context) => {
    const response = await handler(request, context)
    const { body } = response ?? {}
    if (request.header('x-fill') === undefined || typeof body !== 'object' || body instanceof Uint8Array)
      return response
    return { ...response, body: afterMuch(body) } as HttpResponse
  })
  return {
    clock,
    async open(headers = '') {
      const client = await dial(port)
      client.send(`GET /v1/events HTTP/1.1\r\nHost: a\r\n${headers}\r\n`)
      if (headers !== '') return client
      await client.until((text) => /\r\nid: [0-9a-z]+:\d+\n/.test(text) || /\nid: [0-9a-z]+:\d+\n/.test(text))
      return client
    },
    async ask() {
      const made = await approvals.request(principal, { action: { kind: 'tool.call', target: {}, input: 1 } })
      if (!made.ok) throw new Error(made.detail)
      return made.value.approval
    },
  }
}

describe('event streams', () => {
  it('each of two hundred hears of a change', async () => {
    const { open, ask } = await serving()
    const clients = await Promise.all(Array.from({ length: 200 }, open))
    const { id } = await ask()
    await Promise.all(clients.map((client) => client.until((text) => text.includes(`"id":"${id}"`))))
  })

  it('a client that does not read is cut off, and the others go on', async () => {
    const { open, ask, clock } = await serving()
    const eager = await open()
    const lazy = await open('X-Fill: 1\r\n')
    lazy.socket.pause()
    await expect.poll(() => clock.pending).toBe(2)
    const first = await ask()
    for (let n = 0; n < 20; n += 1) await clock.advance(2_000)
    await expect.poll(() => clock.pending).toBe(1)
    const second = await ask()
    await eager.until((text) => text.includes(first.id) && text.includes(second.id))
    lazy.socket.resume()
    expect(await lazy.closed()).not.toContain(first.id)
  })

  it('a client that leaves leaves nothing behind', async () => {
    const { open, clock } = await serving()
    const clients = await Promise.all(Array.from({ length: 20 }, open))
    expect(clock.pending).toBe(20)
    for (const { socket } of clients) socket.destroy()
    await expect.poll(() => clock.pending).toBe(0)
  })
})
