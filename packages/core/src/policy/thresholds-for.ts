// The thresholds that an approval is made with: the loop's, and what the policy's line says in their place.
import type { Thresholds } from '../domain/thresholds.ts'
import type { Judgement } from './judge.ts'

/**
 * A line that could not be judged may or may not be meant, so there the stricter of both counts, field by field; else
 * a requester could choose the weaker by an input that nobody can judge.
 */
export function thresholdsFor({ thresholds: own, unjudged }: Judgement, loop: Thresholds): Thresholds {
  if (!own) return loop
  return unjudged ? stricter({ ...loop, ...own }, loop) : { ...loop, ...own }
}

function stricter(own: Thresholds, loop: Thresholds): Thresholds {
  const shared = loop.verdicts.filter((verdict) => own.verdicts.includes(verdict))
  return {
    approve: Math.max(own.approve, loop.approve),
    deny: Math.min(own.deny, loop.deny),
    reviewers: inBoth(own.reviewers, loop.reviewers),
    separateRequester: own.separateRequester || loop.separateRequester,
    reasonRequired: strictness.find((word) => [own.reasonRequired, loop.reasonRequired].includes(word)) ?? 'always',
    verdicts: shared.length > 0 ? shared : ['deny'],
  }
}

const strictness = ['always', 'deny', 'never'] as const

function inBoth(own: readonly string[], loop: readonly string[]): readonly string[] {
  if (own.includes('*')) return loop
  return loop.includes('*') ? own : own.filter((reviewer) => loop.includes(reviewer))
}
