// What a client hears of a handler that fails: an opaque id, or nothing more at all.
import assert from 'node:assert/strict'
import type { HttpResponse } from '@holdpoint/core/http'
import { get, type AdapterCase } from './adapter-case.ts'
import { count } from './raw-client.ts'

const whole = (text: string) => text.endsWith('}')

const malformed: readonly (readonly [string, HttpResponse])[] = [
  ['a header that would split it', { status: 200, headers: [['location', '/\r\nset-cookie: a=1']], body: 'x' }],
  ['a header name that is none', { status: 200, headers: [['a b', '1']], body: 'x' }],
  ['a status that is none', { status: 9_999, headers: [], body: 'x' }],
]

export function failingCases(it: AdapterCase): void {
  it('is answered 500 with an opaque id; the reason goes to the hook alone (I34)', async (stage) => {
    const errors: [unknown, string][] = []
    const port = await stage.serve({
      handler: async () => {
        throw new Error('password is hunter2')
      },
      onError: (error, id) => errors.push([error, id]),
    })
    const client = await stage.dial(port)
    client.send(get())
    const text = await client.until(whole)
    assert.match(text, /^HTTP\/1\.1 500 /)
    assert.ok(!text.includes('hunter2'))
    assert.equal(errors.length, 1)
    const [error, id = '-'] = errors[0] ?? []
    assert.equal(error instanceof Error && error.message, 'password is hunter2')
    assert.match(id, /^[0-9a-f-]{36}$/)
    assert.ok(text.includes('"code":"internal"') && text.includes(id))
    // The connection is in order.
    client.send(get())
    await client.until((now) => count(now, 'HTTP/1.1 500') === 2 && whole(now))
  })

  it('is answered even if the hook throws too', async (stage) => {
    const fail = () => {
      throw new Error('at once')
    }
    const client = await stage.dial(await stage.serve({ handler: fail, onError: fail }))
    client.send(get())
    assert.match(await client.until(whole), /^HTTP\/1\.1 500 /)
  })

  for (const [what, response] of malformed)
    it(`is answered 500 where its answer has ${what}`, async (stage) => {
      const errors: unknown[] = []
      const port = await stage.serve({ handler: async () => response, onError: (error) => errors.push(error) })
      const client = await stage.dial(port)
      client.send(get())
      const text = await client.until(whole)
      assert.match(text, /^HTTP\/1\.1 500 /)
      assert.doesNotMatch(text, /set-cookie/i)
      assert.equal(errors.length, 1)
    })

  it('in the middle of a stream has the connection cut, so that nobody takes half for the whole', async (stage) => {
    const errors: unknown[] = []
    const body = async function* () {
      yield new TextEncoder().encode('half')
      throw new Error('gone wrong')
    }
    const port = await stage.serve({
      handler: async () => ({ status: 200, headers: [], body: body() }),
      onError: (error) => errors.push(error),
    })
    const client = await stage.dial(port)
    client.send(get())
    const text = await client.closed()
    assert.ok(!text.includes('\r\n0\r\n\r\n'))
    assert.equal(errors.length, 1)
  })
}
