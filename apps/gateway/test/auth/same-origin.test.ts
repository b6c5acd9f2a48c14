// Posts from elsewhere, with a cookie that the browser added by itself.
import { describe, expect, it } from 'vitest'
import { checkFormPost, checkSameOrigin, checkSessionCall } from '../../src/auth/same-origin.ts'
import { ownOrigins } from '../../src/auth/host-check.ts'
import { operatorPrincipal } from '../../src/auth/principals.ts'
import { fakeRequest, firstValues } from './fake-request.ts'

const ours = 'http://127.0.0.1:4180'
const own = ownOrigins({ publicUrl: ours, boundPort: 4180 })
type Headers = readonly (readonly [string, string])[]
const post = (...headers: Headers) => fakeRequest({ method: 'POST', headers })

describe('checkSameOrigin', () => {
  it.each<[Headers]>([
    [[['origin', ours]]],
    [
      [
        ['origin', ours],
        ['sec-fetch-site', 'same-origin'],
      ],
    ],
    [
      [
        ['origin', ours],
        ['sec-fetch-site', 'none'],
      ],
    ],
    [[['sec-fetch-site', 'same-origin']]],
  ])('passes our own page (%#)', (headers) => {
    expect(checkSameOrigin(post(...headers), own)).toEqual({ ok: true, value: true })
  })

  it.each<[string, Headers]>([
    ['no header at all, as after a flood of headers', []],
    ['none without an Origin', [['sec-fetch-site', 'none']]],
    ['another site', [['origin', 'https://evil.example']]],
    [
      'another port of this machine',
      [
        ['origin', 'http://127.0.0.1:9999'],
        ['sec-fetch-site', 'same-site'],
      ],
    ],
    ['another scheme', [['origin', 'https://127.0.0.1:4180']]],
    ['another spelling of the host', [['origin', 'http://localhost:4180']]],
    ['our origin as a prefix', [['origin', `${ours}.evil.example`]]],
    ['Origin: null', [['origin', 'null']]],
    ['an empty Origin', [['origin', '']]],
    [
      'two Origins',
      [
        ['origin', ours],
        ['origin', ours],
      ],
    ],
    [
      'two Sec-Fetch-Sites',
      [
        ['origin', ours],
        ['sec-fetch-site', 'same-origin'],
        ['sec-fetch-site', 'cross-site'],
      ],
    ],
    [
      'cross-site beside our Origin',
      [
        ['origin', ours],
        ['sec-fetch-site', 'cross-site'],
      ],
    ],
    [
      'same-site beside our Origin',
      [
        ['origin', ours],
        ['sec-fetch-site', 'same-site'],
      ],
    ],
    [
      'an unknown Sec-Fetch-Site',
      [
        ['origin', ours],
        ['sec-fetch-site', 'Same-Origin'],
      ],
    ],
    [
      'another Origin under same-origin',
      [
        ['origin', 'https://evil.example'],
        ['sec-fetch-site', 'same-origin'],
      ],
    ],
  ])('refuses %s', (_, headers) => {
    for (const method of ['POST', 'DELETE', 'PUT', 'PATCH', 'get', 'TRACE'])
      expect(checkSameOrigin(fakeRequest({ method, headers }), own)).toMatchObject({ ok: false, code: 'cross_origin' })
  })

  it('refuses a second Origin or Sec-Fetch-Site even where only the first is seen', () => {
    const [origin, site] = [['origin', ours] as const, ['sec-fetch-site', 'same-origin'] as const]
    const passes = (...headers: Headers) => checkSameOrigin(firstValues({ method: 'POST', headers }), own).ok
    expect(passes(origin, site)).toBe(true)
    expect(passes(origin, origin, site)).toBe(false)
    expect(passes(origin, site, site)).toBe(false)
  })

  it('lets reading methods through', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS'])
      expect(checkSameOrigin(fakeRequest({ method, headers: [['sec-fetch-site', 'cross-site']] }), own).ok).toBe(true)
  })
})

const session = {
  id: 'a'.repeat(64),
  method: 'token',
  createdAt: 0,
  expiresAt: 1,
  principal: operatorPrincipal('inbox'),
  csrf: 'right',
} as const

describe('checkFormPost', () => {
  it('wants both the origin and the session’s token', () => {
    expect(checkFormPost(post(['origin', ours]), own, session, 'right').ok).toBe(true)
    for (const csrf of [undefined, '', 'wrong'])
      expect(checkFormPost(post(['origin', ours]), own, session, csrf)).toMatchObject({
        code: 'cross_origin',
        field: 'csrf',
      })
    expect(checkFormPost(post(['origin', 'null']), own, session, 'right').ok).toBe(false)
  })
})

describe('checkSessionCall', () => {
  const call = (method: string, ...headers: Headers) => checkSessionCall(fakeRequest({ method, headers }), own, session)
  const origin = ['origin', ours] as const
  const token = ['holdpoint-csrf', 'right'] as const

  it('wants both our origin and the session’s token for a change', () => {
    expect(call('POST', origin, token).ok).toBe(true)
    expect(call('DELETE', ['sec-fetch-site', 'same-origin'], token).ok).toBe(true)
    for (const headers of [
      [origin],
      [token],
      [origin, ['holdpoint-csrf', '']],
      [origin, ['holdpoint-csrf', 'wrong']],
      [origin, token, token],
      [['origin', 'null'], token],
      [['origin', 'https://evil.example'], token],
      [['sec-fetch-site', 'none'], token],
    ] as const)
      expect(call('POST', ...headers)).toMatchObject({ ok: false, code: 'cross_origin' })
  })

  it('refuses what another site’s page reads with the cookie', () => {
    for (const site of ['same-origin', 'none']) expect(call('GET', ['sec-fetch-site', site]).ok).toBe(true)
    expect(call('GET').ok).toBe(true)
    for (const site of ['cross-site', 'same-site', '', 'Same-Origin'])
      expect(call('GET', ['sec-fetch-site', site])).toMatchObject({ ok: false, code: 'cross_origin' })
  })
})
