import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { showBody } from '../../src/http/route-body.ts'

const show = (type: string | undefined, bytes: string | Uint8Array, { binary = false, encoding = '' } = {}) =>
  showBody(
    {
      type,
      encoding: encoding === '' ? undefined : encoding,
      bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
    },
    binary,
  )
const shown = (...args: Parameters<typeof show>) => {
  const result = show(...args)
  return result.ok ? result.value : result.code
}

describe('I18: a body as it is shown', () => {
  it('is JSON where it is called that and can be read in one way', () => {
    expect(shown('application/json; charset=UTF-8', '{"a":[1]}')).toEqual({
      type: 'application/json; charset=UTF-8',
      bytes: 9,
      digest: `sha256:${createHash('sha256').update('{"a":[1]}').digest('hex')}`,
      json: { a: [1] },
    })
    expect(shown('application/vnd.api+json', '1')).toMatchObject({ json: 1 })
    expect(shown('application/json', '{"a":1,"a":2}')).toBe('invalid_request')
    expect(shown('application/json', '{"__proto__":1}')).toBe('invalid_request')
    expect(shown('application/json', '{"a":')).toBe('invalid_json')
    expect(shown('application/json', '\uFEFF{}')).toBe('invalid_json')
  })

  it('tells two spellings of the same JSON apart', () => {
    expect(shown('application/json', '{"a":1}')).not.toEqual(shown('application/json', '{"a": 1}'))
  })

  it('is text, to the last character, where it is UTF-8', () => {
    expect(shown('text/plain', 'a\u0000\u202Eb')).toMatchObject({ text: 'a\u0000\u202Eb' })
    expect(shown('application/x-www-form-urlencoded', 'a=1&a=2')).toMatchObject({ text: 'a=1&a=2' })
    expect(shown(undefined, '\uFEFFx')).toMatchObject({ text: '\uFEFFx' })
    expect(shown('multipart/form-data; boundary=charset', '--charset--')).toBe('unsupported_media_type')
  })

  it('is nothing at all, or empty', () => {
    expect(shown(undefined, '')).toEqual({ bytes: 0 })
    expect(shown('application/json', '')).toEqual({ type: 'application/json', bytes: 0 })
  })

  it.each([
    ['bytes that are no text', 'application/octet-stream', Uint8Array.of(0xff, 0xfe), ''],
    ['another charset', 'text/plain; charset=utf-16le', 'a', ''],
    ['JSON in another charset', 'application/json; charset="utf-7"', '{}', ''],
    ['a compressed body', 'application/json', '{}', 'gzip'],
  ])('I19: %s is refused, or shown whole as base64 where the route takes it', (_what, type, bytes, encoding) => {
    expect(shown(type, bytes, { encoding })).toBe('unsupported_media_type')
    const raw = typeof bytes === 'string' ? bytes : String.fromCharCode(...bytes)
    expect(shown(type, bytes, { encoding, binary: true })).toMatchObject({ base64: btoa(raw), bytes: raw.length })
  })

  it.each([
    ['blanks before a quote', `charset=${' '.repeat(15_000)}x"y`],
    ['blanks after the name', `charset${' '.repeat(15_000)}x`],
    ['blanks in quotes', `charset="${' '.repeat(15_000)}`],
    ['many charsets', 'charset=utf-8; '.repeat(1_000)],
    ['a long structured suffix', `x${'+'.repeat(15_000)}`],
  ])('I32: a header of %s, as long as one may be, is read at once', (_what, parameters) => {
    const startedAt = performance.now()
    shown(`text/plain; ${parameters}`, 'a')
    shown(`application/${parameters}`, 'a')
    // A pattern that tries blanks in three places takes the best part of an hour.
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })

  it('holds a large one whole', () => {
    const bytes = new Uint8Array(200_000).fill(0xfe)
    expect(shown(undefined, bytes, { binary: true })).toMatchObject({
      bytes: 200_000,
      base64: Buffer.from(bytes).toString('base64'),
    })
  })
})
