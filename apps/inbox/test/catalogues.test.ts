// Every language says everything, and says it visibly.
import { errorTable } from '@holdpoint/core'
import { describe, expect, it } from 'vitest'
import { de } from '../src/messages/de.ts'
import { en } from '../src/messages/en.ts'

const pathsOf = (value: unknown, path = ''): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, `${path}.${key}`))
    : [path]
const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function') return [String((value as (...given: unknown[]) => unknown)(2, 3))]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

describe.each([
  ['en', en],
  ['de', de],
])('%s', (_, catalogue) => {
  it('has every entry', () => {
    expect(pathsOf(catalogue)).toEqual(pathsOf(en))
  })

  it('has no empty entry and no invisible character', () => {
    for (const text of textsOf(catalogue)) expect(text).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}\u00a0]/u)
    expect(textsOf(catalogue).filter((text) => text.trim() === '')).toHaveLength(1)
  })

  it('explains codes that exist', () => {
    const own = ['offline', 'no_answer', 'not_json']
    for (const code of Object.keys(catalogue.problems))
      expect(Object.hasOwn(errorTable, code) || own.includes(code), code).toBe(true)
  })
})

it('they differ', () => {
  const same = textsOf(en).filter((text, i) => textsOf(de)[i] === text && /[a-z]{4}/.test(text))
  expect(same.length).toBeLessThan(8)
})
