// What one approval should do, said a second time and in the plainest way: a register with votes. It shares nothing with
// the machine but the words.
import type { Digest, Executor, Status, Thresholds, Verdict } from '@holdpoint/core'
import type { Model } from './find-order.ts'

/** What is fixed when it is made. */
export interface ApprovalTerms {
  readonly first: Status
  readonly requester: string
  readonly digest: Digest
  readonly executor: Executor
  readonly thresholds: Thresholds
  readonly editable: boolean
  /** Of its start, if it was ever started. */
  readonly ticket: string | undefined
}

export interface SaidDecision {
  readonly type: 'decide'
  readonly by: string
  /** As it counts: `allow-always` of somebody who may not make rules is `allow-once`. */
  readonly verdict: Verdict
  readonly chosen: Verdict
  readonly digest: Digest
  /** The digest of the action as edited. */
  readonly edited?: Digest | undefined
  readonly hasReason: boolean
}

export type Said =
  | SaidDecision
  | { readonly type: 'cancel' }
  | { readonly type: 'revoke'; readonly by: string }
  | { readonly type: 'start'; readonly by: Executor; readonly digest: Digest }
  | { readonly type: 'finish'; readonly ticket: string; readonly outcome: Status }
  | { readonly type: 'read' }
  /** Seen in the store: an answer from outside was counted. */
  | { readonly type: 'counted'; readonly by: string; readonly verdict: Verdict }
  /** Time itself at its instant, or the policy as seen in the store. */
  | { readonly type: 'turn'; readonly from: Status; readonly to: Status }

/** `ok`, a code of refusal, or `is:` and the status that was read. */
export type Heard = string

export interface ApprovalState {
  readonly status: Status
  readonly digest: Digest
  /** Reviewer → verdict, as it counts. */
  readonly votes: ReadonlyMap<string, Verdict>
  /** The digest before the last edit. */
  readonly editedFrom?: Digest
}

type Answered = readonly [Heard, ApprovalState]

const ran: readonly Status[] = ['started', 'succeeded', 'failed', 'unknown']

export function approvalModel(terms: ApprovalTerms): Model<ApprovalState, Said, Heard> {
  const { thresholds } = terms
  const isReviewer = (by: string) => thresholds.reviewers.includes('*') || thresholds.reviewers.includes(by)

  const vote = (state: ApprovalState, by: string, verdict: Verdict): ApprovalState => {
    const votes = new Map(state.votes).set(by, verdict)
    const given = [...votes.values()]
    const denies = given.filter((other) => other === 'deny').length
    const allows = given.length - denies
    if (denies >= thresholds.deny) return { ...state, votes, status: 'denied' }
    return { ...state, votes, status: allows >= thresholds.approve ? 'approved' : 'pending' }
  }

  const whyNotCounted = (state: ApprovalState, said: SaidDecision): Heard | undefined => {
    if (said.digest !== state.digest) return 'digest_mismatch'
    if (thresholds.separateRequester && said.by === terms.requester) return 'self_review'
    if (!isReviewer(said.by)) return 'not_a_reviewer'
    if (!thresholds.verdicts.includes(said.chosen)) return 'verdict_not_offered'
    const wants = thresholds.reasonRequired
    const isWanted = wants === 'always' || (wants === 'deny' && said.verdict === 'deny')
    return isWanted && !said.hasReason ? 'reason_required' : undefined
  }

  /** The same again: on the digest as it is, or on the one that this very edit replaced. */
  const isRepeat = ({ votes, digest, editedFrom }: ApprovalState, said: SaidDecision): boolean => {
    const saw = said.edited === undefined ? [digest] : said.edited === digest ? [digest, editedFrom] : []
    return votes.get(said.by) === said.verdict && saw.includes(said.digest)
  }

  const decide = (state: ApprovalState, said: SaidDecision): Answered => {
    const { status, digest } = state
    const { by, verdict, edited } = said
    if (status === 'expired' || status === 'cancelled') return [status, state]
    if (status !== 'pending') return [isRepeat(state, said) ? 'ok' : 'already_decided', state]
    if (edited !== undefined && edited !== digest) {
      if (!terms.editable) return ['edit_not_allowed', state]
      if (verdict === 'deny') return ['invalid_request', state]
      const why = whyNotCounted(state, said)
      if (why !== undefined) return [why, state]
      return ['ok', vote({ ...state, votes: new Map(), digest: edited, editedFrom: digest }, by, verdict)]
    }
    if (edited !== undefined && isRepeat(state, said)) return ['ok', state]
    const why = whyNotCounted(state, said)
    if (why !== undefined) return [why, state]
    const mine = state.votes.get(by)
    if (mine === verdict) return ['ok', state]
    return mine === 'deny' ? ['already_voted', state] : ['ok', vote(state, by, verdict)]
  }

  const start = (state: ApprovalState, said: Extract<Said, { type: 'start' }>): Answered => {
    const { status } = state
    if (status === 'pending') return ['not_approved', state]
    if (ran.includes(status)) return ['already_started', state]
    if (status !== 'approved') return [status, state]
    if (said.by !== terms.executor) return ['not_yours_to_start', state]
    return said.digest === state.digest ? ['ok', { ...state, status: 'started' }] : ['digest_mismatch', state]
  }

  const answerTo = (state: ApprovalState, said: Said): Answered => {
    const { status } = state
    switch (said.type) {
      case 'decide':
        return decide(state, said)
      case 'cancel':
        if (status === 'pending') return ['ok', { ...state, status: 'cancelled' }]
        return [status === 'cancelled' ? 'ok' : status === 'expired' ? 'expired' : 'already_decided', state]
      case 'revoke':
        if (status === 'pending') return ['not_approved', state]
        if (ran.includes(status)) return ['already_started', state]
        if (status !== 'approved') return [status === 'revoked' ? 'ok' : status, state]
        return isReviewer(said.by) ? ['ok', { ...state, status: 'revoked' }] : ['not_a_reviewer', state]
      case 'start':
        return start(state, said)
      case 'finish':
        if (status !== 'started') return [ran.includes(status) ? 'already_finished' : 'not_started', state]
        return said.ticket === terms.ticket ? ['ok', { ...state, status: said.outcome }] : ['wrong_ticket', state]
      case 'read':
        return [`is:${status}`, state]
      case 'counted':
        return status === 'pending' ? ['ok', vote(state, said.by, said.verdict)] : ['too late', state]
      case 'turn':
        return ['ok', status === said.from ? { ...state, status: said.to } : state]
    }
  }

  return {
    initial: { status: terms.first, digest: terms.digest, votes: new Map() },
    step(state, said, heard) {
      const [answer, next] = answerTo(state, said)
      return heard === undefined || heard === answer ? [next] : []
    },
    key: ({ status, digest, votes, editedFrom = '' }) => `${status} ${editedFrom} ${digest} ${sortedPairs(votes)}`,
  }
}

const sortedPairs = (votes: ReadonlyMap<string, Verdict>): string =>
  Array.from(votes, ([by, verdict]) => `${by} ${verdict}`)
    .toSorted(byText)
    .join()

const byText = (a: string, b: string): number => (a < b ? -1 : 1)
