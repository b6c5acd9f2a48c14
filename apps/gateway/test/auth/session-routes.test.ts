// Sessions over JSON: who comes in, from which page, how often, and what it leaves behind.
import { describe, expect, it } from 'vitest'
import type { AuthConfig } from '../../src/config/gateway-config.ts'
import { bearer, fakeRequest } from './fake-request.ts'
import { own, sessionCaller as setUp, type Headers } from './session-caller.ts'
import { operatorToken, origin, testGateway } from './test-gateway.ts'

const password = 'a-password-that-is-long-enough'

describe('POST /v1/session', () => {
  it('signs in, says who one is, and the cookie works', async () => {
    const { call, signIn } = setUp()
    const { status, body, cookie, read } = await signIn()
    expect(status).toBe(200)
    expect(cookie).toMatch(/^holdpoint_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(body).toMatchObject({
      principal: 'operator',
      scopes: ['request', 'decide', 'rules', 'admin'],
      loops: ['default', 'other'],
      csrf: expect.stringMatching(/^[\w-]{43}$/),
      session: { method: 'token', current: true },
    })
    expect(JSON.stringify(body)).not.toContain(cookie?.slice(18, 61))
    expect(await call('GET', '/v1/session', { headers: read })).toMatchObject({ status: 200, body })
  })

  it.each<[string, Headers]>([
    ['without Origin and Sec-Fetch-Site', []],
    ['with Origin: null', [['origin', 'null']]],
    ['from another site', [['origin', 'https://evil.example']]],
    ['from another port', [['origin', 'http://127.0.0.1:9999']]],
    ['same-site only', [['sec-fetch-site', 'same-site']]],
    ['of the browser’s own doing', [['sec-fetch-site', 'none']]],
    [
      'with our origin, cross-site',
      [
        ['origin', origin],
        ['sec-fetch-site', 'cross-site'],
      ],
    ],
  ])('refuses a page elsewhere: %s', async (_, headers) => {
    const { call } = setUp()
    const answer = await call('POST', '/v1/session', { headers, body: { token: operatorToken } })
    expect(answer).toMatchObject({ status: 403, body: { code: 'cross_origin' } })
    expect(answer.cookie).toBeUndefined()
  })

  it.each<[AuthConfig['mode'], object, number]>([
    ['token', { token: operatorToken }, 200],
    ['token', { password: operatorToken }, 401],
    ['token', { name: 'operator', password: operatorToken }, 401],
    ['token', { code: operatorToken }, 401],
    ['token', { token: password }, 401],
    ['password', { password }, 200],
    ['password', { name: 'operator', password }, 200],
    ['password', { name: 'Operator', password }, 401],
    ['password', { name: 'other', password }, 401],
    ['password', { token: password }, 401],
    ['password', { code: password }, 401],
    ['password', { token: operatorToken }, 401],
    ['token', {}, 400],
    ['token', { token: '' }, 400],
    ['token', { token: [operatorToken] }, 400],
    ['token', { token: 'x'.repeat(1_025) }, 400],
    ['token', { token: operatorToken, password }, 400],
    ['token', { token: operatorToken, name: 'operator' }, 400],
    ['token', { token: operatorToken, remember: true }, 400],
  ])('mode %s, %j: %i', async (mode, body, status) => {
    const { signIn, lines } = setUp(mode === 'token' ? { mode, token: operatorToken } : { mode, password })
    const answer = await signIn(body)
    expect(answer.status).toBe(status)
    expect(answer.cookie === undefined).toBe(status !== 200)
    for (const secret of [operatorToken, password]) {
      expect(JSON.stringify(answer.body)).not.toContain(secret)
      expect(lines.join()).not.toContain(secret)
    }
  })

  it('a link signs in once', async () => {
    const { signIn, links } = setUp()
    const link = await links.create('operator')
    expect(await signIn({ code: link?.code })).toMatchObject({ status: 200, body: { session: { method: 'link' } } })
    expect(await signIn({ code: link?.code })).toMatchObject({ status: 401 })
  })

  it('session fixation: a planted cookie never becomes a session, and the one that was there ends', async () => {
    const { call, signIn } = setUp()
    const planted = `holdpoint_session=${'P'.repeat(43)}`
    const first = await signIn({ token: operatorToken }, [['cookie', planted]])
    expect(first.cookie).not.toContain('PPP')
    expect((await call('GET', '/v1/session', { headers: [['cookie', planted]] })).status).toBe(401)
    const second = await signIn({ token: operatorToken }, first.read)
    expect(second.status).toBe(200)
    expect((await call('GET', '/v1/session', { headers: first.read })).status).toBe(401)
    expect((await call('GET', '/v1/session', { headers: second.read })).status).toBe(200)
  })

  it('I33: of 50 passwords tried at once from one address 10 are looked at, and another address is not shut out', async () => {
    const { call } = setUp({ mode: 'password', password })
    const tries = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        call('POST', '/v1/session', { body: { password: 'wrong' }, address: `2001:db8:1:2::${n}` }),
      ),
    )
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(10)
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(40)
    const right = { body: { password } }
    expect((await call('POST', '/v1/session', { ...right, address: '2001:db8:1:2::ffff' })).status).toBe(429)
    expect((await call('POST', '/v1/session', { ...right, address: '2001:db8:1:3::1' })).status).toBe(200)
  })

  it('I33: right passwords use nothing up', async () => {
    const { signIn } = setUp({ mode: 'password', password })
    for (let n = 0; n < 15; n += 1) expect((await signIn({ password })).status).toBe(200)
  })

  it('I32: what is refused costs no write, and a large body is not read', async () => {
    const { call, store } = setUp()
    for (const body of [{ token: 'wrong' }, { code: 'A'.repeat(43) }, { name: 'ann', password: 'wrong' }])
      expect((await call('POST', '/v1/session', { body })).status).toBe(401)
    expect(store.writes).toBe(0)
    const form = [...own, ['content-type', 'application/x-www-form-urlencoded']] as const
    expect((await call('POST', '/v1/session', { headers: form })).status).toBe(415)
  })
})

describe('sessions of one’s own', () => {
  it('are listed, ended one by one, and together', async () => {
    const { call, signIn } = setUp()
    const [a, b, c] = [await signIn(), await signIn(), await signIn()]
    const listed = await call('GET', '/v1/sessions', { headers: a.read })
    expect(listed.body.items).toHaveLength(3)
    expect(listed.body.items.filter((item: { current: boolean }) => item.current)).toMatchObject([
      { id: a.body.session.id },
    ])
    expect((await call('DELETE', `/v1/sessions/${b.body.session.id}`, { headers: a.mine })).status).toBe(204)
    expect((await call('GET', '/v1/session', { headers: b.read })).status).toBe(401)
    expect((await call('DELETE', `/v1/sessions/${b.body.session.id}`, { headers: a.mine })).status).toBe(404)
    expect(await call('DELETE', '/v1/sessions', { headers: a.mine })).toMatchObject({ status: 200, body: { ended: 1 } })
    expect((await call('GET', '/v1/session', { headers: c.read })).status).toBe(401)
    const out = await call('DELETE', '/v1/session', { headers: a.mine })
    expect(out).toMatchObject({ status: 204, cookie: expect.stringContaining('Max-Age=0') })
    expect((await call('GET', '/v1/session', { headers: a.read })).status).toBe(401)
  })

  it('a change needs the token of this very session', async () => {
    const { call, signIn } = setUp()
    const [a, b] = [await signIn(), await signIn()]
    const cookie = a.read
    const other = [...own, ...cookie, ['holdpoint-csrf', String(b.body.csrf)]] as const
    for (const headers of [cookie, [...own, ...cookie], other])
      for (const target of ['/v1/session', '/v1/sessions', `/v1/sessions/${b.body.session.id}`])
        expect(await call('DELETE', target, { headers })).toMatchObject({ status: 403, body: { code: 'cross_origin' } })
    expect((await call('GET', '/v1/session', { headers: b.read })).status).toBe(200)
  })

  it('a key says who it is, and has no sessions', async () => {
    const { call, stored, signIn } = setUp()
    const created = await stored().create({ name: 'bot', scopes: ['request'], loops: ['other'] })
    const headers = [bearer(created.ok ? created.value.key : ''), ...(await signIn()).read]
    const who = await call('GET', '/v1/session', { headers })
    expect(who).toMatchObject({ status: 200, body: { principal: 'key:bot', scopes: ['request'], loops: ['other'] } })
    expect(who.body.csrf).toBeUndefined()
    for (const [method, target] of [
      ['GET', '/v1/sessions'],
      ['DELETE', '/v1/session'],
      ['DELETE', '/v1/sessions'],
    ] as const)
      expect((await call(method, target, { headers })).status).toBe(403)
  })

  it('I30: a new gateway credential signs the operator out', async () => {
    let auth: AuthConfig = { mode: 'token', token: operatorToken }
    const gateway = testGateway({ auth: () => auth })
    const operator = await gateway.accounts.find('operator')
    if (operator === undefined) throw new Error('no operator')
    const { cookie } = await gateway.sessions.create(operator, 'token')
    const request = fakeRequest({ headers: [['cookie', cookie.split(';')[0] ?? '']] })
    expect((await gateway.authenticate(request, {})).ok).toBe(true)
    auth = { mode: 'token', token: `${operatorToken}-changed` }
    expect((await gateway.authenticate(request, {})).ok).toBe(false)
    auth = { mode: 'password', password: operatorToken }
    expect((await gateway.authenticate(request, {})).ok).toBe(false)
  })
})
