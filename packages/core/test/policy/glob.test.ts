// Patterns for one field: what they match, what they never match, and that no value makes them slow.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileGlob, whyNotGlob } from '../../src/policy/glob.ts'
import { seed } from './sample.ts'

const matches = (pattern: string, value: string) => compileGlob(pattern).matches(value)

describe('a pattern', () => {
  it.each([
    ['log', 'log'],
    ['', ''],
    ['*', ''],
    ['*', 'log'],
    ['+1555*', '+1555'],
    ['+1555*', '+15550100'],
    ['*@example.com', 'ann@example.com'],
    ['a*b*c', 'abc'],
    ['a*b*c', 'a-b-b-c'],
    ['**', 'x'],
    ['/v1/*/items', '/v1/42/items'],
    ['/v1/*/items', '/v1//items'],
    ['https:*', 'https:'],
    ['key:*', 'key:bot'],
    ['https://*.example.com/*', 'https://a.b.example.com/x'],
    ['what?', 'what?'],
    ['[a-z].{1,2}^$|(x)', '[a-z].{1,2}^$|(x)'],
    ['\\*', '*'],
    ['5 \\* *', '5 * 7'],
    ['C:\\\\*', 'C:\\temp'],
    ['é*', 'été'.slice(0, 1) + 'tat'],
    ['👍*👍', '👍👎👍'],
    ['*\n*', 'a\nb'],
    ['__proto__', '__proto__'],
  ])('%j matches %j', (pattern, value) => {
    expect(whyNotGlob(pattern)).toBeUndefined()
    expect(matches(pattern, value)).toBe(true)
  })

  it.each([
    ['log', 'Log'],
    ['log', 'log '],
    ['log', 'logs'],
    ['', ' '],
    ['*', '/'],
    ['*', 'a:b'],
    ['+1555*', '1555'],
    ['+1555*', '+155'],
    ['/v1/*/items', '/v1/a/b/items'],
    ['/v1/*', '/v1'],
    ['/v1/*', '/v1/a/'],
    ['key:*', 'key'],
    ['key:*', 'hitl-sh:bot'],
    ['key:*', 'key:a:b'],
    ['a:*', 'a/b'],
    ['aba*aba', 'aba'],
    ['a*bc*c', 'abc'],
    ['what?', 'whats'],
    ['a.c', 'abc'],
    ['[ab]', 'a'],
    ['\\*', 'x'],
    ['\\*', '\\*'],
    ['é', 'e\u0301'],
    ['ann*', 'аnn'],
    ['*x', 'x\u200b'],
    ['/v1/*', '/v1/..%2f/x'],
    ['/v1/*', '//v1/x'],
  ])('%j does not match %j', (pattern, value) => {
    expect(matches(pattern, value)).toBe(false)
  })

  it.each(['\\', 'a\\', '\\x', 'C:\\temp', '\\\\\\'])('%j is none: its backslash says nothing', (pattern) => {
    expect(whyNotGlob(pattern)).toContain('backslash')
    expect(matches(pattern, pattern)).toBe(false)
  })
})

/** The same in the plainest way: every split is tried. */
function naive(pattern: string, value: string): boolean {
  if (pattern === '') return value === ''
  if (pattern.startsWith('*')) {
    if (naive(pattern.slice(1), value)) return true
    return value !== '' && value[0] !== '/' && value[0] !== ':' && naive(pattern, value.slice(1))
  }
  const escaped = pattern.startsWith('\\')
  const literal = escaped ? pattern.slice(1, 2) : pattern.slice(0, 1)
  return value.startsWith(literal) && value !== '' && naive(pattern.slice(escaped ? 2 : 1), value.slice(1))
}

const letters = fc.constantFrom('a', 'b', '/', ':', '?', '.', 'é', '*')
const token = fc.constantFrom('a', 'b', 'ab', '/', ':', '?', '.', 'é', '*', '*', '\\*', '\\\\')
const patterns = fc.array(token, { maxLength: 8 }).map((tokens) => tokens.join(''))
const values = fc.array(letters, { maxLength: 9 }).map((each) => each.join(''))

describe('I31: a pattern over many values', () => {
  it('agrees with trying every split', () => {
    let matched = 0
    fc.assert(
      fc.property(patterns, values, (pattern, value) => {
        const expected = naive(pattern, value)
        if (expected) matched++
        expect(matches(pattern, value)).toBe(expected)
      }),
      { numRuns: 20_000, seed },
    )
    expect(matched).toBeGreaterThan(100)
  })

  it('agrees on values made from the pattern, which mostly match', () => {
    const filled = patterns.chain((pattern) =>
      fc.array(fc.constantFrom('', 'a', 'b', 'ba', '/', ':'), { minLength: 8, maxLength: 8 }).map((fill) => {
        let next = 0
        const value = pattern.replace(
          /\\([\\*])|\*/g,
          (_, escaped: string | undefined) => escaped ?? fill[next++] ?? '',
        )
        return [pattern, value] as const
      }),
    )
    fc.assert(
      fc.property(filled, ([pattern, value]) => {
        expect(matches(pattern, value)).toBe(naive(pattern, value))
      }),
      { numRuns: 20_000, seed },
    )
  })

  it('never lets a star cross a / or a :', () => {
    const plain = fc.array(fc.constantFrom('a', 'b', '*'), { minLength: 1, maxLength: 6 }).map((each) => each.join(''))
    const crossing = fc.tuple(values, fc.constantFrom('/', ':'), values).map((each) => each.join(''))
    fc.assert(
      fc.property(plain, crossing, (pattern, value) => {
        expect(matches(pattern, value)).toBe(false)
      }),
      { numRuns: 10_000, seed },
    )
  })

  it('without a star takes the one value only, whatever one step changes', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(text, fc.nat(), fc.constantFrom(...steps), (value, where, step) => {
        const pattern = value.replace(/[\\*]/g, '\\$&')
        expect(matches(pattern, value)).toBe(true)
        const changed = step(value, where % value.length)
        if (changed !== value) expect(matches(pattern, changed)).toBe(false)
      }),
      { numRuns: 12_000, seed },
    )
  })
})

const spliced = (value: string, at: number, removed: number, put: string) =>
  value.slice(0, at) + put + value.slice(at + removed)

/** One-step changes that a person may take for the same text. */
const steps: readonly ((value: string, at: number) => string)[] = [
  (value, at) => spliced(value, at, 1, ''),
  (value, at) => spliced(value, at, 1, '*'),
  (value, at) => spliced(value, at, 1, '?'),
  (value, at) => spliced(value, at, 0, '\u200b'),
  (value, at) => spliced(value, at, 0, '\u0000'),
  (value, at) => spliced(value, at, 0, '/'),
  (value, at) => spliced(value, at, 0, './'),
  (value) => `${value} `,
  (value) => `${value}/`,
  (value) => `\ufeff${value}`,
  (value) => value.toUpperCase(),
  (value) => value.toLowerCase(),
  (value) => value.normalize('NFC'),
  (value) => value.normalize('NFD'),
  (value) => value.normalize('NFKC'),
  (value) => encodeURIComponent(value.toWellFormed()),
]

describe('the time a pattern takes', () => {
  it.each([
    ['*a'.repeat(500), 'a'.repeat(4_096)],
    [`*${'a'.repeat(1_000)}b*`, 'a'.repeat(4_096)],
    [`*${'ab'.repeat(500)}c*`, 'ab'.repeat(2_048)],
    ['*'.repeat(1_000), `${'a'.repeat(4_095)}:`],
    ['*/'.repeat(500), '/'.repeat(4_096)],
  ])('%#: is printed', (pattern, value) => {
    const glob = compileGlob(pattern)
    const start = performance.now()
    for (let i = 0; i < 100; i++) glob.matches(value)
    const ms = (performance.now() - start) / 100
    process.stdout.write(`${pattern.slice(0, 12)}… (${pattern.length}) on ${value.length}: ${ms.toFixed(3)} ms\n`)
    expect(glob.pattern).toBe(pattern)
  })
})
