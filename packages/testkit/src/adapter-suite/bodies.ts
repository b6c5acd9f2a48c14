// The bytes of a body: as they were sent, within a size and a time, once.
import assert from 'node:assert/strict'
import type { BodyRead } from '@holdpoint/core/http'
import { sleep, type AdapterCase } from './adapter-case.ts'
import { plain, reader } from './plain.ts'
import { count } from './raw-client.ts'

const post = (headers: string, body = '') => `POST / HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n${body}`

export function bodyCases(it: AdapterCase): void {
  it('are read as they are, by length and in chunks, up to exactly the limit', async (stage) => {
    const client = await stage.dial(await stage.serve({ handler: reader(10, 5_000) }))
    client.send(post('Content-Type: application/json\r\nContent-Length: 10'))
    client.send(Buffer.from('\xef\xbb\xbf\x00\xff', 'latin1'))
    client.send('12345')
    await client.until((text) => text.includes('read 10:efbbbf00ff3132333435'))
    client.send(post('Transfer-Encoding: chunked', '4\r\nabcd\r\n6\r\nefghij\r\n0\r\n\r\n'))
    await client.until((text) => text.includes('read 10:6162636465666768696a'))
  })

  it('are empty, not missing, where none was sent', async (stage) => {
    const client = await stage.dial(await stage.serve({ handler: reader(10, 5_000) }))
    for (const [n, headers] of ['X: y', 'Content-Length: 0', 'Content-Type: application/json'].entries()) {
      client.send(post(headers))
      await client.until((text) => count(text, 'read 0:') === n + 1)
    }
  })

  it('can be read once', async (stage) => {
    const port = await stage.serve({
      handler: async (request) => {
        await request.body(10, 5_000)
        const again = await request.body(10, 5_000)
        return plain(again.ok ? 'twice' : again.why)
      },
    })
    const client = await stage.dial(port)
    client.send(post('Content-Length: 2', 'hi'))
    await client.until((text) => text.endsWith('already-read'))
  })

  it('are refused by their declared length before a byte is read, and the 413 reaches the client (I32)', async (stage) => {
    const seen: BodyRead[] = []
    const client = await stage.dial(await stage.serve({ handler: reader(10, 5_000, seen) }))
    // As uploads do: it sends on, and reads only when it is done. A reset on the way would lose it the answer.
    client.socket.pause()
    client.send(post('Content-Length: 5000000'))
    for (let i = 0; i < 40; i += 1) {
      client.send(Buffer.alloc(125_000))
      await sleep(5)
    }
    client.socket.resume()
    const answered = await client.closed()
    assert.match(answered, /^HTTP\/1\.1 413 [^]*too-large$/)
    assert.match(answered, /\r\nconnection: close\r\n/i)
    assert.deepEqual(seen, [{ ok: false, why: 'too-large' }])
  })

  it('are counted while they come in chunks (I32)', async (stage) => {
    const client = await stage.dial(await stage.serve({ handler: reader(10, 5_000) }))
    client.send(post('Transfer-Encoding: chunked', '8\r\n12345678\r\n'))
    client.send('8\r\n12345678\r\n')
    const answered = await client.until((text) => text.includes('too-large'))
    assert.match(answered, /^HTTP\/1\.1 413 /)
    client.send('0\r\n\r\n')
    assert.equal(await client.closed(), answered)
  })

  it('are given up when they come too slowly (I32)', async (stage) => {
    const client = await stage.dial(await stage.serve({ handler: reader(10, 80) }))
    client.send(post('Content-Length: 5', '1'))
    const answered = await client.until((text) => text.includes('timeout'))
    assert.match(answered, /^HTTP\/1\.1 408 /)
    assert.match(answered, /\r\nconnection: close\r\n/i)
    await client.closed()
  })

  it('are aborted when the client leaves in the middle of them', async (stage) => {
    const { promise, resolve } = Promise.withResolvers<readonly [BodyRead, boolean]>()
    const port = await stage.serve({
      handler: async (request) => {
        const read = await request.body(100, 5_000)
        await sleep(20)
        resolve([read, request.signal.aborted])
        return plain('never')
      },
    })
    const client = await stage.dial(port)
    client.send(post('Content-Length: 50', '12345'))
    setTimeout(() => client.socket.destroy(), 50)
    assert.deepEqual(await promise, [{ ok: false, why: 'aborted' }, true])
  })

  it('that nobody reads are drained if they are small, and the connection lives on', async (stage) => {
    const client = await stage.dial(await stage.serve({ handler: async () => plain('unread', 401) }))
    client.send(`${post('Content-Length: 5', '12345')}GET / HTTP/1.1\r\nHost: a\r\n\r\n`)
    const text = await client.until((now) => count(now, 'unread') === 2)
    assert.equal(count(text, 'HTTP/1.1 401'), 2)
  })

  it('that nobody reads and that go on are cut off after the answer', async (stage) => {
    const client = await stage.dial(await stage.serve({ handler: async () => plain('unread', 401) }))
    client.send(post('Content-Length: 5000000', 'x'.repeat(1_000)))
    const answered = await client.until((text) => text.endsWith('unread'))
    assert.equal(await client.closed(), answered)
  })
}
