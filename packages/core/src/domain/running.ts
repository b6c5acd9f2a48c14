// From approved to outcome: a start hands out one ticket, and nothing re-runs by itself.
import { turnOf, type Approval } from './approval.ts'
import type { ElapseCommand, FinishCommand, StartCommand } from './command.ts'
import { refuse } from './errors.ts'
import { moved, refused, unchanged, type Outcome } from './outcome.ts'
import { settleAll } from './deciding.ts'

export function start(approval: Approval, command: StartCommand): Outcome {
  if (command.by !== approval.executor)
    return refused(
      refuse(
        'not_yours_to_start',
        approval.executor === 'gateway'
          ? 'The gateway runs this one itself; watch the approval instead.'
          : 'Its requester starts this one.',
      ),
    )
  if (command.digest !== approval.digest)
    return refused(refuse('digest_mismatch', 'What was approved is not the action with this digest.', 'digest'))
  return moved(approval, command, {
    status: 'started',
    startedAt: command.at,
    runEndsAt: command.at + approval.maxRunMs,
    ticket: command.ticket,
  })
}

export function finish(approval: Approval, command: FinishCommand): Outcome {
  if (command.ticket !== approval.ticket)
    return refused(refuse('wrong_ticket', 'This is not the ticket that the start handed out.', 'ticket'))
  return moved(approval, command, {
    status: command.outcome,
    outcome: command.outcome,
    endedAt: command.at,
    ...(command.detail !== undefined && { detail: command.detail }),
  })
}

/** What is due by the clock happens; what isn't, doesn't. */
export function elapse(approval: Approval, command: ElapseCommand): Outcome {
  const turn = turnOf(approval)
  if (turn === undefined || command.at < turn.at) return unchanged(approval)
  const ended: Partial<Approval> = { status: turn.to, endedAt: turn.at }
  const outcome: Partial<Approval> = turn.to === 'unknown' ? { outcome: 'unknown' } : {}
  const effects = turn.to === 'expired' ? settleAll(approval) : []
  return moved(approval, command, { ...ended, ...outcome }, effects)
}
