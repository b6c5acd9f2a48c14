import { describe, expect, it } from 'vitest'
import { retryDelay } from '../../src/outbound/retry-delay.ts'

const now = Date.UTC(2026, 0, 1)

describe('retryDelay', () => {
  it.each([
    [undefined, 250],
    ['0', 250],
    ['1', 1_000],
    ['10', 10_000],
    ['11', undefined],
    ['99999999999999999999', undefined],
    [new Date(now + 3_000).toUTCString(), 3_000],
    [new Date(now - 3_000).toUTCString(), 250],
    [new Date(now + 60_000).toUTCString(), undefined],
    ['-5', 250],
    ['soon', 250],
    ['', 250],
    ['NaN', 250],
  ])('Retry-After %s: %s', (header, delay) => {
    expect(retryDelay(250, header, now)).toBe(delay)
  })
})
