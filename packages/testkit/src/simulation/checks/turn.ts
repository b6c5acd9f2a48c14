// When time alone turns a status, said a second time: the checks must not rest on what they check.
import type { Approval, Status } from '@holdpoint/core'

export interface Turn {
  readonly at: number
  readonly from: Status
  readonly to: Status
}

export function turnOf({ status, expiresAt, grantEndsAt, runEndsAt }: Approval): Turn | undefined {
  if (status === 'pending') return { at: expiresAt, from: status, to: 'expired' }
  if (status === 'approved' && grantEndsAt !== undefined) return { at: grantEndsAt, from: status, to: 'lapsed' }
  if (status === 'started' && runEndsAt !== undefined) return { at: runEndsAt, from: status, to: 'unknown' }
  return undefined
}

/** The status by the store's clock, swept or not. */
export function effective(approval: Approval, now: number): Status {
  const turn = turnOf(approval)
  return turn && now >= turn.at ? turn.to : approval.status
}
