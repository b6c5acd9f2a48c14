// Pages of other origins: none by default, named ones where the host says so.
import { describe, expect, it } from 'vitest'
import { served } from './served.ts'

const console_ = 'https://console.example.com'
const allowing = () => served({ handler: { cors: [console_] } })
const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }

describe('by default', () => {
  it('no origin is told anything, and OPTIONS is a method like others', async () => {
    const { call } = served()
    const headers = { origin: console_, ...preflight }
    const asked = await call('ann', 'OPTIONS', '/v1/approvals', { headers })
    expect(asked).toMatchObject({ status: 405, headers: { allow: 'POST, GET, HEAD' } })
    const listed = await call('ann', 'GET', '/v1/approvals', { headers: { origin: console_ } })
    expect(
      Object.keys({ ...asked.headers, ...listed.headers }).filter((name) => /access-control|vary/.test(name)),
    ).toEqual([])
  })
})

describe('where an origin is allowed', () => {
  it('its pages may ask first, and hear what they may send', async () => {
    const { call } = allowing()
    // A browser sends no credential with it.
    const asked = await call('', 'OPTIONS', '/v1/approvals', { headers: { origin: console_, ...preflight } })
    expect(asked).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': console_,
        'access-control-allow-methods': 'POST, GET, HEAD',
        'access-control-allow-headers': expect.stringContaining('Idempotency-Key'),
        vary: 'Origin',
      },
    })
  })

  it('its pages read answers, problems too, with the headers that matter, and never with cookies', async () => {
    const { call } = allowing()
    for (const who of ['ann', 'nobody']) {
      const { headers } = await call(who, 'GET', '/v1/approvals', { headers: { origin: console_ } })
      expect(headers).toMatchObject({ 'access-control-allow-origin': console_, vary: 'Origin' })
      expect(headers['access-control-expose-headers']).toContain('ETag')
      expect(headers).not.toHaveProperty('access-control-allow-credentials')
    }
  })

  it.each(['https://evil.example', 'null', 'https://console.example.com.evil', 'http://console.example.com', ''])(
    'the pages of %j hear nothing',
    async (origin) => {
      const { call } = allowing()
      const listed = await call('ann', 'GET', '/v1/approvals', { headers: { origin } })
      expect(listed.status).toBe(200)
      expect(listed.headers).not.toHaveProperty('access-control-allow-origin')
      // A cache must not hand this answer to the page that is allowed.
      expect(listed.headers['vary']).toBe('Origin')
      const asked = await call('', 'OPTIONS', '/v1/approvals', { headers: { origin, ...preflight } })
      expect(asked.status).toBe(405)
    },
  )

  it('a path that is not ours stays unanswered', async () => {
    const { call } = allowing()
    expect((await call('', 'OPTIONS', '/other', { headers: { origin: console_, ...preflight } })).status).toBe(0)
  })
})

it.each(['*', 'null', 'console.example.com', 'https://console.example.com/', 'https://a.example/path', 'file:///x'])(
  'refuses to start with %j',
  (origin) => {
    expect(() => served({ handler: { cors: [origin] } })).toThrow(/invalid_config: cors/)
  },
)
