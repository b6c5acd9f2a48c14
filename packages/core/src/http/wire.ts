// An approval as it goes over the wire: ISO 8601 times, absent fields omitted, nothing that only this house needs.
import type { Approval } from '../domain/approval.ts'
import type { Json } from '../domain/json.ts'

export function toWire(approval: Approval): { readonly [key: string]: Json } {
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
    executor: approval.executor,
    policy,
    thresholds,
    votes: votes.map((vote) => ({ ...vote, at: iso(vote.at) })),
    asks: asks.length === 0 ? undefined : asks.map(({ channel, remoteId, at }) => ({ channel, remoteId, at: iso(at) })),
    createdAt: iso(approval.createdAt),
    expiresAt: iso(approval.expiresAt),
    decidedAt: iso(approval.decidedAt),
    reason: approval.reason,
    grantEndsAt: iso(approval.grantEndsAt),
    startedAt: iso(approval.startedAt),
    endedAt: iso(approval.endedAt),
    outcome: approval.outcome,
    detail,
  }
  return Object.fromEntries(Object.entries(wire).filter(([, value]) => value !== undefined)) as Record<string, Json>
}

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString())
