// A line's thresholds over its loop's; and where the line could not be judged, the stricter of both.
import { describe, expect, it } from 'vitest'
import { defaultThresholds, type Thresholds } from '../../src/domain/thresholds.ts'
import { judge } from '../../src/policy/judge.ts'
import { thresholdsFor } from '../../src/policy/thresholds-for.ts'
import { policyOf, subjectOf } from './sample.ts'

const judged = (thresholds: object | undefined, condition: string) =>
  judge(
    policyOf({ lines: [{ name: 'q', when: { if: condition }, then: 'ask', ...(thresholds && { thresholds }) }] }),
    subjectOf(),
  )
const loop: Thresholds = {
  ...defaultThresholds,
  approve: 2,
  deny: 2,
  reviewers: ['ann', 'bob'],
  reasonRequired: 'deny',
}
const weaker = { approve: 1, deny: 3, reviewers: ['*'], separateRequester: false, reasonRequired: 'never' }

describe('the thresholds of an approval', () => {
  it('are the loop’s where the line says nothing', () => {
    expect(thresholdsFor(judged(undefined, 'true'), loop)).toBe(loop)
    expect(thresholdsFor(judged(undefined, 'action.input.x'), loop)).toBe(loop)
  })

  it('are the line’s, field by field, where it was judged', () => {
    expect(thresholdsFor(judged({ approve: 1 }, 'true'), loop)).toEqual({ ...loop, approve: 1 })
    expect(thresholdsFor(judged(weaker, 'true'), loop)).toEqual({ ...loop, ...weaker })
  })

  it('I6: are no weaker than the loop’s where it was not', () => {
    expect(thresholdsFor(judged(weaker, 'action.input.x'), loop)).toEqual(loop)
  })

  it('I6: are no weaker than the line’s either', () => {
    const strict = {
      approve: 3,
      deny: 1,
      reviewers: ['bob', 'cay'],
      separateRequester: true,
      reasonRequired: 'always',
      verdicts: ['deny', 'allow-once'],
    }
    expect(thresholdsFor(judged(strict, 'action.input.x'), loop)).toEqual({
      ...strict,
      reviewers: ['bob'],
      verdicts: ['allow-once', 'deny'],
    })
    const open = { ...loop, reviewers: ['*'] }
    expect(thresholdsFor(judged({ reviewers: ['cay'] }, 'action.input.x'), open).reviewers).toEqual(['cay'])
  })

  it('I25: with nobody, or no verdict, in common leave nobody, and only deny', () => {
    const other = { reviewers: ['dot'], verdicts: ['allow-always'] }
    const own: Thresholds = { ...loop, verdicts: ['allow-once'] }
    expect(thresholdsFor(judged(other, 'action.input.x'), own)).toMatchObject({ reviewers: [], verdicts: ['deny'] })
  })
})
