// How votes are cast and counted. A reviewer decides on the digest it saw, never on anything else.
import type { Digest } from './action.ts'
import type { Approval, Vote } from './approval.ts'
import type { CancelCommand, Command, DecideCommand } from './command.ts'
import type { EffectDraft } from './effect.ts'
import { refuse, type Refusal } from './errors.ts'
import { moved, refused, unchanged, type Outcome } from './outcome.ts'
import { isReviewer, tally, type Verdict } from './thresholds.ts'

/** One reviewer's verdict, whatever way it came in. */
export interface Ballot {
  readonly reviewer: string
  readonly verdict: Verdict
  readonly digest: Digest
  readonly via: string
  readonly reason?: string
}

export function decide(approval: Approval, command: DecideCommand): Outcome {
  return castVote(approval, command, ballotOf(command))
}

/** Counts a ballot on a pending approval. */
export function castVote(approval: Approval, command: Command, ballot: Ballot): Outcome {
  const refusal = whyNotCounted(approval, ballot)
  if (refusal) return refused(refusal)
  const earlier = approval.votes.find((vote) => vote.reviewer === ballot.reviewer)
  const vote = voteOf(ballot, command.at)
  if (earlier?.verdict === vote.verdict) return unchanged(approval)
  // A deny stands: else a second click, or a second node, could turn a no into a yes.
  if (earlier?.verdict === 'deny')
    return refused(refuse('already_voted', 'You denied this before; a deny can’t become an allow.'))

  const votes = [...approval.votes.filter((other) => other !== earlier), vote]
  const status = tally(approval.thresholds, votes)
  const reason = ballot.reason === undefined ? {} : { reason: ballot.reason }
  switch (status) {
    case 'pending':
      return moved(approval, command, { votes })
    case 'denied':
      return moved(
        approval,
        command,
        { votes, status, ...reason, decidedAt: command.at, endedAt: command.at },
        settleAll(approval),
      )
    case 'approved':
      return moved(
        approval,
        command,
        { votes, status, ...reason, decidedAt: command.at, grantEndsAt: command.at + approval.grantMs },
        [...settleAll(approval), ...(approval.executor === 'gateway' ? [{ kind: 'execute' } as const] : [])],
      )
  }
}

/** The same decision again gets the same answer; another one is told what was decided. */
export function repeatDecision(approval: Approval, command: DecideCommand): Outcome {
  const mine = approval.votes.find((vote) => vote.reviewer === command.actor)
  const same = mine?.verdict === voteOf(ballotOf(command), command.at).verdict && command.digest === approval.digest
  return same
    ? unchanged(approval)
    : refused(refuse('already_decided', `This approval was decided before: it is ${approval.status}.`))
}

export function cancel(approval: Approval, command: CancelCommand): Outcome {
  const reason = command.reason === undefined ? {} : { reason: command.reason }
  return moved(approval, command, { status: 'cancelled', endedAt: command.at, ...reason }, settleAll(approval))
}

/** Every question that is still open somewhere is told that it is over. */
export function settleAll(approval: Approval): EffectDraft[] {
  return approval.asks
    .filter((ask) => !ask.counted && !ask.notes)
    .map((ask) => ({ kind: 'settle', channel: ask.channel, remoteId: ask.remoteId }))
}

function whyNotCounted(approval: Approval, ballot: Ballot): Refusal | undefined {
  const { thresholds } = approval
  if (ballot.digest !== approval.digest)
    return refuse('digest_mismatch', 'You decided on another action than this approval holds; read it again.', 'digest')
  if (thresholds.separateRequester && ballot.reviewer === approval.requester)
    return refuse('self_review', 'Whoever asked can’t decide: another reviewer must.')
  if (!isReviewer(thresholds, ballot.reviewer))
    return refuse('not_a_reviewer', 'You are not among the reviewers of this approval.')
  if (!thresholds.verdicts.includes(ballot.verdict))
    return refuse('verdict_not_offered', `This approval offers ${thresholds.verdicts.join(', ')}.`, 'verdict')
  const wanted = thresholds.reasonRequired
  const reasonMissing = ballot.reason === undefined || ballot.reason.trim() === ''
  if (reasonMissing && (wanted === 'always' || (wanted === 'deny' && ballot.verdict === 'deny')))
    return refuse('reason_required', 'Say why: this approval wants a reason with that verdict.', 'reason')
  return undefined
}

function ballotOf(command: DecideCommand): Ballot {
  const { actor, verdict, digest, via, reason } = command
  return { reviewer: actor, verdict, digest, via, ...(reason !== undefined && { reason }) }
}

function voteOf(ballot: Ballot, at: number): Vote {
  const { reviewer, verdict, via, reason } = ballot
  // No rules are kept yet, so allowing always counts as allowing once, and the vote says so.
  const counted = verdict === 'allow-always' ? { verdict: 'allow-once' as const, chosen: verdict } : { verdict }
  return { reviewer, ...counted, at, via, ...(reason !== undefined && { reason }) }
}
