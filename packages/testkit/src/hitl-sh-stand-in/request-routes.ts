// Listing, reading and cancelling requests, and what their creator says of an answer, as [DOCS-A] has them.
import { isRecord } from './json-record.ts'
import { isOpen, newObjectId, type Ledger, type StandInRequest } from './ledger.ts'
import { bad, good, notAnObject, type Reply } from './reply.ts'

export function withRequest(ledger: Ledger, id: string, then: (request: StandInRequest) => Reply): Reply {
  const request = ledger.requests.get(id)
  return request ? then(request) : bad(404, 'Request not found')
}

function newestFirst(ledger: Ledger, bare: boolean): Partial<StandInRequest>[] {
  return [...ledger.requests.values()].toReversed().map((request) => {
    const { broadcasted_to: _1, response_config: _2, context, ...rest } = request
    return bare ? rest : { ...rest, context }
  })
}

export function listOfLoop(ledger: Ledger, loopId: string, bare: boolean): Reply {
  const requests = newestFirst(ledger, bare).filter((request) => request.loop_id === loopId)
  return good('Loop requests retrieved successfully', { loop_id: loopId, requests, count: requests.length })
}

const statuses = ['pending', 'claimed', 'completed', 'timeout', 'cancelled']
const priorities = ['critical', 'high', 'medium', 'low']
const sorts: Readonly<Record<string, (a: Partial<StandInRequest>, b: Partial<StandInRequest>) => number>> = {
  created_at_desc: () => 0,
  created_at_asc: () => 0,
  priority_desc: (a, b) => priorities.indexOf(a.priority ?? '') - priorities.indexOf(b.priority ?? ''),
  status_asc: (a, b) => (a.status ?? '').localeCompare(b.status ?? ''),
}

export function listAll(ledger: Ledger, query: URLSearchParams, bare: boolean): Reply {
  const limit = Number(query.get('limit') ?? 50)
  const offset = Number(query.get('offset') ?? 0)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100 || !Number.isInteger(offset) || offset < 0)
    return bad(400, 'Invalid pagination parameters', 'limit must be between 1 and 100')
  const status = query.get('status')
  if (status !== null && !statuses.includes(status))
    return bad(400, 'Invalid status filter value', `status must be one of: ${statuses.join(', ')}`)
  const sort = query.get('sort') ?? 'created_at_desc'
  const compare = Object.hasOwn(sorts, sort) ? sorts[sort] : undefined
  if (!compare) return bad(400, 'Validation failed', `sort must be one of: ${Object.keys(sorts).join(', ')}`)
  const listed = newestFirst(ledger, bare)
  const all = (sort === 'created_at_asc' ? listed.toReversed() : listed)
    .filter((request) =>
      (['status', 'priority', 'loop_id'] as const).every(
        (field) => query.get(field) === null || query.get(field) === request[field],
      ),
    )
    .toSorted(compare)
  const requests = all.slice(offset, offset + limit)
  const has_more = offset + requests.length < all.length
  const pagination = { limit, offset, next_offset: has_more ? offset + limit : null }
  return good('Requests retrieved successfully', {
    requests,
    count: requests.length,
    total: all.length,
    has_more,
    pagination,
  })
}

export function cancel(ledger: Ledger, request: StandInRequest): Reply {
  if (!isOpen(request)) return bad(400, 'Request cannot be cancelled in current state')
  const previous_status = request.status
  const cancelled_at = new Date(ledger.now()).toISOString()
  request.status = 'cancelled'
  request.updated_at = cancelled_at
  const refunded = previous_status === 'pending'
  const refund_info = { refunded, reason: refunded ? 'Nobody had claimed it' : 'A reviewer had claimed it' }
  const data = { request_id: request.id, status: 'cancelled', cancelled_at, previous_status, refund_info }
  return good('Request cancelled successfully', data)
}

const ratings = ['rating', 'accuracy', 'timeliness', 'helpfulness']

export function addFeedback(ledger: Ledger, request: StandInRequest, body: unknown): Reply {
  const feedback = isRecord(body) ? body.feedback : undefined
  if (feedback === undefined || !isRecord(feedback) || Object.keys(feedback).length === 0) return notAnObject()
  if (request.status !== 'completed') return bad(400, 'Feedback can only be added to completed requests')
  for (const field of ratings) {
    const value = feedback[field]
    if (value !== undefined && !(typeof value === 'number' && value >= 1 && value <= 5))
      return bad(400, 'Rating values must be between 1 and 5')
  }
  if (typeof feedback.comment === 'string' && feedback.comment.length > 1000)
    return bad(400, 'Comment exceeds maximum length of 1000 characters')
  if (ledger.feedback.has(request.id)) return bad(400, 'Feedback was given for this request before')
  ledger.feedback.add(request.id)
  const submitted_at = new Date(ledger.now()).toISOString()
  const data = { request_id: request.id, feedback, feedback_id: newObjectId(), submitted_at, reviewer_notified: true }
  return good('Feedback added successfully', data)
}
