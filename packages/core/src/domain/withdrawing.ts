// How an approval is taken back before it runs: by whoever asked, by a reviewer, or by a policy that has changed.
import type { Approval } from './approval.ts'
import type { CancelCommand, RevokeCommand, WithdrawCommand } from './command.ts'
import { settleAll } from './deciding.ts'
import type { EffectDraft } from './effect.ts'
import { refuse } from './errors.ts'
import { grantedRule } from './granting.ts'
import { moved, refused, type Outcome } from './outcome.ts'
import { isReviewer } from './thresholds.ts'

export function cancel(approval: Approval, command: CancelCommand): Outcome {
  const reason = command.reason === undefined ? {} : { reason: command.reason }
  return moved(approval, command, { status: 'cancelled', endedAt: command.at, ...reason }, settleAll(approval))
}

export function revoke(approval: Approval, command: RevokeCommand): Outcome {
  if (!isReviewer(approval.thresholds, command.actor))
    return refused(refuse('not_a_reviewer', 'You are not among the reviewers of this approval.'))
  const reason = command.reason === undefined ? {} : { reason: command.reason }
  return moved(
    approval,
    command,
    { status: 'revoked', endedAt: command.at, ...reason },
    unrule(approval, command.actor),
  )
}

export function withdraw(approval: Approval, { at, reason, ...command }: WithdrawCommand): Outcome {
  const changes = { status: 'revoked', withdrawn: 'policy_changed', endedAt: at, reason } as const
  return moved(approval, { at, reason, ...command }, changes)
}

/** What a reviewer takes back, it takes back for good: the rule that the approval left behind goes with it. */
function unrule(approval: Approval, by: string): EffectDraft[] {
  const rule = grantedRule(approval, approval.decidedAt ?? approval.createdAt)
  return rule ? [{ kind: 'unrule', rule, by }] : []
}
