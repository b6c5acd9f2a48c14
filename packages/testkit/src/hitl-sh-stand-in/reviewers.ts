// What happens on the other side of HITL.sh: people claim and answer, time runs out, the service cancels.
import type { Json } from '@holdpoint/core'
import { optionValue } from './check-create.ts'
import { isRecord } from './json-record.ts'
import { isOpen, type Ledger, type StandInMember, type StandInRequest } from './ledger.ts'

export interface AnswerOptions {
  /** Default: the first member of the loop. */
  readonly reviewer?: StandInMember
  /** The documents have three forms: `{selected_value}` (default), that with `selected_label`, the bare value. */
  readonly shape?: 'value' | 'labelled' | 'bare'
  /** Takes any value, offered or not, which the service says it refuses. */
  readonly unchecked?: boolean
}

/** Throws if the request is over, or the value isn't one of its options. Returns who answered. */
export function answerAs(ledger: Ledger, id: string, value: Json, options: AnswerOptions): StandInMember {
  const request = openRequest(ledger, id)
  const reviewer = options.reviewer ?? ledger.loops.get(request.loop_id)?.members[0]
  if (!reviewer) throw new Error(`request ${id}: its loop has no members; name a reviewer`)
  const option = optionsOf(request).find((other) => optionValue(other) === value)
  if (option === undefined && !options.unchecked)
    throw new Error(
      `request ${id} does not offer ${JSON.stringify(value)}; pass unchecked: true to answer it all the same`,
    )
  const label = isRecord(option) ? (option.label ?? null) : (option ?? null)
  const shapes = {
    value: { selected_value: value },
    labelled: { selected_value: value, selected_label: label },
    bare: value,
  }
  end(ledger, request, 'completed')
  request.response_data = shapes[options.shape ?? 'value']
  request.response_by = reviewer.user_id
  return reviewer
}

/** `completed` is what one page says of a time-out: the default applied, nobody named [DOCS-A concepts/requests]. */
export function runOut(ledger: Ledger, id: string, as: 'timeout' | 'completed'): void {
  const request = openRequest(ledger, id)
  end(ledger, request, as)
  if (as === 'completed') request.response_data = { selected_value: request.default_response }
}

export function cancelFrom(ledger: Ledger, id: string): void {
  end(ledger, openRequest(ledger, id), 'cancelled')
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

function optionsOf({ response_config }: StandInRequest): readonly Json[] {
  const options = isRecord(response_config) ? response_config.options : undefined
  return Array.isArray(options) ? options : []
}

function end(ledger: Ledger, request: StandInRequest, status: StandInRequest['status']): void {
  const now = ledger.now()
  request.status = status
  request.updated_at = new Date(now).toISOString()
  if (status !== 'completed') return
  request.response_at = request.updated_at
  request.response_time_seconds = (now - Date.parse(request.created_at)) / 1000
}
