// Posts from elsewhere, with a cookie that the browser added by itself.
import { describe, expect, it } from 'vitest'
import { checkFormPost, checkSameOrigin } from '../../src/auth/same-origin.ts'
import { operatorPrincipal } from '../../src/auth/principals.ts'
import { fakeRequest, firstValues } from './fake-request.ts'

const ours = 'http://127.0.0.1:4180'
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
    expect(checkSameOrigin(post(...headers), ours)).toEqual({ ok: true, value: true })
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
      expect(checkSameOrigin(fakeRequest({ method, headers }), ours)).toMatchObject({ ok: false, code: 'cross_origin' })
  })

  it('refuses a second Origin or Sec-Fetch-Site even where only the first is seen', () => {
    const [origin, site] = [['origin', ours] as const, ['sec-fetch-site', 'same-origin'] as const]
    const passes = (...headers: Headers) => checkSameOrigin(firstValues({ method: 'POST', headers }), ours).ok
    expect(passes(origin, site)).toBe(true)
    expect(passes(origin, origin, site)).toBe(false)
    expect(passes(origin, site, site)).toBe(false)
  })

  it('lets reading methods through', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS'])
      expect(checkSameOrigin(fakeRequest({ method, headers: [['sec-fetch-site', 'cross-site']] }), ours).ok).toBe(true)
  })
})

describe('checkFormPost', () => {
  const session = { principal: operatorPrincipal('inbox'), csrf: 'right' }
  it('wants both the origin and the session’s token', () => {
    expect(checkFormPost(post(['origin', ours]), ours, session, 'right').ok).toBe(true)
    for (const csrf of [undefined, '', 'wrong'])
      expect(checkFormPost(post(['origin', ours]), ours, session, csrf)).toMatchObject({
        code: 'cross_origin',
        field: 'csrf',
      })
    expect(checkFormPost(post(['origin', 'null']), ours, session, 'right').ok).toBe(false)
  })
})
