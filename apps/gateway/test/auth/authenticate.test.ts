// Who is who: the operator, a key, a signed-in person; and nobody else.
import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '@holdpoint/core/http'
import { createAuthenticate } from '../../src/auth/authenticate.ts'
import { createOperatorCheck } from '../../src/auth/credential.ts'
import { createFailedAttempts } from '../../src/auth/failed-attempts.ts'
import { createKeys } from '../../src/auth/keys.ts'
import { createSessions } from '../../src/auth/sessions.ts'
import { countingStore } from './counting-store.ts'
import { bearer, fakeRequest, firstValues, type FakeRequest } from './fake-request.ts'

const token = 'an-operator-token-of-some-length'
const origin = 'http://127.0.0.1:4180'
const here = { remoteAddress: '203.0.113.7' }

async function setUp(operatorToken = token) {
  const store = countingStore()
  const keys = createKeys({ store })
  const sessions = createSessions({ store, publicUrl: origin })
  const limiter = createFailedAttempts({ now: () => 0 })
  const authenticate = createAuthenticate({ operatorToken, keys, sessions, limiter, publicOrigin: origin })
  const created = await keys.create({ name: 'bot', scopes: ['request'], loops: ['default'] })
  if (!created.ok) throw new Error(created.detail)
  const [cookie = ''] = (await sessions.create('operator')).cookie.split(';')
  const as = (request: FakeRequest) => authenticate(fakeRequest(request), here)
  return { store, keys, sessions, authenticate, as, key: created.value.key, cookie }
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

  it('I6: an empty operator token opens nothing', async () => {
    const { authenticate } = await setUp('')
    expect(createOperatorCheck('')('')).toBeUndefined()
    // A host that hands over an empty credential must not match the empty setting.
    for (const header of ['Bearer ', 'Bearer', 'bearer  '])
      expect((await authenticate(fakeRequest({ headers: [['authorization', header]] }), here)).ok).toBe(false)
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
    const { as, store, cookie } = await setUp()
    const reads = store.reads
    for (const from of [[], [['origin', 'https://evil.example']], [['origin', 'null']]] as const)
      expect(await as({ method: 'POST', headers: [['cookie', cookie], ...from] })).toMatchObject({
        ok: false,
        code: 'cross_origin',
      })
    expect(store.reads).toBe(reads)
    expect(
      (
        await as({
          method: 'POST',
          headers: [
            ['cookie', cookie],
            ['origin', origin],
          ],
        })
      ).ok,
    ).toBe(true)
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
    const request: HttpRequest = fakeRequest({
      method: 'POST',
      headers: kept.map(([name = '', value = '']) => [name, value]),
    })
    expect(await authenticate(request, here)).toMatchObject({ ok: false, code: 'unauthenticated' })
  })

  it('I34: no refusal repeats the credential', async () => {
    const { as } = await setUp()
    for (const header of ['Bearer s3cret-value', 'Basic s3cret-value', 's3cret-value'])
      expect(JSON.stringify(await as({ headers: [['authorization', header]] }))).not.toContain('s3cret')
  })
})
