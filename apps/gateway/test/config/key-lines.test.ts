import { describe, expect, it } from 'vitest'
import { didYouMean } from '../../src/config/did-you-mean.ts'
import { readKeyLines } from '../../src/config/key-lines.ts'

describe('readKeyLines', () => {
  it('finds keys through comments, strings that look like syntax, lists and escapes', () => {
    const source = `// { a: 1 }
{
  /* b:
  2 */ "b": '}\\'{ "x": [',
  list: [
    { deep: 1 },
    'two', // , {
    { deep: 2 }
  ], 'sp ace': { in: 1 },
  \\u0063: 3,
}`
    const { lineOf, findings } = readKeyLines(source)
    expect(findings).toEqual([])
    expect(lineOf(['b'])).toBe(4)
    expect(lineOf(['list', 0, 'deep'])).toBe(6)
    expect(lineOf(['list', 1])).toBe(7)
    expect(lineOf(['list', 2, 'deep'])).toBe(8)
    expect(lineOf(['sp ace', 'in'])).toBe(9)
    expect(lineOf(['c'])).toBe(10)
    expect(lineOf(['list', 2, 'missing'])).toBe(8)
    expect(lineOf(['nowhere'])).toBeUndefined()
  })

  it('finds keys written twice however they are written', () => {
    expect(readKeyLines('{ a: 1, b: { a: 1 }, "\\x61": 2 }').findings).toMatchObject([{ path: ['a'] }])
  })
})

describe('didYouMean', () => {
  it.each([
    ['prot', 'port'],
    ['HOST', 'host'],
    ['publicUri', 'publicUrl'],
    ['colour', undefined],
    ['x', undefined],
    ['', undefined],
  ])('%s → %s', (word, near) => {
    expect(didYouMean(word, ['host', 'port', 'publicUrl'])).toBe(near)
  })
})
