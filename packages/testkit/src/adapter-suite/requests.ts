// What the handler is shown of a request.
import assert from 'node:assert/strict'
import type { HttpContext, HttpRequest } from '@holdpoint/core/http'
import { get, type AdapterCase } from './adapter-case.ts'
import { plain } from './plain.ts'
import { count } from './raw-client.ts'

export function requestCases(it: AdapterCase): void {
  it('hands on method, target and headers as they were sent (I29)', async (stage) => {
    let seen: HttpRequest | undefined
    let context: HttpContext | undefined
    const handler = async (request: HttpRequest, given?: HttpContext) => {
      seen = request
      context = given
      return plain('ok')
    }
    const client = await stage.dial(await stage.serve({ handler }))
    const headers = 'X-One: 1\r\nx-one: 2\r\nAuthorization: A\r\nauthorization: B\r\nOrigin:\r\n'
    client.send(`PATCH //evil/%2e%2e/a?x=1&x=%zz HTTP/1.1\r\nHost: a\r\n${headers}\r\n`)
    await client.until((text) => text.endsWith('ok'))
    assert.ok(seen)
    assert.equal(seen.method, 'PATCH')
    assert.equal(seen.target, '//evil/%2e%2e/a?x=1&x=%zz')
    assert.equal(seen.header('x-one'), '1, 2')
    assert.equal(seen.header('authorization'), 'A, B')
    assert.deepEqual(
      ['authorization', 'origin', 'cookie', '__proto__'].map((name) => seen?.headerCount(name)),
      [2, 1, 0, 0],
    )
    assert.equal(seen.header('origin'), '')
    assert.equal(seen.header('constructor'), undefined)
    assert.equal(context?.remoteAddress, '127.0.0.1')
  })

  it('refuses a flood of headers, of which Node would keep the first thousand only (I6)', async (stage) => {
    let called = false
    const handler = async () => {
      called = true
      return plain('ok')
    }
    const client = await stage.dial(await stage.serve({ handler }))
    client.send(`GET / HTTP/1.1\r\nHost: a\r\n${'a:\r\n'.repeat(1_500)}Origin: https://evil.example\r\n\r\n`)
    assert.match(await client.until((text) => text.includes('\r\n\r\n')), /^HTTP\/1\.1 431 /)
    assert.equal(called, false)
  })

  it('takes one request after another on one connection, and pipelined ones in their order', async (stage) => {
    const handler = async ({ target }: HttpRequest) => {
      if (target === '/slow') await new Promise((resolve) => setTimeout(resolve, 60))
      return plain(`<${target}>`)
    }
    const client = await stage.dial(await stage.serve({ handler }))
    for (let i = 1; i <= 20; i += 1) {
      client.send(get('/one'))
      await client.until((text) => count(text, '</one>') === i)
    }
    client.send(get('/slow') + get('/quick') + get('/last'))
    const text = await client.until((now) => now.includes('</last>'))
    assert.deepEqual(text.match(/<\/(?:slow|quick|last)>/g), ['</slow>', '</quick>', '</last>'])
  })

  it('serves below a prefix, and answers locations there', async (stage) => {
    const handler = async ({ target }: HttpRequest) =>
      target === '/v1/x?a=1' ? { ...plain('made', 201), headers: [['Location', '/v1/x/1']] as const } : undefined
    const port = await stage.serve({ handler, prefix: '/holdpoint' })
    const client = await stage.dial(port)
    client.send(get('/holdpoint/v1/x?a=1'))
    const text = await client.until((now) => now.endsWith('made'))
    assert.match(text, /\r\nlocation: \/holdpoint\/v1\/x\/1\r\n/i)
    client.send(get('/v1/x?a=1') + get('/holdpointv1/x?a=1'))
    assert.equal(count(await client.until((now) => count(now, ' 404 ') === 2), 'made'), 1)
  })
}
