import { assert, constantFrom, property, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { whyUnusable } from '../../src/config/check-secrets.ts'
import { isSampleSecret, sampleValues, sampleWords } from '../../src/config/sample-secrets.ts'

describe('isSampleSecret', () => {
  it('knows every word of its list, joined, repeated and padded', () => {
    for (const word of sampleWords)
      for (const sample of [
        word,
        word.toUpperCase(),
        `${word}-${word}-${word}`,
        `${word}!!!`,
        `${word}123`,
        `${word}${'0'.repeat(30)}`,
      ])
        expect(isSampleSecret(sample), sample).toBe(true)
    for (const value of sampleValues) expect(isSampleSecret(value), value).toBe(true)
  })

  it('takes random secrets of every usual form', () => {
    const bytes = uint8Array({ minLength: 32, maxLength: 48 }).filter((value) => new Set(value).size > 20)
    assert(
      property(bytes, constantFrom('hex' as const, 'base64' as const, 'base64url' as const), (value, form) => {
        expect(whyUnusable(Buffer.from(value).toString(form))).toBeUndefined()
      }),
      { numRuns: 2_000 },
    )
  })
})
