// Who is who: the operator, a key, a signed-in person; and nobody else.
import { describe, expect, it } from 'vitest'
import { createGatewayCredential } from '../../src/auth/gateway-credential.ts'
import type { AuthConfig } from '../../src/config/gateway-config.ts'
import { basic, bearer, fakeRequest, firstValues, type FakeRequest } from './fake-request.ts'
import { operatorToken as token, origin, signedIn, testGateway } from './test-gateway.ts'

const here = { remoteAddress: '203.0.113.7' }
const password = 'a-password-that-is-long-enough'

async function setUp(auth: AuthConfig = { mode: 'token', token }) {
  const gateway = testGateway({ auth: () => auth })
  const { authenticate, store } = gateway
  const created = await gateway.stored().create({ name: 'bot', scopes: ['request'], loops: ['default'] })
  if (!created.ok) throw new Error(created.detail)
  const { cookie, csrf } = await signedIn(gateway)
  const as = (request: FakeRequest) => authenticate(fakeRequest(request), here)
  return { ...gateway, store, as, key: created.value.key, cookie, csrf }
}

describe('authenticate', () => {
  it('I23: knows the operator, a key and a session as different principals', async () => {
    const { as, key, cookie } = await setUp()
    expect(await as({ headers: [bearer(token)] })).toMatchObject({ ok: true, value: { id: 'operator', via: 'api' } })
    expect(await as({ headers: [['authorization', `bearer  ${key}`]] })).toMatchObject({ value: { id: 'key:bot' } })
    expect(await as({ headers: [['cookie', cookie]] })).toMatchObject({ value: { id: 'operator', via: 'inbox' } })
  })

  it.each<[string, FakeRequest['headers']]>([
    ['nothing', []],
    ['an empty header', [['authorization', '']]],
    ['the right token in Basic', [['authorization', `Basic ${btoa(`operator:${token}`)}`]]],
    ['the bare token in Basic', [['authorization', `Basic ${token}`]]],
    ['the token without a scheme', [['authorization', token]]],
    ['the token twice', [bearer(token), bearer(token)]],
    ['the token and more', [['authorization', `Bearer ${token}, Bearer x`]]],
    ['a prefix of the token', [bearer(token.slice(0, -1))]],
    ['the token in another case', [bearer(token.toUpperCase())]],
    ['an empty token', [['authorization', 'Bearer ']]],
    ['a very long token', [bearer('x'.repeat(100_000))]],
    ['a forged key', [bearer(`hpk_bot_${'A'.repeat(43)}`)]],
    ['a forged session', [['cookie', `holdpoint_session=${'A'.repeat(43)}`]]],
    [
      'the token in other headers',
      [
        ['x-authorization', `Bearer ${token}`],
        ['proxy-authorization', `Bearer ${token}`],
      ],
    ],
  ])('I32: refuses %s, without a write', async (_, headers = []) => {
    const { as, store } = await setUp()
    const { reads, writes } = store
    expect(await as({ headers })).toMatchObject({ ok: false, code: 'unauthenticated' })
    expect(store.writes).toBe(writes)
    expect(store.reads - reads).toBeLessThanOrEqual(1)
  })

  it.each<[string, AuthConfig]>([
    ['token', { mode: 'token', token: '' }],
    ['password', { mode: 'password', password: '' }],
  ])('I6: an empty %s opens nothing', (_, auth) => {
    const credential = createGatewayCredential(() => auth)
    // A host that hands over an empty credential must not match the empty setting.
    expect(credential.fromHeader({ scheme: 'bearer', text: '' })).toBeUndefined()
    expect(credential.fromHeader({ scheme: 'basic', name: 'operator', password: '' })).toBeUndefined()
    expect(credential.fromForm('token', '')).toBeUndefined()
    expect(credential.fromForm('password', '')).toBeUndefined()
  })

  it('refuses a second Authorization even where only the first is seen', async () => {
    const { authenticate } = await setUp()
    expect((await authenticate(firstValues({ headers: [bearer(token)] }), here)).ok).toBe(true)
    const twice = firstValues({ headers: [bearer(token), bearer('x')] })
    expect(await authenticate(twice, here)).toMatchObject({ ok: false, code: 'unauthenticated' })
  })

  it('lets the header decide alone when a cookie comes too', async () => {
    const { as, key, cookie } = await setUp()
    const both = (authorization: string) =>
      as({
        headers: [
          ['cookie', cookie],
          ['authorization', authorization],
        ],
      })
    expect(await both(`Bearer ${key}`)).toMatchObject({ value: { id: 'key:bot' } })
    for (const bad of ['', 'Bearer wrong', `Basic ${token}`])
      expect(await both(bad)).toMatchObject({ ok: false, code: 'unauthenticated' })
  })

  it('refuses what another site makes a browser send with the cookie, and reads nothing for it', async () => {
    const { as, store, cookie, csrf } = await setUp()
    const reads = store.reads
    for (const from of [[], [['origin', 'https://evil.example']], [['origin', 'null']]] as const)
      expect(await as({ method: 'POST', headers: [['cookie', cookie], ...from] })).toMatchObject({
        ok: false,
        code: 'cross_origin',
      })
    expect(store.reads).toBe(reads)
    const own = [
      ['cookie', cookie],
      ['origin', origin],
    ] as const
    expect(await as({ method: 'POST', headers: own })).toMatchObject({ code: 'cross_origin', field: 'Holdpoint-Csrf' })
    expect((await as({ method: 'POST', headers: [...own, ['holdpoint-csrf', csrf]] })).ok).toBe(true)
  })

  it('lets keys post without an Origin: no browser adds them by itself', async () => {
    const { as, key } = await setUp()
    expect((await as({ method: 'POST', headers: [bearer(key), ['origin', 'https://evil.example']] })).ok).toBe(true)
  })

  it('I33: answers 429 from the 301st failure on, under concurrency, while valid ones still pass', async () => {
    const { as, authenticate, key, cookie } = await setUp()
    const results = await Promise.all(Array.from({ length: 1_000 }, () => as({ headers: [bearer('wrong')] })))
    const codes = results.map((result) => (result.ok ? 'ok' : result.code))
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(300)
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(700)
    for (const headers of [[bearer(key)], [bearer(token)], [['cookie', cookie]]] as const)
      expect((await as({ headers })).ok).toBe(true)
    const elsewhere = await authenticate(fakeRequest({ headers: [bearer('x')] }), { remoteAddress: '203.0.113.8' })
    expect(elsewhere).toMatchObject({ code: 'unauthenticated' })
  })

  it('I32: a flood of headers that pushes the real one out is nobody', async () => {
    const { authenticate, cookie } = await setUp()
    const flood = Array.from({ length: 5_000 }, (_, n) => [`x-${n}`, token] as const)
    // What the server keeps of such a request: its first thousand headers.
    const kept = [...flood, ['cookie', cookie], ['origin', origin], bearer(token)].slice(0, 1_000)
    const request = fakeRequest({
      method: 'POST',
      headers: kept.map(([name = '', value = '']) => [name, value]),
    })
    expect(await authenticate(request, here)).toMatchObject({ ok: false, code: 'unauthenticated' })
  })

  it('I34: no refusal repeats the credential', async () => {
    const { as, lines } = await setUp()
    for (const header of [
      'Bearer s3cret-value',
      `Basic ${btoa('operator:s3cret-value')}`,
      'Basic s3cret-value',
      's3cret-value',
    ])
      expect(JSON.stringify(await as({ headers: [['authorization', header]] }))).not.toMatch(/s3cret|czNjcmV0/)
    expect(lines.join()).toContain('security: refused')
    expect(lines.join()).not.toMatch(/s3cret|czNjcmV0/)
  })
})

describe('I23: each mode takes its own credential and never the other’s (P19937)', () => {
  const modes = {
    token: { mode: 'token', token },
    password: { mode: 'password', password },
  } as const
  const operator = { ok: true, value: { id: 'operator', via: 'api' } }
  const nobody = { ok: false, code: 'unauthenticated' }

  it.each<[keyof typeof modes, string, readonly [string, string], object]>([
    ['token', 'the token as Bearer', bearer(token), operator],
    ['token', 'the token as the password of Basic', basic('operator', token), nobody],
    ['token', 'the token as the name of Basic', basic(token, ''), nobody],
    ['token', 'a password as Bearer', bearer(password), nobody],
    ['token', 'a password in Basic', basic('operator', password), nobody],
    ['password', 'the password in Basic', basic('operator', password), operator],
    ['password', 'the password in Basic under another name', basic('admin', password), nobody],
    ['password', 'the password in Basic under no name', basic('', password), nobody],
    ['password', 'the password in Basic under the name in capitals', basic('Operator', password), nobody],
    ['password', 'the password as Bearer', bearer(password), nobody],
    ['password', 'name and password as Bearer', bearer(btoa(`operator:${password}`)), nobody],
    ['password', 'a token as Bearer', bearer(token), nobody],
    ['password', 'a token in Basic', basic('operator', token), nobody],
    ['password', 'a prefix of the password', basic('operator', password.slice(0, -1)), nobody],
    ['password', 'the password and more', basic('operator', `${password}:`), nobody],
  ])('mode %s: %s', async (mode, _, header, expected) => {
    const { as } = await setUp(modes[mode])
    expect(await as({ headers: [header] })).toMatchObject(expected)
  })

  it.each(['token', 'password'] as const)('mode %s takes API keys as Bearer and as nothing else', async (mode) => {
    const { as, key } = await setUp(modes[mode])
    expect(await as({ headers: [bearer(key)] })).toMatchObject({ ok: true, value: { id: 'key:bot' } })
    for (const header of [basic('bot', key), basic('key:bot', key), basic(key, ''), basic('operator', key)])
      expect(await as({ headers: [header] })).toMatchObject(nobody)
  })

  it('reads Basic in its one proper spelling', async () => {
    const { as } = await setUp(modes.password)
    const proper = btoa(`operator:${password}`)
    for (const header of [`Basic ${proper}`, `basic  ${proper}`, `BASIC ${proper.replace(/=+$/, '')}`])
      expect(await as({ headers: [['authorization', header]] })).toMatchObject(operator)
    for (const header of [`Basic ${proper}!`, `Basic ${proper} x`, `Basic ${btoa(password)}`, 'Basic', 'Basic ='])
      expect(await as({ headers: [['authorization', header]] })).toMatchObject(nobody)
  })

  it('a browser that remembers the password sends no other site’s changes', async () => {
    const { as } = await setUp(modes.password)
    const sent = basic('operator', password)
    const post = (...more: readonly (readonly [string, string])[]) => as({ method: 'POST', headers: [sent, ...more] })
    expect(await post()).toMatchObject(operator)
    expect(await post(['origin', origin])).toMatchObject(operator)
    for (const from of [
      ['origin', 'https://evil.example'],
      ['origin', 'null'],
      ['sec-fetch-site', 'cross-site'],
    ] as const)
      expect(await post(from)).toMatchObject({ ok: false, code: 'cross_origin' })
  })
})
