// Every field of every call, wrong in its own way, over real HTTP: refused by name, and nothing left behind.
import { request as rawRequest } from 'node:http'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from './api.ts'
import { calls } from './bad-calls.ts'
import { startGateway, type GatewayProcess } from './gateway-process.ts'
import { message } from './held-message.ts'

let gateway: GatewayProcess
let bot: Api
beforeAll(async () => {
  gateway = await startGateway()
  bot = gateway.api(gateway.firstKey)
})
afterAll(() => gateway.remove())
afterEach(async () => {
  expect((await gateway.operator.get('/v1/approvals')).body.items).toEqual([])
  expect(existsSync(join(gateway.dir, '.holdpoint/outbound.jsonl'))).toBe(false)
})

describe.each(calls)('POST $path', ({ path, good, wrong, required }) => {
  const rows = [
    ...Object.entries(wrong).flatMap(([field, values]) => values.map((value) => [field, value] as const)),
    ...required.map((field) => [field, undefined] as const),
  ]
  it(`refuses ${rows.length} wrong bodies with 400, naming the field`, async () => {
    for (const [field, value] of rows) {
      const answer = await gateway.operator.post(path, { ...good, [field]: value })
      const where = `${field}: ${JSON.stringify(value)?.slice(0, 60)}`
      expect
        .soft({ status: answer.status, code: answer.body.code }, where)
        .toEqual({ status: 400, code: 'invalid_request' })
      expect.soft(answer.body.field?.split(/[.[]/)[0], where).toBe(field)
      expect.soft(answer.body.detail, where).toMatch(/\w.*\.$/)
      expect.soft(answer.headers['content-type'], where).toMatch(/^application\/problem\+json/)
    }
  })

  it.each<[name: string, body: (text: string) => string | Buffer]>([
    ['blanks', () => ' '],
    ['no JSON', () => '{'],
    ['two documents', (text) => `${text}${text}`],
    ['a key twice', (text) => text.replace('{', '{"reason":"a","reason":"b",')],
    ['a prototype', (text) => text.replace('{', '{"__proto__":{"a":1},')],
    ['a lone surrogate', () => '{"reason":"\\ud800"}'],
    ['a number that no double holds', () => '{"expiresInMs":9007199254740993}'],
    ['bytes that are no UTF-8', () => Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['a byte order mark', (text) => `\ufeff${text}`],
    ['a list', (text) => `[${text}]`],
    ['null', () => 'null'],
    ['a thousand levels', () => '['.repeat(1_000) + ']'.repeat(1_000)],
  ])('refuses %s with 400', async (_, body) => {
    expect((await gateway.operator.post(path, body(JSON.stringify(good)))).status).toBe(400)
  })

  it('refuses too much with 413, and what isn’t JSON by its type with 415', async () => {
    const huge = JSON.stringify({ ...good, filler: 'x'.repeat(262_145) })
    expect(await gateway.operator.post(path, huge)).toMatchObject({ status: 413, body: { code: 'body_too_large' } })
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])
      expect(await gateway.operator.post(path, JSON.stringify(good), { 'content-type': type })).toMatchObject({
        status: 415,
        body: { code: 'unsupported_media_type' },
      })
  })

  it('refuses no credential, and every bad one, with 401', async () => {
    const { operatorToken: token, firstKey: key } = gateway
    for (const bad of [
      undefined,
      '',
      'x',
      token.slice(1),
      `${token}x`,
      token.toUpperCase(),
      key.slice(0, -1),
      `hpk_none_${'a'.repeat(43)}`,
      'undefined',
    ]) {
      const answer = await gateway.api(bad).post(path, good)
      expect.soft(answer, bad ?? 'none').toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    }
    const inQuery = await gateway.api().post(`${path}?token=${token}&access_token=${token}`, good)
    expect(inQuery.status).toBe(401)
    expect((await gateway.api().post(path, good, { authorization: `Basic ${btoa(`operator:${token}`)}` })).status).toBe(
      401,
    )
  })
})

describe('the rest of a request', () => {
  it.each([
    'status=APPROVED',
    'status=',
    'limit=0',
    'limit=101',
    'limit=1e1',
    'limit=1&limit=2',
    'kind=A',
    'loop=A',
    'cursor=x',
    'sort=id',
  ])('a list by ?%s is 400 and names the parameter', async (query) => {
    const answer = await gateway.operator.get(`/v1/approvals?${query}`)
    expect(answer).toMatchObject({ status: 400, body: { field: query.split('=')[0] } })
  })

  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
  ])('Host: %s is 421, on every way in but the probes (I29)', async (host) => {
    for (const path of ['/', '/sign-in', '/v1/approvals', '/hitl/callback/x', '/openapi.json', '/no/such'])
      expect.soft((await gateway.operator.get(path, { host })).status, path).toBe(421)
    expect((await gateway.operator.post('/v1/outbound', message('hi'), { host })).status).toBe(421)
    expect((await gateway.api().get('/healthz', { host })).status).toBe(200)
  })

  it('no Host and two of them are refused', async () => {
    const send = (headers: string[]) =>
      new Promise<number | undefined>((resolve, reject) => {
        const sent = rawRequest({
          host: '127.0.0.1',
          port: gateway.port,
          path: '/v1/approvals',
          headers,
          setHost: false,
        })
        sent.on('response', (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        })
        sent.on('error', reject)
        sent.end()
      })
    const host = `127.0.0.1:${gateway.port}`
    const credential = ['Authorization', `Bearer ${gateway.operatorToken}`]
    expect(await send(['Host', host, ...credential])).toBe(200)
    expect([400, 421]).toContain(await send(credential))
    expect([400, 421]).toContain(await send(['Host', host, 'Host', 'evil.example', ...credential]))
  })

  it.each([
    '/V1/approvals',
    '//v1/approvals',
    '/v1//approvals',
    '/v1/./approvals',
    '/x/../v1/approvals',
    '/v1/%61pprovals',
    '/v1/approvals/',
    '/v1/approvals;x',
    '/v1\\approvals',
    '/%76%31/approvals',
    '/v1/approvals%2f',
  ])('the disguised path %s is never served (I29)', async (path) => {
    const answer = await rawGet(path)
    expect([400, 404]).toContain(answer)
  })

  it('two credentials, or a method that a path doesn’t take, are refused', async () => {
    const { operatorToken } = gateway
    const doubled = await gateway
      .api()
      .get('/v1/approvals', { authorization: `Bearer ${operatorToken}, Bearer ${operatorToken}` })
    expect(doubled.status).toBe(401)
    for (const method of ['PUT', 'PATCH', 'DELETE'] as const)
      expect(await gateway.operator.call(method, '/v1/outbound')).toMatchObject({
        status: 405,
        headers: { allow: 'POST' },
      })
    const overridden = await gateway.operator.get('/v1/outbound', { 'x-http-method-override': 'POST' })
    expect(overridden.status).toBe(405)
  })

  it('a wrong Idempotency-Key or Holdpoint-Approval is refused', async () => {
    for (const key of ['', 'a b', 'x'.repeat(256)])
      expect((await bot.post('/v1/outbound', message('hi'), { 'idempotency-key': key })).status).toBe(400)
    expect((await bot.post('/v1/outbound', message('hi'), { 'holdpoint-approval': 'ap_none' })).status).toBe(404)
  })

  /** As it is: undici, like a browser, would tidy the path. */
  function rawGet(path: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${gateway.operatorToken}` }
      const sent = rawRequest({ host: '127.0.0.1', port: gateway.port, path, headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
      sent.on('error', reject)
      sent.end()
    })
  }
})
