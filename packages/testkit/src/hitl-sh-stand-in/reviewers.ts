// What happens on the other side of HITL.sh: people claim and answer, time runs out, the service cancels.
import type { Json } from '@holdpoint/core'
import { answerData, isAnswerTo, type AnswerShape } from './answer-data.ts'
import { isOpen, type Ledger, type StandInMember, type StandInRequest } from './ledger.ts'

export interface AnswerOptions {
  /** Default: the first member of the loop. */
  readonly reviewer?: StandInMember
  /** The documents have three forms: `{selected_value}` (default), that with a label beside it, the bare value. */
  readonly shape?: AnswerShape
  /** Says that it was answered, and by nobody. */
  readonly nobody?: boolean
  /** Takes any value, offered or not, which the service says it refuses. */
  readonly unchecked?: boolean
}

/** Throws if the request is over, or the value isn't one of its options. Returns who answered. */
export function answerAs(ledger: Ledger, id: string, value: Json, options: AnswerOptions): StandInMember {
  const request = openRequest(ledger, id)
  const reviewer = options.reviewer ?? ledger.loops.get(request.loop_id)?.members[0]
  if (!reviewer) throw new Error(`request ${id}: its loop has no members; name a reviewer`)
  if (!isAnswerTo(request, value) && !options.unchecked)
    throw new Error(
      `request ${id} does not offer ${JSON.stringify(value)}; pass unchecked: true to answer it all the same`,
    )
  end(ledger, request, 'completed')
  request.response_data = answerData(request, value, options.shape ?? 'value')
  request.response_by = options.nobody ? null : reviewer.user_id
  return reviewer
}

/** `completed` is what one page says of a time-out: the default applied, nobody named [DOCS-A concepts/requests]. */
export function runOut(ledger: Ledger, id: string, as: 'timeout' | 'completed', applied?: Json): void {
  const request = openRequest(ledger, id)
  end(ledger, request, as)
  if (as === 'completed') request.response_data = { selected_value: applied ?? request.default_response }
}

export function cancelFrom(ledger: Ledger, id: string): void {
  end(ledger, openRequest(ledger, id), 'cancelled')
}

/** Whoever claimed it gives it back: it is pending again. */
export function abandon(ledger: Ledger, id: string): void {
  const request = openRequest(ledger, id)
  if (request.status !== 'claimed') throw new Error(`request ${id} is not claimed`)
  request.status = 'pending'
}

export function claim(ledger: Ledger, id: string): void {
  openRequest(ledger, id).status = 'claimed'
}

function openRequest(ledger: Ledger, id: string): StandInRequest {
  const request = ledger.requests.get(id)
  if (!request) throw new Error(`there is no request ${id}`)
  if (!isOpen(request)) throw new Error(`request ${id} is ${request.status}`)
  return request
}

function end(ledger: Ledger, request: StandInRequest, status: StandInRequest['status']): void {
  const now = ledger.now()
  request.status = status
  request.updated_at = new Date(now).toISOString()
  if (status !== 'completed') return
  request.response_at = request.updated_at
  request.response_time_seconds = (now - Date.parse(request.created_at)) / 1000
}
