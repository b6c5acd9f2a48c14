// How long HITL.sh is left alone.
import { describe, expect, it } from 'vitest'
import { backoffMs } from '../src/backoff.ts'
import type { HitlShFailure } from '../src/call-result.ts'

const limited = (resetAt: number): HitlShFailure => ({
  ok: false,
  status: 429,
  message: '',
  retryable: true,
  unknownOutcome: false,
  retryAt: resetAt,
})

describe('backoffMs', () => {
  it.each([
    [1, 500, 1000],
    [2, 1000, 2000],
    [5, 8000, 16_000],
    [7, 30_000, 60_000],
    [5000, 30_000, 60_000],
  ])('attempt %i waits %i…%i ms', (attempt, least, most) => {
    for (let i = 0; i < 200; i++) {
      const wait = backoffMs(attempt, 0)
      expect(wait).toBeGreaterThanOrEqual(least)
      expect(wait).toBeLessThanOrEqual(most)
    }
  })

  it('waits until there are calls again, however long', () => {
    expect(backoffMs(1, 1000, limited(21_000))).toBe(20_000)
    expect(backoffMs(1, 0, limited(3_600_000))).toBe(3_600_000)
    expect(backoffMs(1, 50_000, limited(1000))).toBeLessThanOrEqual(1000)
  })
})
