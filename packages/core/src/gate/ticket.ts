// Proof that an action was approved and started, which whoever performs the effect can demand: then nobody reaches it
// around the gate.
import { digestOf, type Action } from '../domain/action.ts'
import type { Approval } from '../domain/approval.ts'
import { ok, refuse, type Result } from '../domain/errors.ts'
import type { Principal } from '../domain/principal.ts'
import type { Approvals } from '../service/approvals.ts'

export interface Ticket {
  readonly approvalId: string
  readonly digest: string
  readonly secret: string
}

/**
 * The started approval that `ticket` belongs to, if it is for exactly `action`. Refuses with `wrong_ticket`,
 * `digest_mismatch`, `not_started` or `already_finished`; `principal` must be the one that asked.
 *
 * ```ts
 * import { demandTicket, type Action, type Approvals, type Principal, type Ticket } from '@holdpoint/core'
 *
 * async function transfer(approvals: Approvals, agent: Principal, ticket: Ticket, action: Action): Promise<void> {
 *   const proven = await demandTicket(approvals, agent, ticket, action)
 *   if (!proven.ok) throw new Error(proven.detail)
 *   // From here on it is certain that a human allowed exactly `action`, and that this is its one run.
 * }
 * ```
 */
export async function demandTicket(
  approvals: Pick<Approvals, 'get'>,
  principal: Principal,
  ticket: Ticket,
  action: Action,
): Promise<Result<Approval>> {
  const got = await approvals.get(principal, ticket.approvalId)
  if (!got.ok) return got
  const approval = got.value
  if (approval.ticket === undefined || approval.ticket !== ticket.secret)
    return refuse('wrong_ticket', 'This ticket was not handed out for this approval.')
  const digest = digestOf(approval.loop, approval.requester, action)
  if (digest !== approval.digest || ticket.digest !== digest)
    return refuse('digest_mismatch', 'The ticket is for another action.')
  if (approval.status === 'started') return ok(approval)
  return refuse('already_finished', `The run that this ticket was for is over: ${approval.status}.`)
}
