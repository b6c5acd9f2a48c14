import { describe, expect, it } from 'vitest'
import type { HttpResponse } from '@holdpoint/core/http'
import { dial, start } from './raw-client.ts'

const get = (method = 'GET', path = '/') => `${method} ${path} HTTP/1.1\r\nHost: a\r\n\r\n`
const encoder = new TextEncoder()

async function exchange(response: HttpResponse, method = 'GET'): Promise<string> {
  const port = await start(async (request) =>
    request.target === '/end' ? { status: 200, headers: [], body: 'END' } : response,
  )
  const client = await dial(port)
  client.send(get(method))
  client.send(get('GET', '/end'))
  const text = await client.until((now) => now.endsWith('END'))
  return text.slice(0, text.lastIndexOf('HTTP/1.1 200'))
}

async function* parts(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield encoder.encode(text)
}

describe('the answer', () => {
  it('is written with its length, in bytes', async () => {
    const text = await exchange({ status: 201, headers: [['Location', '/v1/x']], body: 'é' })
    expect(text).toMatch(/^HTTP\/1\.1 201 Created\r\nLocation: \/v1\/x\r\ncontent-length: 2\r\n/)
    expect(text.endsWith('\r\n\r\n\xc3\xa9')).toBe(true)
    const bytes = await exchange({ status: 200, headers: [], body: Uint8Array.of(1, 2, 3) })
    expect(bytes).toContain('\r\ncontent-length: 3\r\n')
    expect(bytes.endsWith('\r\n\r\n\u0001\u0002\u0003')).toBe(true)
    expect(await exchange({ status: 200, headers: [] })).toContain('\r\ncontent-length: 0\r\n')
  })

  it('keeps both of two set-cookie headers', async () => {
    const headers = [
      ['set-cookie', 'a=1'],
      ['content-type', 'text/plain'],
      ['Set-Cookie', 'b=2; Expires=Wed, 01 Jan 2031 00:00:00 GMT'],
    ] as const
    const text = await exchange({ status: 200, headers, body: 'x' })
    expect(text.match(/set-cookie: .*/gi)).toEqual([
      'set-cookie: a=1',
      'Set-Cookie: b=2; Expires=Wed, 01 Jan 2031 00:00:00 GMT',
    ])
  })

  it('to HEAD has the headers of GET and no body', async () => {
    const text = await exchange({ status: 200, headers: [['etag', '"3"']], body: 'four' }, 'HEAD')
    expect(text).toContain('\r\ncontent-length: 4\r\n')
    expect(text.endsWith('\r\n\r\n')).toBe(true)
  })

  it.each([204, 304])('with status %i has neither body nor length', async (status) => {
    const text = await exchange({ status, headers: [['etag', '"3"']], body: 'four' })
    expect(text).not.toMatch(/content-length|transfer-encoding|four/i)
    expect(text.endsWith('\r\n\r\n')).toBe(true)
  })

  it('can be a stream', async () => {
    const text = await exchange({
      status: 200,
      headers: [['content-type', 'text/event-stream']],
      body: parts('a', 'bc'),
    })
    expect(text.toLowerCase()).toContain('\r\ntransfer-encoding: chunked\r\n')
    expect(text.endsWith('\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n')).toBe(true)
  })

  it('to HEAD begins no stream, and tells it so', async () => {
    let pulled = false
    let returned = false
    const body: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          pulled = true
          return { done: true, value: undefined }
        },
        return: async () => {
          returned = true
          return { done: true, value: undefined }
        },
      }),
    }
    await exchange({ status: 200, headers: [], body }, 'HEAD')
    expect({ pulled, returned }).toEqual({ pulled: false, returned: true })
  })

  it('sends the head of a stream before its first chunk', async () => {
    const gate = Promise.withResolvers<void>()
    const port = await start(async () => ({
      status: 200,
      headers: [['content-type', 'text/event-stream']],
      body: (async function* () {
        await gate.promise
        yield encoder.encode('late')
      })(),
    }))
    const client = await dial(port)
    client.send(get())
    await client.until((text) => text.endsWith('\r\n\r\n'))
    expect(client.text()).not.toContain('late')
    gate.resolve()
    await client.until((text) => text.includes('late'))
  })

  it('waits for a reader that is slow: what is not taken is not made', async () => {
    let made = 0
    const total = 200
    const port = await start(async () => ({
      status: 200,
      headers: [],
      body: (async function* () {
        for (; made < total; made += 1) yield new Uint8Array(64 * 1024).fill(120)
      })(),
    }))
    const client = await dial(port)
    client.socket.pause()
    client.send(get())
    let before = -1
    for (let still = 0; still < 5; still = made > 0 && made === before ? still + 1 : 0) {
      before = made
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    expect(made).toBeLessThan(total)
    client.socket.resume()
    const text = await client.until((now) => now.endsWith('\r\n0\r\n\r\n'))
    expect(made).toBe(total)
    expect(text.length).toBeGreaterThan(total * 64 * 1024)
  })

  it('answers pipelined requests in their order', async () => {
    const port = await start(async (request) => {
      if (request.target === '/slow') await new Promise((resolve) => setTimeout(resolve, 60))
      return { status: 200, headers: [], body: `<${request.target}>` }
    })
    const client = await dial(port)
    client.send(get('GET', '/slow') + get('GET', '/quick') + get('GET', '/last'))
    const text = await client.until((now) => now.includes('</last>'))
    expect(text.match(/<\/\w+>/g)).toEqual(['</slow>', '</quick>', '</last>'])
  })
})

describe('a stream that is over though its client does not read', () => {
  it('is cut off: the connection is closed', async () => {
    const over = new AbortController()
    let returned = false
    async function* endless() {
      try {
        for (;;) yield new Uint8Array(65_536)
      } finally {
        returned = true
      }
    }
    const port = await start(async () => ({ status: 200, headers: [], body: endless(), cutOff: over.signal }))
    const client = await dial(port)
    client.socket.pause()
    client.send(get())
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(returned).toBe(false)
    over.abort()
    await expect.poll(() => returned).toBe(true)
    client.socket.resume()
    await client.closed()
  })

  it('is not begun where it was over before', async () => {
    const cutOff = AbortSignal.abort()
    const port = await start(async () => ({ status: 200, headers: [], body: parts('late'), cutOff }))
    const client = await dial(port)
    client.send(get())
    expect(await client.closed()).not.toContain('late')
  })
})
