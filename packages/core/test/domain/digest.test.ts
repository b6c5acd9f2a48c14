// The digest ties every decision to exactly one action: equal bytes, equal digest; anything else, another.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, digestOf, sha256Of } from '../../src/domain/action.ts'
import { frozenCopy, whereNotJson, type Json } from '../../src/domain/json.ts'
import { action, requester } from './sample.ts'

const of = (input: Json) => digestOf('default', requester, { ...action, input })

describe('canonical JSON (RFC 8785)', () => {
  // Appendix B of the RFC, and what ECMAScript says of the rest.
  it.each([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [-5e-324, '-5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [-9007199254740992, '-9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [1e21, '1e+21'],
    [1e20, '100000000000000000000'],
    [1e-6, '0.000001'],
    [1e-7, '1e-7'],
    [333333333.3333333, '333333333.3333333'],
    [333333333.33333325, '333333333.33333325'],
    [Number('1424953923781206.2'), '1424953923781206.2'],
    [4.5, '4.5'],
    [2e-3, '0.002'],
    [1e27, '1e+27'],
  ])('writes the number %d as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it('I6: refuses numbers that are none', () => {
    for (const value of [NaN, Infinity, -Infinity]) expect(() => canonicalJson([value])).toThrow(/not allowed/)
  })

  it('sorts keys by their UTF-16 code units (3.2.3)', () => {
    const sorted = canonicalJson({
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    })
    expect([...sorted.matchAll(/:"([^"]+)"[,}]/g)].map((found) => found[1])).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      // A surrogate pair sorts before U+FB33, though its code point is larger.
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
    expect(canonicalJson({ b: 1, aa: 2, a: 3, B: 4, '10': 5, '9': 6 })).toBe('{"10":5,"9":6,"B":4,"a":3,"aa":2,"b":1}')
  })

  it('escapes as little as it must (3.2.2.2)', () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"')
    expect(canonicalJson('\b\t\n\f\r\u0000\u001f\u007f\u2028')).toBe('"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028"')
    expect(() => canonicalJson('\ud800')).toThrow(/surrogate/)
    expect(() => canonicalJson({ 'a\udfff': 1 })).toThrow(/surrogate/)
  })

  it('gives the whole example of the RFC (3.2.4)', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })
})

describe('the digest', () => {
  it('is SHA-256 of the canonical JSON of version, loop, requester and action, and nothing else', () => {
    const { kind, target, input } = action
    expect(sha256Of('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    const text =
      '{"input":{"payloads":[{"text":"hi"}]},"kind":"outbound.message","loop":"default",' +
      '"requester":"key:bot","target":{"channel":"log","to":"+1555"},"v":1}'
    expect(digestOf('default', requester, { kind, target, input })).toBe(sha256Of(text))
  })

  it('does not depend on the order of keys, at any depth', () => {
    expect(of({ a: { b: 1, c: [{ d: 1, e: 2 }] }, f: 0 })).toBe(of({ f: 0, a: { c: [{ e: 2, d: 1 }], b: 1 } }))
    expect(of([1, 2])).not.toBe(of([2, 1]))
  })

  it.each([
    ['two Unicode forms of one letter', 'caf\u00e9', 'cafe\u0301'],
    ['a look-alike letter', 'a', '\u0430'],
    ['a trailing space', 'to', 'to '],
    ['a zero-width space', 'to', 't\u200bo'],
    ['case', 'to', 'To'],
    ['a number and its text', 1, '1'],
    ['true and 1', true, 1],
    ['null and an empty object', null, {}],
    ['an empty list and an empty object', [], {}],
    ['a missing field and null', {}, { a: null }],
    ['an empty text and null', '', null],
    ['nesting', [[1], 2], [[1, 2]]],
    ['text that looks like structure', '","b":"', ['', 'b', '']],
  ] satisfies [string, Json, Json][])('I18: tells %s apart', (_, a, b) => {
    expect(of(a)).not.toBe(of(b))
  })

  it('I18: depends on loop, requester, kind and each field of the target (HHJVP, H112946)', () => {
    const digests = [
      digestOf('default', requester, action),
      digestOf('other', requester, action),
      digestOf('default', 'key:other', action),
      digestOf('default', requester, { ...action, kind: 'outbound.messages' }),
      digestOf('default', requester, { ...action, target: { channel: 'log' } }),
      digestOf('default', requester, { ...action, target: { channel: 'log', to: '+1555', thread: '' } }),
      // Moving text over a border must not go unnoticed.
      digestOf('defaultkey', ':bot', action),
    ]
    expect(new Set(digests).size).toBe(digests.length)
  })

  it('never collides over unequal random pairs', () => {
    const pairs = process.env['HOLDPOINT_SCALE'] === 'full' ? 1_000_000 : 100_000
    let compared = 0
    // Small values, so that near misses (order, types, nesting, absent fields) are common.
    const json = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 2 },
        fc.constantFrom<Json>(null, true, false, 0, 1, -1, 0.1, '', '0', '1', 'a', 'é', 'e\u0301', 'null', '[]', '{}'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('', 'a', 'b', '0'), tie('value'), { maxKeys: 3 }),
      ),
    })).value
    const seen = new Map<string, string>()
    // Each sample is compared with its neighbour here, and with all others by the map.
    for (let round = 0; compared < pairs; round += 1) {
      const sample = fc.sample(json, { numRuns: 10_000, seed: round + 1 })
      for (const value of sample) {
        const text = JSON.stringify(sortedDeep(value))
        const digest = of(value)
        const earlier = seen.get(digest)
        if (earlier === undefined) seen.set(digest, text)
        else expect(earlier).toBe(text)
        compared += 1
      }
    }
    expect(seen.size).toBeGreaterThan(pairs / 20)
    expect(new Set(seen.values()).size).toBe(seen.size)
  }, 600_000)
})

/** An own normal form, so that the digest isn't compared with itself. */
function sortedDeep(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return ['list', ...(value as readonly Json[]).map(sortedDeep)]
  const entries = Object.entries(value as { readonly [key: string]: Json })
  return ['object', ...entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sortedDeep(inner)])]
}

describe('what JSON cannot hold', () => {
  class Point {
    readonly x = 1
  }
  it.each([
    ['undefined', { a: undefined }, 'a'],
    ['undefined in a list', { a: [1, undefined] }, 'a[1]'],
    // oxlint-disable-next-line no-sparse-arrays -- the hole is what is tested
    ['a hole in a list', { a: [1, , 2] }, 'a[1]'],
    ['a function', { a: { b: () => 1 } }, 'a.b'],
    ['a symbol', { a: Symbol('x') }, 'a'],
    ['a big integer', { a: 1n }, 'a'],
    ['NaN', { a: NaN }, 'a'],
    ['Infinity', { a: [Infinity] }, 'a[0]'],
    ['a date', { a: new Date(0) }, 'a'],
    ['a map', { a: new Map() }, 'a'],
    ['bytes', { a: new Uint8Array(1) }, 'a'],
    ['a class instance', { a: new Point() }, 'a'],
    ['half a character', { a: '\ud800' }, 'a'],
    ['half a character in a key', { '\udc00': 1 }, '\udc00'],
    ['`__proto__` as a key', JSON.parse('{"a":{"__proto__":{"approved":true}}}'), 'a.__proto__'],
  ])('I6: names where there is %s', (_, value, where) => {
    expect(whereNotJson(value)).toBe(where)
  })

  it('I6: refuses what is nested too deep, and circles', () => {
    const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)])
    expect(whereNotJson(nest(64))).toBeUndefined()
    expect(whereNotJson(nest(70))).toMatch(/^(\[0\])+$/)
    const circle: Record<string, unknown> = {}
    circle['again'] = circle
    expect(whereNotJson(circle)).toMatch(/^again(\.again)+$/)
  })

  it('takes plain JSON, whatever its prototype, and copies it so that nobody can reach it', () => {
    const value = { a: [1, 'x', null, true, { b: '\u{1f600}' }], c: {} }
    expect(whereNotJson(value)).toBeUndefined()
    expect(whereNotJson(Object.assign(Object.create(null) as object, { a: 1 }))).toBeUndefined()
    const copy = frozenCopy(value)
    expect(copy).toEqual(value)
    expect(copy.a).not.toBe(value.a)
    expect(() => (copy.a as Json[]).push(1)).toThrow(TypeError)
  })
})
