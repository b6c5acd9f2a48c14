// What one reviewer said.

export type Verdict = 'allow-once' | 'allow-always' | 'deny'
export const verdicts: readonly Verdict[] = ['allow-once', 'allow-always', 'deny']

export interface Vote {
  readonly reviewer: string
  readonly verdict: Verdict
  readonly at: number
  /** The way in: `api`, `inbox`, or a channel's name. */
  readonly via: string
  readonly reason?: string
  /** Set when the vote counts for less than was chosen: the verdict that was chosen. */
  readonly chosen?: Verdict
  /** With `allow-always`: the terms of the rule it asks for. */
  readonly remember?: RuleTerms
}

export interface RuleTerms {
  readonly expiresInMs?: number
  readonly maxUses?: number
}
