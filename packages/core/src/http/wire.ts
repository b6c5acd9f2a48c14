// An approval as it goes over the wire: ISO 8601 times, absent fields omitted, nothing that only this house needs.
import type { ApprovalView } from '../domain/approval-view.ts'
import type { Json } from '../domain/json.ts'

export function toWire(approval: ApprovalView): { readonly [key: string]: Json } {
  const { claim, context, votes, policy, thresholds, asks, detail } = approval
  const wire: Record<string, unknown> = {
    id: approval.id,
    status: approval.status,
    version: approval.version,
    loop: approval.loop,
    requester: approval.requester,
    digest: approval.digest,
    requestDigest: approval.requestDigest,
    action: approval.action,
    claim,
    context,
    callbackUrl: approval.callbackUrl,
    executor: approval.executor,
    policy,
    shadow: approval.shadow,
    thresholds,
    editable: approval.editable ? true : undefined,
    ruleBindsInput: approval.ruleBindsInput ? true : undefined,
    reopens: approval.reopens,
    votes: votes.map((vote) => ({ ...vote, at: iso(vote.at) })),
    edits: approval.edits.length === 0 ? undefined : approval.edits.map((edit) => ({ ...edit, at: iso(edit.at) })),
    comments:
      approval.comments.length === 0 ? undefined : approval.comments.map((said) => ({ ...said, at: iso(said.at) })),
    claimed: approval.claimed && {
      ...approval.claimed,
      at: iso(approval.claimed.at),
      until: iso(approval.claimed.until),
    },
    asks: asks.length === 0 ? undefined : asks.map(({ channel, remoteId, at }) => ({ channel, remoteId, at: iso(at) })),
    createdAt: iso(approval.createdAt),
    expiresAt: iso(approval.expiresAt),
    decidedAt: iso(approval.decidedAt),
    reason: approval.reason,
    withdrawn: approval.withdrawn,
    grantEndsAt: iso(approval.grantEndsAt),
    startedAt: iso(approval.startedAt),
    endedAt: iso(approval.endedAt),
    outcome: approval.outcome,
    detail,
  }
  return Object.fromEntries(Object.entries(wire).filter(([, value]) => value !== undefined)) as Record<string, Json>
}

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString())
