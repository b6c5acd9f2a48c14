// How votes are cast and counted. A reviewer decides on the digest it saw, never on anything else.
import { digestOf, type Action, type Digest } from './action.ts'
import { runsByItself, type Approval } from './approval.ts'
import type { RuleTerms, Vote } from './vote.ts'
import { changesBetween } from './changes.ts'
import type { Command, DecideCommand } from './command.ts'
import type { EffectDraft } from './effect.ts'
import { refuse, type Refusal } from './errors.ts'
import { grantedRule } from './granting.ts'
import { frozenCopy, type Json } from './json.ts'
import { moved, refused, unchanged, type Outcome } from './outcome.ts'
import { isReviewer, tally } from './thresholds.ts'
import { type Verdict } from './vote.ts'

/** One reviewer's verdict, whatever way it came in. */
export interface Ballot {
  readonly reviewer: string
  readonly verdict: Verdict
  readonly digest: Digest
  readonly via: string
  readonly mayMakeRule: boolean
  readonly reason?: string
  readonly remember?: RuleTerms
}

export function decide(approval: Approval, command: DecideCommand): Outcome {
  const ballot = ballotOf(command)
  const { edit } = command
  if (edit === undefined) return castVote(approval, command, ballot)
  const changes = changesBetween(approval.action.input, edit.input)
  if (changes.length === 0)
    return isRepeat(approval, command) ? unchanged(approval) : castVote(approval, command, ballot)
  const refusal = whyNotEdited(approval, command) ?? whyNotCounted(approval, ballot)
  if (refusal) return refused(refusal)

  const action: Action & Json = frozenCopy({ ...approval.action, input: edit.input })
  const digest = digestOf(approval.loop, approval.requester, action)
  const account = { reviewer: ballot.reviewer, at: command.at, from: approval.digest, to: digest, changes }
  // Whatever was said before was said of another action: votes and answers fall away, and questions are put anew.
  const edited = { ...approval, action, digest, votes: [], answers: [], edits: [...approval.edits, account] }
  const anew: EffectDraft[] = approval.channels.map((channel) => ({ kind: 'ask', channel, digest }))
  return castVote(edited, command, { ...ballot, digest }, [...settleAll(approval), ...anew])
}

function whyNotEdited(approval: Approval, command: DecideCommand): Refusal | undefined {
  if (!approval.editable)
    return refuse('edit_not_allowed', 'This approval can’t be edited; decide on it as it is.', 'input')
  if (command.verdict === 'deny')
    return refuse('invalid_request', 'A denial takes no input: there is nothing to run.', 'input')
  if (command.edit?.policy === 'deny')
    return refuse('edit_denied', 'The policy denies the action with this input.', 'input')
  return undefined
}

/** Counts a ballot on a pending approval; `whilePending` are effects that make sense only if it stays so. */
export function castVote(
  approval: Approval,
  command: Command,
  ballot: Ballot,
  whilePending: readonly EffectDraft[] = [],
): Outcome {
  const refusal = whyNotCounted(approval, ballot)
  if (refusal) return refused(refusal)
  const earlier = approval.votes.find((vote) => vote.reviewer === ballot.reviewer)
  const vote = voteOf(ballot, command.at)
  if (earlier?.verdict === vote.verdict) return unchanged(approval)
  // A deny stands: else a second click, or a second node, could turn a no into a yes.
  if (earlier?.verdict === 'deny')
    return refused(refuse('already_voted', 'You denied this before; a deny can’t become an allow.'))

  const votes = [...approval.votes.filter((other) => other !== earlier), vote]
  const voted = { ...approval, votes }
  const { at } = command
  const decided = { decidedAt: at, ...(ballot.reason !== undefined && { reason: ballot.reason }) }
  const status = tally(approval.thresholds, votes)
  switch (status) {
    case 'pending':
      return moved(voted, command, {}, whilePending)
    case 'denied':
      return moved(voted, command, { ...decided, status, endedAt: at }, [
        ...settleAll(voted),
        ...denialEffects(voted, at),
      ])
    case 'approved': {
      const granted = { ...decided, status, grantEndsAt: at + approval.grantMs }
      const execute: EffectDraft[] = runsByItself(approval) ? [{ kind: 'execute' }] : []
      return moved(voted, command, granted, [...settleAll(voted), ...ruleEffects(voted, at), ...execute])
    }
  }
}

/** The same decision again gets the same answer; another one is told what was decided. */
export function repeatDecision(approval: Approval, command: DecideCommand): Outcome {
  return isRepeat(approval, command)
    ? unchanged(approval)
    : refused(refuse('already_decided', `This approval was decided before: it is ${approval.status}.`))
}

/** Whether this reviewer has said this before: an edit again names the digest that it replaced. */
function isRepeat(approval: Approval, command: DecideCommand): boolean {
  const mine = approval.votes.find((vote) => vote.reviewer === command.actor)
  return mine?.verdict === voteOf(ballotOf(command), command.at).verdict && saw(approval, command)
}

/** Whether the decision is on what was decided: the current digest, or the very edit that made it. */
function saw(approval: Approval, { digest, edit }: DecideCommand): boolean {
  if (edit === undefined) return digest === approval.digest
  const made = digestOf(approval.loop, approval.requester, { ...approval.action, input: edit.input })
  const last = approval.edits.at(-1)
  return made === approval.digest && (digest === approval.digest || digest === last?.from)
}

/** Every question that is still open somewhere is told that it is over. */
export function settleAll(approval: Approval): EffectDraft[] {
  return approval.asks
    .filter((ask) => !ask.counted && !ask.notes)
    .map((ask) => ({ kind: 'settle', channel: ask.channel, remoteId: ask.remoteId }))
}

function ruleEffects(approval: Approval, at: number): EffectDraft[] {
  const rule = grantedRule(approval, at)
  return rule ? [{ kind: 'rule', rule }] : []
}

function denialEffects({ denialMemoryMs }: Approval, at: number): EffectDraft[] {
  return denialMemoryMs === undefined ? [] : [{ kind: 'denial', until: at + denialMemoryMs }]
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
  const { actor, verdict, digest, via, reason, remember, mayMakeRule } = command
  return {
    reviewer: actor,
    verdict,
    digest,
    via,
    mayMakeRule,
    ...(reason !== undefined && { reason }),
    ...(remember && { remember }),
  }
}

/** Whoever may not make rules allows once, and the vote says what was chosen. */
function voteOf({ reviewer, verdict, via, reason, remember, mayMakeRule }: Ballot, at: number): Vote {
  const why = reason === undefined ? {} : { reason }
  if (verdict !== 'allow-always') return { reviewer, verdict, at, via, ...why }
  if (!mayMakeRule) return { reviewer, verdict: 'allow-once', chosen: verdict, at, via, ...why }
  return { reviewer, verdict, at, via, ...why, ...(remember && { remember }) }
}
