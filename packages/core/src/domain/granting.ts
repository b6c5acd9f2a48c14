// The rule that a decision leaves behind, if it leaves one: what `allow-always` comes to.
import type { Approval } from './approval.ts'
import type { GrantedRule } from './effect.ts'

const defaultRuleLifeMs = 30 * 24 * 60 * 60 * 1000

/**
 * Undefined unless as many reviewers want it as the approval takes: no one person can wave two people's check aside for
 * good. Where their terms differ, the narrower ones hold.
 */
export function grantedRule({ votes, thresholds }: Approval, at: number): GrantedRule | undefined {
  const wanted = votes.filter((vote) => vote.verdict === 'allow-always')
  const [first] = wanted
  if (!first || wanted.length < thresholds.approve) return undefined
  const lives = wanted.map((vote) => vote.remember?.expiresInMs ?? defaultRuleLifeMs)
  const uses = wanted.flatMap((vote) => vote.remember?.maxUses ?? [])
  return {
    createdBy: first.reviewer,
    createdAt: at,
    expiresAt: at + Math.min(...lives),
    ...(uses.length > 0 && { maxUses: Math.min(...uses) }),
  }
}
