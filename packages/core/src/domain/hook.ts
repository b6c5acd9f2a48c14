// What the requester's `callbackUrl` is told of a change of status: the approval as it was then, whatever became of it.
import { isEnded, type Approval } from './approval.ts'
import type { HookSnapshot } from './effect.ts'

/** What may change after a change of status. All else of an approval that is no longer pending stays as it is. */
export function snapshotOf(approval: Approval, at: number): HookSnapshot {
  const { status, version, reason, withdrawn, startedAt, endedAt, outcome } = approval
  return {
    at,
    status,
    version,
    ...(reason !== undefined && { reason }),
    ...(withdrawn !== undefined && { withdrawn }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(outcome !== undefined && { outcome }),
  }
}

/** The approval as it was at that change: every attempt at one message has the same content. */
export function atSnapshot(approval: Approval, { at, ...then }: HookSnapshot): Approval {
  const { reason: _, withdrawn: _w, startedAt: _s, runEndsAt: _r, endedAt: _e, outcome: _o, detail, ...rest } = approval
  const { claimed: _c, ...lasting } = rest
  return {
    ...lasting,
    ...then,
    comments: approval.comments.filter((comment) => comment.at <= at),
    asks: approval.asks.filter((ask) => ask.at <= at),
    ...(isEnded(then.status) && detail !== undefined && { detail }),
  }
}
