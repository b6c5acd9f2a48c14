// From HITL.sh's words to the domain's: a webhook, or a request that was read back, as an Answer.
import type { Answer } from '../domain/approval.ts'
import { verdicts, type Verdict } from '../domain/vote.ts'
import { reviewerIn, verdictIn } from './chosen.ts'
import type { HitlShEnding } from './webhook.ts'
import type { HitlShRequest } from './wire.ts'

/** The reviewer id of a HITL.sh person. */
export const hitlShReviewer = (userId: string): string => `hitl-sh:${userId}`

/** The webhook as an Answer. Its verdict is kept only if it is among `offered`. */
export function toAnswer(event: HitlShEnding, offered: readonly Verdict[] = verdicts): Answer {
  const base = { event: event.event, remoteId: event.requestId, remoteLoop: event.loopId }
  if (event.event !== 'completed') return base
  return {
    ...base,
    ...(event.verdict !== undefined && offered.includes(event.verdict) ? { verdict: event.verdict } : {}),
    ...(event.userId !== undefined ? { reviewer: hitlShReviewer(event.userId) } : {}),
  }
}

/** What a request that was read back amounts to. Only `answered` can be a decision. */
export type ReadBack =
  | { readonly is: 'answered'; readonly answer: Answer }
  | { readonly is: 'open' }
  /** A remote ending: noted, it decides nothing. */
  | { readonly is: 'ended'; readonly answer: Answer }
  | { readonly is: 'unclear'; readonly reason: string }

/**
 * Judges a request that was read back. A `completed` without a reviewer is unclear, never an answer: the service marks
 * requests so when it applies the default itself [DOCS-A concepts/requests].
 */
export function answerFromRequest(request: HitlShRequest, offered: readonly Verdict[] = verdicts): ReadBack {
  const base = { remoteId: request.id, ...(request.loop_id === undefined ? {} : { remoteLoop: request.loop_id }) }
  switch (request.status) {
    case 'pending':
    case 'claimed':
      return { is: 'open' }
    case 'timeout':
      return { is: 'ended', answer: { event: 'timed-out', ...base } }
    case 'cancelled':
      return { is: 'ended', answer: { event: 'cancelled', ...base } }
    case 'completed': {
      const verdict = verdictIn(request.response_data)
      const userId = reviewerIn(request.response_by)
      if (verdict === undefined || !offered.includes(verdict))
        return { is: 'unclear', reason: 'its response_data is not a value that was offered' }
      if (userId === undefined) return { is: 'unclear', reason: 'its response_by names no reviewer' }
      return { is: 'answered', answer: { event: 'completed', ...base, verdict, reviewer: hitlShReviewer(userId) } }
    }
    default:
      return { is: 'unclear', reason: 'its status is not a known one' }
  }
}
