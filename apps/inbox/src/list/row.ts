// What the list keeps of an approval: enough to find, sort and tell it, so that ten thousand of them fit into a page.
import type { Approval, Status } from '../api/wire.ts'
import { inReadingOrder } from '../text/reading-order.ts'
import { excerptOf } from '../text/excerpt.ts'

export interface Row {
  readonly id: string
  readonly status: Status
  readonly version: number
  readonly loop: string
  readonly requester: string
  readonly kind: string
  readonly target: readonly (readonly [string, string])[]
  readonly excerpt: string
  readonly title: string | undefined
  readonly createdAt: number
  readonly expiresAt: number
  readonly allows: number
  readonly allowsNeeded: number
  /** Who is on it, and until when. */
  readonly claimed: { readonly reviewer: string; readonly until: number } | undefined
  /** Approvals of equal risk: asked in one loop by one line of the policy for one kind, to be decided on the same terms. */
  readonly risk: string
  /** Lower case, for the search. */
  readonly haystack: string
}

export function toRow(approval: Approval): Row {
  const { action, claim, claimed, loop, policy, requester, thresholds, votes } = approval
  const target = inReadingOrder(action.target)
  const excerpt = excerptOf(action.input)
  const allowing = votes.filter(({ verdict }) => verdict !== 'deny').map(({ reviewer }) => reviewer)
  return {
    id: approval.id,
    status: approval.status,
    version: approval.version,
    loop,
    requester,
    kind: action.kind,
    target,
    excerpt,
    title: claim?.title,
    createdAt: Date.parse(approval.createdAt),
    expiresAt: Date.parse(approval.expiresAt),
    allows: new Set(allowing).size,
    allowsNeeded: thresholds.approve,
    claimed: claimed && { reviewer: claimed.reviewer, until: Date.parse(claimed.until) },
    risk: JSON.stringify([loop, policy.line, action.kind, thresholds, Object.keys(action.target).toSorted()]),
    haystack: [approval.id, requester, loop, action.kind, ...target.flat(), excerpt, claim?.title ?? '']
      .join('\n')
      .toLowerCase(),
  }
}
