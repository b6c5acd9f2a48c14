// Who may decide, and how many it takes: frozen into each approval when it is made.
import { verdicts, type Verdict, type Vote } from './vote.ts'

export interface Thresholds {
  /** Distinct reviewers that must allow. */
  readonly approve: number
  /** Distinct reviewers whose deny ends it. */
  readonly deny: number
  /** Reviewer ids; `*` is every reviewer of the gateway; an empty list is nobody. */
  readonly reviewers: readonly string[]
  /** The requester can't review its own approval. */
  readonly separateRequester: boolean
  readonly reasonRequired: 'never' | 'deny' | 'always'
  readonly verdicts: readonly Verdict[]
}

export const defaultThresholds: Thresholds = {
  approve: 1,
  deny: 1,
  reviewers: ['*'],
  separateRequester: true,
  reasonRequired: 'never',
  verdicts,
}

export function isReviewer(thresholds: Thresholds, reviewer: string): boolean {
  return thresholds.reviewers.includes('*') || thresholds.reviewers.includes(reviewer)
}

/** Why these thresholds can never be met for this requester, or undefined if they can. */
export function whyUnsatisfiable(thresholds: Thresholds, requester: string): string | undefined {
  if (thresholds.reviewers.includes('*')) return undefined
  const eligible = new Set(thresholds.reviewers)
  if (thresholds.separateRequester) eligible.delete(requester)
  if (eligible.size === 0) return 'nobody may review it: the list of reviewers, without the requester, is empty'
  if (eligible.size < thresholds.approve)
    return `it needs ${thresholds.approve} reviewers to allow it, and only ${eligible.size} may review it`
  return undefined
}

/** What the votes amount to. A deny that reaches its threshold wins over any approvals. */
export function tally(thresholds: Thresholds, votes: readonly Vote[]): 'approved' | 'denied' | 'pending' {
  const denies = new Set(votes.filter((vote) => vote.verdict === 'deny').map((vote) => vote.reviewer))
  if (denies.size >= thresholds.deny) return 'denied'
  const allows = new Set(votes.filter((vote) => isAllow(vote.verdict)).map((vote) => vote.reviewer))
  return allows.size >= thresholds.approve ? 'approved' : 'pending'
}

/** Said by name, so that a verdict which a newer version wrote allows nothing. */
const isAllow = (verdict: Verdict): boolean => verdict === 'allow-once' || verdict === 'allow-always'
