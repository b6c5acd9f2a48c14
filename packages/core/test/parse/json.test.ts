import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, parseJsonText } from '../../src/parse/json.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const parse = (text: string) => parseJson(bytes(text))

describe('parseJson', () => {
  it('reads what JSON.parse reads, to the same value, whatever the layout', () => {
    const indents = fc.constantFrom(undefined, 1, '\t', '\n')
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8, stringUnit: 'binary' }), indents, (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        if (text.includes('"__proto__":')) return
        expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text) })
      }),
      { numRuns: 500 },
    )
  })

  it('reads no more than JSON.parse: what that refuses is refused', () => {
    const scraps = fc.array(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', 'a', '1', '-', '.', 'e', 'null', ' ', '\\u00', '0'),
      { maxLength: 14 },
    )
    const readsAt = (text: string) => {
      try {
        JSON.parse(text)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(scraps, (parts) => {
        const text = parts.join('')
        const result = parse(text)
        if (!readsAt(text)) expect(result).toMatchObject({ ok: false, code: 'invalid_json' })
        else if (!result.ok) expect(result.code).toBe('invalid_request')
      }),
      { numRuns: 3_000 },
    )
  })

  it('finds a key that comes twice, wherever it is and however it is written', () => {
    const key = fc
      .string({ unit: 'binary', maxLength: 6 })
      .filter((name) => name.isWellFormed() && name !== '__proto__')
    const escaped = (name: string) =>
      `"${Array.from({ length: name.length }, (_, i) => `\\u${name.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`
    fc.assert(
      fc.property(fc.uniqueArray(key, { minLength: 1, maxLength: 8 }), fc.nat(), fc.boolean(), (keys, pick, nested) => {
        const twice = keys[pick % keys.length] ?? ''
        const members = keys.map((name) => `${JSON.stringify(name)}:{"x":[1]}`)
        const wrap = (text: string) => (nested ? `[0,{"a":${text}}]` : text)
        expect(parse(wrap(`{${members.join(',')}}`)).ok).toBe(true)
        for (const spelled of [JSON.stringify(twice), escaped(twice)])
          expect(parse(wrap(`{${[...members, `${spelled}:0`].join(',')}}`))).toMatchObject({
            ok: false,
            code: 'invalid_request',
            detail: expect.stringContaining('twice'),
          })
      }),
    )
  })

  it('takes every number that a double prints, and refuses one that it would change', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parse(JSON.stringify(value)).ok).toBe(true)
        expect(parse(value.toExponential()).ok).toBe(true)
      }),
    )
    fc.assert(
      // Below 1e21 a double prints as a whole number, so BigInt can say what it would be changed to.
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (value) => {
        expect(parse(`{"n":${value}}`).ok).toBe(BigInt(String(Number(value))) === value)
      }),
    )
  })

  it.each([
    '0',
    '-0',
    '0.0',
    '-0.0e5',
    '0.1',
    '1e2',
    '1E+2',
    '1.0',
    '100e-2',
    '1.10e-3',
    '1e23',
    '5e-324',
    '1.7976931348623157e308',
    '9007199254740992',
    '9007199254740992.0',
    '123456789012345680000',
    `0e${'9'.repeat(400)}`,
    `1${'0'.repeat(300)}e-300`,
  ])('takes the number %s', (token) => {
    expect(parse(`[${token}]`)).toEqual({ ok: true, value: [Number(token)] })
  })

  it.each([
    '9007199254740993',
    '-9007199254740993',
    '1e400',
    '-1e400',
    '1e-400',
    '4.9e-324',
    '0.1000000000000000055511151231257827',
    '123456789012345678901',
    '1.00000000000000000001',
    `1e${'9'.repeat(400)}`,
    `0.${'0'.repeat(400)}1`,
  ])('refuses the number %s', (token) => {
    expect(parse(`{"input":{"list":[1,${token}]}}`)).toMatchObject({
      ok: false,
      code: 'invalid_request',
      field: 'input.list[1]',
      detail: 'input.list[1] is a number that a double can’t hold exactly; send it as a string.',
    })
  })

  it('counts containers: 64 deep is taken, 65 is refused by its path', () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
    expect(parse(deep(64)).ok).toBe(true)
    expect(parse(deep(65))).toMatchObject({ ok: false, code: 'invalid_request', field: '[0]'.repeat(64) })
    expect(parse(`{"a":${deep(64)}}`).ok).toBe(false)
    // Closing brings the count down again.
    expect(parse(`[${Array(50).fill(deep(60)).join(',')}]`).ok).toBe(true)
  })

  it('counts values: 100,000 are taken, one more is refused by its path', () => {
    const list = (items: number) => `[${Array(items).fill('0').join(',')}]`
    expect(parse(list(99_999)).ok).toBe(true)
    expect(parse(list(100_000))).toMatchObject({ ok: false, code: 'invalid_request', field: '[99999]' })
  })

  it('makes plain objects: `constructor` and `toString` are ordinary keys, nothing is polluted', () => {
    const result = parse('{"constructor":{"prototype":{"polluted":true}},"toString":1,"hasOwnProperty":null}')
    expect(result.ok && Object.keys(result.value as object)).toEqual(['constructor', 'toString', 'hasOwnProperty'])
    expect({}).not.toHaveProperty('polluted')
  })

  it('keeps the key `""` and array-like keys apart', () => {
    expect(parse('{"":1,"0":{"0":[]},"00":2}').ok).toBe(true)
    expect(parse('{"a":{"":1,"":2}}')).toMatchObject({ ok: false, field: 'a[""]' })
  })

  it('reads text as it reads bytes, lone surrogates included', () => {
    expect(parseJsonText('{"a":[1]}')).toEqual({ ok: true, value: { a: [1] } })
    expect(parseJsonText('{"a":["x\ud800"]}')).toMatchObject({ ok: false, code: 'invalid_request', field: 'a[0]' })
    expect(parseJsonText('{"\udc00":1}')).toMatchObject({ ok: false, code: 'invalid_request', field: '["\\udc00"]' })
    expect(parseJsonText('\ufeff1')).toMatchObject({ ok: false, code: 'invalid_json' })
    expect(parseJsonText('["😀","\\ud83d\\ude00"]')).toEqual({ ok: true, value: ['😀', '😀'] })
  })
})
