import { describe, expect, it } from 'vitest'
import type { BodyRead, HttpContext, HttpHandler, HttpRequest } from '@holdpoint/core/http'
import { count, dial, start } from './raw-client.ts'

const plain = (body: string, status = 200) => ({ status, headers: [['content-type', 'text/plain']] as const, body })

/** Answers with what reading the body came to. */
const reader =
  (maxBytes: number, timeoutMs: number, seen: BodyRead[] = []): HttpHandler =>
  async (request) => {
    const read = await request.body(maxBytes, timeoutMs)
    seen.push(read)
    if (read.ok) return plain(`read ${read.bytes.length}:${Buffer.from(read.bytes).toString('hex')}`)
    return plain(read.why, read.why === 'too-large' ? 413 : read.why === 'timeout' ? 408 : 500)
  }

describe('the request', () => {
  it('I29: hands on method, target and headers as they were sent', async () => {
    let seen: HttpRequest | undefined
    let context: HttpContext | undefined
    const port = await start(async (request, given) => {
      seen = request
      context = given
      return plain('ok')
    })
    const client = await dial(port)
    client.send(
      'PATCH //evil/%2e%2e/a?x=1&x=%zz HTTP/1.1\r\nHost: a\r\nX-One: 1\r\nx-one: 2\r\nAuthorization: A\r\nauthorization: B\r\nOrigin:\r\n\r\n',
    )
    await client.until((text) => text.endsWith('ok'))
    expect(seen?.method).toBe('PATCH')
    expect(seen?.target).toBe('//evil/%2e%2e/a?x=1&x=%zz')
    expect(seen?.header('x-one')).toBe('1, 2')
    expect(seen?.headerCount('authorization')).toBe(2)
    expect(seen?.header('authorization')).toBe('A, B')
    expect([seen?.header('origin'), seen?.headerCount('origin')]).toEqual(['', 1])
    expect([seen?.header('cookie'), seen?.headerCount('cookie')]).toEqual([undefined, 0])
    expect([seen?.header('constructor'), seen?.headerCount('__proto__')]).toEqual([undefined, 0])
    expect(context?.remoteAddress).toBe('127.0.0.1')
  })

  it('I6: refuses a flood of headers, of which Node would keep the first thousand only', async () => {
    let called = false
    const port = await start(async () => {
      called = true
      return plain('ok')
    })
    const client = await dial(port)
    client.send(`GET / HTTP/1.1\r\nHost: a\r\n${'a:\r\n'.repeat(1_500)}Origin: https://evil.example\r\n\r\n`)
    expect(await client.until((text) => text.includes('"code"'))).toMatch(/^HTTP\/1\.1 431 /)
    expect(called).toBe(false)
  })

  it('lays what the host knows over the peer’s address', async () => {
    const principal = { id: 'key:bot', scopes: ['request'], loops: ['default'], via: 'api' } as const
    const contexts: (HttpContext | undefined)[] = []
    const port = await start(
      async (_request, context) => {
        contexts.push(context)
        return plain('ok')
      },
      { context: () => ({ principal }) },
    )
    const client = await dial(port)
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await client.until((text) => text.endsWith('ok'))
    expect(contexts).toEqual([{ remoteAddress: '127.0.0.1', principal }])
  })
})

describe('the body', () => {
  it('reads the bytes as they are, by length and in chunks, up to exactly the limit', async () => {
    const port = await start(reader(10, 5_000))
    const client = await dial(port)
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n')
    client.send(Buffer.from('\xef\xbb\xbf\x00\xff', 'latin1'))
    client.send('12345')
    await client.until((text) => text.includes('read 10:efbbbf00ff3132333435'))
    client.send('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n6\r\nefghij\r\n0\r\n\r\n')
    await client.until((text) => text.includes('read 10:6162636465666768696a'))
  })

  it('is empty, not missing, where none was sent', async () => {
    const port = await start(reader(10, 5_000))
    const client = await dial(port)
    client.send('POST / HTTP/1.1\r\nHost: a\r\n\r\n')
    await client.until((text) => count(text, 'read 0:') === 1)
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n')
    await client.until((text) => count(text, 'read 0:') === 2)
  })

  it('can be read once', async () => {
    const port = await start(async (request) => {
      await request.body(10, 5_000)
      const again = await request.body(10, 5_000)
      return plain(again.ok ? 'twice' : again.why)
    })
    const client = await dial(port)
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi')
    await client.until((text) => text.endsWith('already-read'))
  })

  it('I32: is refused by its declared length before a byte of it is read, and the 413 reaches the client', async () => {
    const seen: BodyRead[] = []
    const port = await start(reader(10, 5_000, seen))
    const client = await dial(port)
    // As uploads do: it sends on, and reads only when it is done. A reset on the way would lose it the answer.
    client.socket.pause()
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n')
    for (let i = 0; i < 40; i += 1) {
      client.send(Buffer.alloc(125_000))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    client.socket.resume()
    const answered = await client.closed()
    expect(answered).toMatch(/^HTTP\/1\.1 413 [^]*too-large$/)
    expect(answered.toLowerCase()).toContain('\r\nconnection: close\r\n')
    expect(seen).toEqual([{ ok: false, why: 'too-large' }])
  })

  it('I32: is counted while it comes in chunks', async () => {
    const port = await start(reader(10, 5_000))
    const client = await dial(port)
    client.send('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n')
    client.send('8\r\n12345678\r\n')
    const answered = await client.until((text) => text.includes('too-large'))
    expect(answered).toMatch(/^HTTP\/1\.1 413 /)
    client.send('0\r\n\r\n')
    expect(await client.closed()).toBe(answered)
  })

  it('I32: is given up when it comes too slowly', async () => {
    const port = await start(reader(10, 80))
    const client = await dial(port)
    const startedAt = performance.now()
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n1')
    const answered = await client.until((text) => text.includes('timeout'))
    expect(answered).toMatch(/^HTTP\/1\.1 408 /)
    expect(answered.toLowerCase()).toContain('\r\nconnection: close\r\n')
    expect(performance.now() - startedAt).toBeGreaterThan(70)
    await client.closed()
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })

  it('is aborted when the client leaves in the middle of it', async () => {
    const seen: BodyRead[] = []
    const signals: AbortSignal[] = []
    const done = Promise.withResolvers<void>()
    const port = await start(async (request) => {
      signals.push(request.signal)
      seen.push(await request.body(100, 5_000))
      done.resolve()
      return plain('never')
    })
    const client = await dial(port)
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n12345')
    setTimeout(() => client.socket.destroy(), 50)
    await done.promise
    expect(seen).toEqual([{ ok: false, why: 'aborted' }])
    expect(signals.map((signal) => signal.aborted)).toEqual([true])
  })

  it('that nobody reads is drained if it is small, and the connection lives on', async () => {
    const port = await start(async () => plain('unread', 401))
    const client = await dial(port)
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12345GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    const text = await client.until((now) => count(now, 'unread') === 2)
    expect(count(text, 'HTTP/1.1 401')).toBe(2)
  })

  it('that nobody reads and that goes on is cut off after the answer', async () => {
    const port = await start(async () => plain('unread', 401))
    const client = await dial(port)
    client.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n${'x'.repeat(1_000)}`)
    const answered = await client.until((text) => text.endsWith('unread'))
    const startedAt = performance.now()
    expect(await client.closed()).toBe(answered)
    expect(performance.now() - startedAt).toBeLessThan(4_000)
  })
})
