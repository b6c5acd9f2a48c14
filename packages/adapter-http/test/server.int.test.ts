import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { closeGracefully, createHttpServer } from '../src/index.ts'
import { count, dial, listen } from './raw-client.ts'

const get = (path = '/') => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('createHttpServer', () => {
  it('has the limits that close slow clients in time', () => {
    const server = createHttpServer(async () => undefined)
    expect([server.headersTimeout, server.requestTimeout, server.timeout, server.maxHeadersCount]).toEqual([
      5_000, 10_000, 0, 0,
    ])
  })

  it('closes a slow head, and keeps a long-poll that takes longer than a request may', async () => {
    const server = createHttpServer(async () => {
      await sleep(2_500)
      return { status: 200, headers: [], body: 'waited' }
    })
    server.headersTimeout = 400
    server.requestTimeout = 500
    const port = await listen(server)
    const slow = await dial(port)
    const patient = await dial(port)
    slow.send('GET / HTTP/1.1\r\nHost')
    patient.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi')
    expect(await slow.closed()).toMatch(/^HTTP\/1\.1 408 /)
    await patient.until((text) => text.endsWith('waited'))
  })

  it('I32: refuses a head of more than 16 KiB', async () => {
    let called = false
    const port = await listen(
      createHttpServer(async () => {
        called = true
        return undefined
      }),
    )
    const client = await dial(port)
    client.send(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17 * 1024)}\r\n\r\n`)
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 431 /)
    expect(called).toBe(false)
  })

  it('serves one request after another on one connection', async () => {
    const port = await listen(createHttpServer(async () => ({ status: 200, headers: [], body: 'ok' })))
    const client = await dial(port)
    for (let i = 1; i <= 30; i += 1) {
      client.send(get())
      await client.until((text) => count(text, '\r\n\r\nok') === i)
    }
  })
})

describe('closeGracefully', () => {
  it('lets answers under way finish, closes what is idle or silent, and takes no more', async () => {
    const gate = Promise.withResolvers<void>()
    const server = createHttpServer(async ({ target }) => {
      if (target === '/slow') await gate.promise
      return { status: 200, headers: [], body: 'ok' }
    })
    const port = await listen(server)
    const [idle, silent, half, busy] = await Promise.all([dial(port), dial(port), dial(port), dial(port)])
    idle.send(get())
    await idle.until((text) => text.endsWith('ok'))
    half.send('GET / HT')
    busy.send(get('/slow'))
    await sleep(30)
    const startedAt = performance.now()
    const closing = closeGracefully(server, 10_000)
    await Promise.all([idle.closed(), silent.closed(), half.closed()])
    expect(busy.text()).toBe('')
    await expect(dial(port)).rejects.toThrow('ECONNREFUSED')
    gate.resolve()
    expect(await busy.closed()).toMatch(/^HTTP\/1\.1 200 [^]*ok$/)
    expect(await closing).toBe('drained')
    expect(performance.now() - startedAt).toBeLessThan(3_000)
  })

  it('cuts what has not finished when the grace is over', async () => {
    const server = createHttpServer(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    const port = await listen(server)
    const client = await dial(port)
    client.send(get())
    await sleep(30)
    expect(await closeGracefully(server, 60)).toBe('cut')
    expect(await client.closed()).toBe('')
  })

  it('is safe on a server that never listened', async () => {
    expect(await closeGracefully(createServer(), 1_000)).toBe('drained')
  })
})
