// How an answer is written.
import assert from 'node:assert/strict'
import type { HttpResponse } from '@holdpoint/core/http'
import { get, sleep, type AdapterCase, type Stage } from './adapter-case.ts'

const encoder = new TextEncoder()

async function exchange(stage: Stage, response: HttpResponse, method = 'GET'): Promise<string> {
  const port = await stage.serve({
    handler: async ({ target }) => (target === '/end' ? { status: 200, headers: [], body: 'END' } : response),
  })
  const client = await stage.dial(port)
  client.send(get('/', method) + get('/end'))
  const text = await client.until((now) => now.endsWith('END'))
  return text.slice(0, text.lastIndexOf('HTTP/1.1 200'))
}

async function* parts(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield encoder.encode(text)
}

export function answerCases(it: AdapterCase): void {
  it('has its length, in bytes', async (stage) => {
    const text = await exchange(stage, { status: 201, headers: [['Location', '/v1/x']], body: 'é' })
    assert.match(text, /^HTTP\/1\.1 201 Created\r\n/)
    assert.match(text, /\r\nLocation: \/v1\/x\r\n/)
    assert.match(text, /\r\ncontent-length: 2\r\n/)
    assert.ok(text.endsWith('\r\n\r\n\xc3\xa9'))
    const bytes = await exchange(stage, { status: 200, headers: [], body: Uint8Array.of(1, 2, 3) })
    assert.match(bytes, /\r\ncontent-length: 3\r\n/)
    assert.ok(bytes.endsWith('\r\n\r\n\u0001\u0002\u0003'))
    assert.match(await exchange(stage, { status: 200, headers: [] }), /\r\ncontent-length: 0\r\n/)
  })

  it('keeps both of two set-cookie headers', async (stage) => {
    const headers = [
      ['set-cookie', 'a=1'],
      ['content-type', 'text/plain'],
      ['Set-Cookie', 'b=2; Expires=Wed, 01 Jan 2031 00:00:00 GMT'],
    ] as const
    const text = await exchange(stage, { status: 200, headers, body: 'x' })
    const expected = ['set-cookie: a=1', 'Set-Cookie: b=2; Expires=Wed, 01 Jan 2031 00:00:00 GMT']
    assert.deepEqual(text.match(/set-cookie: .*/gi), expected)
  })

  it('to HEAD has the headers of GET and no body', async (stage) => {
    const text = await exchange(stage, { status: 200, headers: [['etag', '"3"']], body: 'four' }, 'HEAD')
    assert.match(text, /\r\ncontent-length: 4\r\n/)
    assert.ok(text.endsWith('\r\n\r\n'))
  })

  for (const status of [204, 304])
    it(`with status ${status} has neither body nor length`, async (stage) => {
      const text = await exchange(stage, { status, headers: [['etag', '"3"']], body: 'four' })
      assert.doesNotMatch(text, /content-length|transfer-encoding|four/i)
      assert.ok(text.endsWith('\r\n\r\n'))
    })

  it('can be a stream', async (stage) => {
    const headers = [['content-type', 'text/event-stream']] as const
    const text = await exchange(stage, { status: 200, headers, body: parts('a', 'bc') })
    assert.match(text, /\r\ntransfer-encoding: chunked\r\n/i)
    assert.ok(text.endsWith('\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n'))
  })

  it('to HEAD begins no stream, and tells it so', async (stage) => {
    const calls: string[] = []
    const step = (name: string) => async () => {
      calls.push(name)
      return { done: true as const, value: undefined }
    }
    const body = { [Symbol.asyncIterator]: () => ({ next: step('next'), return: step('return') }) }
    await exchange(stage, { status: 200, headers: [], body }, 'HEAD')
    assert.deepEqual(calls, ['return'])
  })

  it('sends the head of a stream before its first chunk', async (stage) => {
    const gate = Promise.withResolvers<void>()
    const body = async function* () {
      await gate.promise
      yield encoder.encode('late')
    }
    const headers = [['content-type', 'text/event-stream']] as const
    const client = await stage.dial(
      await stage.serve({ handler: async () => ({ status: 200, headers, body: body() }) }),
    )
    client.send(get())
    await client.until((text) => text.endsWith('\r\n\r\n'))
    assert.ok(!client.text().includes('late'))
    gate.resolve()
    await client.until((text) => text.includes('late'))
  })

  it('waits for a reader that is slow: what is not taken is not made', async (stage) => {
    let made = 0
    const total = 200
    const body = async function* () {
      for (; made < total; made += 1) yield new Uint8Array(64 * 1024).fill(120)
    }
    const client = await stage.dial(
      await stage.serve({ handler: async () => ({ status: 200, headers: [], body: body() }) }),
    )
    client.socket.pause()
    client.send(get())
    let before = -1
    for (let still = 0; still < 5; still = made > 0 && made === before ? still + 1 : 0) {
      before = made
      await sleep(30)
    }
    assert.ok(made < total, `${made} of ${total} chunks were made for nobody`)
    client.socket.resume()
    const text = await client.until((now) => now.endsWith('\r\n0\r\n\r\n'))
    assert.equal(made, total)
    assert.ok(text.length > total * 64 * 1024)
  })
}
