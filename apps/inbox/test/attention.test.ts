// What the counts of decisions suggest, both ways.
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../src/api/wire.ts'
import { habitsOf, median } from '../src/pages/attention.ts'
import { sample } from './sample.ts'

const createdAt = '2026-01-01T00:00:00.000Z'
const decided = (verdict: Verdict, ms: number, length: number, reviewer = 'ada') =>
  sample({
    createdAt,
    action: { kind: 'outbound.message', target: {}, input: { payloads: [{ text: 'x'.repeat(length) }] } },
    votes: [{ reviewer, verdict, at: new Date(Date.parse(createdAt) + ms).toISOString(), via: 'inbox' }],
  })
const times = (count: number, ...args: Parameters<typeof decided>) =>
  Array.from({ length: count }, () => decided(...args))

describe('attention', () => {
  it('counts each reviewer and line: rate, median time, median length', () => {
    const habits = habitsOf([
      ...times(3, 'allow-once', 4_000, 10),
      decided('deny', 9_000, 30),
      decided('deny', 1, 1, 'bob'),
    ])
    expect(habits).toMatchObject([
      { reviewer: 'ada', decisions: 4, allowRate: 0.75, medianMs: 4_000, medianLength: 10, suggestions: [] },
      { reviewer: 'bob', decisions: 1, allowRate: 0 },
    ])
  })

  it.each([
    ['asks less where all is allowed after being read', times(20, 'allow-once', 30_000, 100), ['ask-less']],
    [
      'wants more reading and two reviewers where all is allowed unread',
      times(20, 'allow-once', 500, 2_000),
      ['read-more', 'ask-two'],
    ],
    ['denies by policy what is mostly denied', times(20, 'deny', 60_000, 100), ['deny-by-policy']],
    ['says nothing of a habit that is none yet', times(9, 'allow-once', 500, 2_000), []],
    [
      'says nothing where it goes well',
      [...times(12, 'allow-once', 60_000, 100), ...times(8, 'deny', 60_000, 100)],
      [],
    ],
  ])('%s', (_, approvals, suggestions) => {
    expect(habitsOf(approvals)[0]?.suggestions).toEqual(suggestions)
  })

  it.each([
    [[], 0],
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])('the median of %o is %d', (values, middle) => {
    expect(median(values)).toBe(middle)
  })
})
