// What the votes amount to, and what is in the way of this person's own.
import type { Approval } from '../api/wire.ts'
import type { Session } from '../api/session.ts'

export interface Progress {
  readonly allows: number
  readonly denies: number
}

/** Distinct reviewers, as the gateway counts them. */
export function progressOf({ votes }: Pick<Approval, 'votes'>): Progress {
  const by = (isAllow: boolean) =>
    new Set(votes.filter(({ verdict }) => (verdict !== 'deny') === isAllow).map(({ reviewer }) => reviewer)).size
  return { allows: by(true), denies: by(false) }
}

export type Bar = 'over' | 'no-scope' | 'own-request' | 'not-a-reviewer'

/** Why this person can't decide it; the gateway judges, this only saves a try. */
export function whatBars(approval: Approval, session: Session): Bar | undefined {
  const { thresholds, requester, status } = approval
  if (status !== 'pending') return 'over'
  if (!session.scopes.includes('decide')) return 'no-scope'
  if (thresholds.separateRequester && requester === session.principal) return 'own-request'
  const { reviewers } = thresholds
  return reviewers.includes('*') || reviewers.includes(session.principal) ? undefined : 'not-a-reviewer'
}
