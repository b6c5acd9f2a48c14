// The calls on approvals, and what each answers when something is not as it should be.
import { describe, expect, it } from 'vitest'
import { draft } from '../service/world.ts'
import { request, read, served } from './served.ts'

const problem = 'application/problem+json; charset=utf-8'

async function held(options?: Parameters<typeof served>[0]) {
  const server = served(options)
  const made = await server.call('bot', 'POST', '/v1/approvals', { body: draft })
  expect(made.status).toBe(201)
  const path = `/v1/approvals/${made.body.id}`
  const decide = (who: string, verdict: string, headers = {}) =>
    server.call(who, 'POST', `${path}/decision`, { body: { verdict, digest: made.body.digest }, headers })
  return { ...server, approval: made.body, made, path, decide }
}

describe('from request to outcome', () => {
  it('answers each step with the approval, its ETag, and nothing to cache', async () => {
    const { call, made, path, decide, approval } = await held()
    expect(made.headers).toMatchObject({ etag: '"1"', location: path, 'cache-control': 'no-store' })
    expect(approval).toMatchObject({ status: 'pending', requester: 'key:bot', loop: 'default', action: draft.action })
    expect(approval.createdAt).toBe('2026-01-01T00:00:00.000Z')
    for (const secret of ['ticket', 'applied', 'draftHash', 'answers']) expect(approval).not.toHaveProperty(secret)

    const decided = await decide('ann', 'allow-once')
    expect(decided).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { status: 'approved' } })
    const started = await call('bot', 'POST', `${path}/start`, { body: { digest: approval.digest } })
    expect(started).toMatchObject({ status: 200, body: { action: draft.action, approval: { status: 'started' } } })
    const { ticket } = started.body
    const finish = { ticket, outcome: 'succeeded', detail: { n: 1 } }
    expect(await call('bot', 'POST', `${path}/finish`, { body: finish })).toMatchObject({
      status: 200,
      body: { status: 'succeeded', outcome: 'succeeded', detail: { n: 1 } },
    })
    expect((await call('ann', 'GET', path)).body).not.toHaveProperty('ticket')
  })

  it('tells in problems which code, which status and which approval', async () => {
    const { call, decide, path, approval } = await held()
    await decide('ann', 'deny')
    const late = await decide('bob', 'allow-once')
    expect(late).toMatchObject({
      status: 409,
      headers: { 'content-type': problem },
      body: {
        code: 'already_decided',
        status: 409,
        approval: { status: 'denied' },
        type: '/problems/already_decided',
      },
    })
    const start = { body: { digest: approval.digest } }
    expect(await call('bot', 'POST', `${path}/start`, start)).toMatchObject({ status: 409, body: { code: 'denied' } })
    expect(await call('bot', 'POST', `${path}/cancel`)).toMatchObject({ status: 409 })
  })

  it('I26: answers another’s exactly as one that does not exist', async () => {
    const { call, path, approval } = await held()
    const nothing = await call('stranger', 'GET', '/v1/approvals/ap_nothing')
    expect(nothing).toMatchObject({ status: 404, body: { code: 'not_found' } })
    for (const who of ['stranger', 'elsewhere']) {
      expect(await call(who, 'GET', path)).toEqual(nothing)
      expect(await call(who, 'POST', `${path}/cancel`)).toEqual(nothing)
      const body = { verdict: 'deny', digest: approval.digest }
      expect(await call(who, 'POST', `${path}/decision`, { body })).toEqual(nothing)
    }
  })

  it('cancels with or without a body, and refuses one that says something else', async () => {
    const { call, path } = await held()
    const wrong = { body: { verdict: 'deny' } }
    expect(await call('bot', 'POST', `${path}/cancel`, wrong)).toMatchObject({
      status: 400,
      body: { field: 'verdict' },
    })
    expect(await call('bot', 'POST', `${path}/cancel`)).toMatchObject({ status: 200, body: { status: 'cancelled' } })
    const again = { body: { reason: 'done otherwise' } }
    expect(await call('bot', 'POST', `${path}/cancel`, again)).toMatchObject({ status: 200, body: { version: 2 } })
  })
})

describe('who is asking', () => {
  it('I32: is settled before a body is read', async () => {
    const { handler } = served()
    const unknown = request('POST', '/v1/approvals', { body: draft })
    expect(read(await handler(unknown))).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.stringContaining('Bearer') },
      body: { code: 'unauthenticated' },
    })
    expect(unknown.bodyReads).toBe(0)
  })

  it('is not asked for health, readiness and the document', async () => {
    const { call } = served()
    for (const path of ['/healthz', '/readyz', '/openapi.json'])
      expect((await call('nobody', 'GET', path)).status).toBe(200)
  })
})

describe('a body', () => {
  it.each([
    ['another content type', { body: draft, headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type'],
    ['no content type', { body: draft, headers: { 'content-type': '' } }, 415, 'unsupported_media_type'],
    ['a form', { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, undefined],
    ['too many bytes', { body: { ...draft, context: { a: 'x'.repeat(10_000) } } }, 413, 'body_too_large'],
    ['slow bytes', { read: { ok: false, why: 'timeout' } }, 408, 'body_timeout'],
    ['bytes that never come', { read: { ok: false, why: 'aborted' } }, 400, 'invalid_request'],
    ['bytes that the host has read', { read: { ok: false, why: 'already-read' } }, 500, 'body_already_read'],
    ['no JSON', { body: '{"action":' }, 400, 'invalid_json'],
    ['two documents', { body: '{}{}' }, 400, 'invalid_json'],
    ['a byte order mark', { body: '\uFEFF{}' }, 400, 'invalid_json'],
    ['a key twice', { body: '{"action":{},"action":{}}' }, 400, 'invalid_request'],
    ['a field nobody knows', { body: { ...draft, approved: true } }, 400, 'invalid_request'],
    ['a list', { body: [] }, 400, 'invalid_request'],
  ] as const)('with %s is refused', async (_, sent, status, code) => {
    const { call, inner } = served()
    const answer = await call('bot', 'POST', '/v1/approvals', sent)
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toBe(problem)
    if (code) expect(answer.body.code).toBe(code)
    expect(await inner.due('approvals', Infinity, 10)).toEqual([])
  })

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON ;charset=UTF-8'])(
    'as %s is taken',
    async (type) => {
      const { call } = served()
      const headers = { 'content-type': type }
      expect((await call('bot', 'POST', '/v1/approvals', { body: draft, headers })).status).toBe(201)
    },
  )

  it.each(['APPROVE', 'allow-once\u0000', 'Allow-Once', ' allow-once', true, ['allow-once'], null, 'аllow-once'])(
    'I6: whose verdict is %j decides nothing',
    async (verdict) => {
      const { call, path, approval } = await held()
      const body = { verdict, digest: approval.digest }
      expect(await call('ann', 'POST', `${path}/decision`, { body })).toMatchObject({
        status: 400,
        body: { field: 'verdict' },
      })
      expect((await call('ann', 'GET', path)).body).toMatchObject({ status: 'pending', version: 1 })
    },
  )
})

describe('an Idempotency-Key', () => {
  it('replays with 200, and 409 for another draft', async () => {
    const { call } = served()
    const headers = { 'idempotency-key': 'k' }
    const first = await call('bot', 'POST', '/v1/approvals', { body: draft, headers })
    const again = await call('bot', 'POST', '/v1/approvals', { body: draft, headers })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toEqual(first.body)
    const other = { body: { ...draft, claim: { title: 'x' } }, headers }
    expect(await call('bot', 'POST', '/v1/approvals', other)).toMatchObject({
      status: 409,
      body: { code: 'idempotency_mismatch' },
    })
  })

  it.each(['', ' ', 'a b', 'é', 'x'.repeat(256)])('of %j is refused', async (key) => {
    const { call } = served()
    const sent = { body: draft, headers: { 'idempotency-key': key } }
    expect(await call('bot', 'POST', '/v1/approvals', sent)).toMatchObject({
      status: 400,
      body: { field: 'Idempotency-Key' },
    })
  })
})

describe('If-Match', () => {
  it.each([
    ['"1"', 200],
    ['W/"1"', 200],
    ['1', 200],
    ['*', 200],
    ['"2"', 412],
    ['"0"', 412],
    ['"x"', 400],
    ['"1", "2"', 400],
    ['', 400],
  ])('of %s: %d', async (value, status) => {
    const { decide } = await held()
    expect((await decide('ann', 'allow-once', { 'if-match': value })).status).toBe(status)
  })
})

describe('a store that is down', () => {
  it('I6: is 503, with nothing of its error', async () => {
    const { call, path, decide } = await held({
      store: (inner) => ({ ...inner, commit: () => Promise.reject(new Error('secret path /var/db')) }),
    })
    const answer = await decide('ann', 'allow-once')
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { code: 'unavailable' } })
    expect(JSON.stringify(answer)).not.toContain('secret')
    expect((await call('ann', 'GET', path)).body.status).toBe('pending')
  })

  it('I34: a bug is an opaque 500; its details are in the log under the id that was answered', async () => {
    const { call, log, logged } = served({
      store: (inner) => ({
        ...inner,
        now: () => {
          throw new RangeError('at secret line 5')
        },
      }),
    })
    void log
    const answer = await call('bot', 'POST', '/v1/approvals', { body: draft })
    expect([500, 503]).toContain(answer.status)
    expect(JSON.stringify(answer)).not.toContain('secret')
    expect(logged.some((line) => line.startsWith('error'))).toBe(true)
  })
})
