// The documented endpoints, as functions over the ledger: no sockets, no keys. Paths are those below `/v1`.
import { createRequest } from './create-request.ts'
import { isRecord } from './json-record.ts'
import { isObjectId, isOpen, newObjectId, type Ledger, type StandInLoop, type StandInRequest } from './ledger.ts'
import { bad, good, notAnObject, type Reply } from './reply.ts'

export type Operation =
  | 'test'
  | 'loops'
  | 'create-loop'
  | 'loop'
  | 'members'
  | 'create'
  | 'list'
  | 'list-all'
  | 'read'
  | 'cancel'

export interface Matched {
  readonly operation: Operation
  /** The id in the path. */
  readonly id: string
}

const table: readonly (readonly [method: string, path: RegExp, operation: Operation])[] = [
  ['GET', /^\/test$/, 'test'],
  ['GET', /^\/api\/loops$/, 'loops'],
  ['POST', /^\/api\/loops$/, 'create-loop'],
  ['GET', /^\/api\/loops\/([^/]+)$/, 'loop'],
  ['GET', /^\/api\/loops\/([^/]+)\/members$/, 'members'],
  ['POST', /^\/api\/loops\/([^/]+)\/requests$/, 'create'],
  ['GET', /^\/api\/loops\/([^/]+)\/requests$/, 'list'],
  ['GET', /^\/api\/requests$/, 'list-all'],
  ['GET', /^\/api\/requests\/([^/]+)$/, 'read'],
  ['DELETE', /^\/api\/requests\/([^/]+)$/, 'cancel'],
]

export function matchRoute(method: string, path: string): Matched | undefined {
  for (const [verb, pattern, operation] of table) {
    const found = verb === method ? pattern.exec(path) : null
    if (found) return { operation, id: found[1] ?? '' }
  }
  return undefined
}

export interface Routed extends Matched {
  readonly query: URLSearchParams
  readonly body: unknown
  /** Leaves `context` out of list items, which the documents call a subset. */
  readonly bareLists: boolean
}

/** Answers everything but `test`, which is about the key. */
export function answerRoute(ledger: Ledger, { operation, id, query, body, bareLists }: Routed): Reply {
  switch (operation) {
    case 'test':
      return good('API key is valid', {})
    case 'loops': {
      const loops = [...ledger.loops.values()].map(showLoop)
      return good('Loops retrieved successfully', { loops, count: loops.length })
    }
    case 'create-loop':
      return createLoop(ledger, body)
    case 'loop':
      return withLoop(ledger, id, (loop) => good('Loop retrieved successfully', { loop: showLoop(loop) }))
    case 'members':
      return withLoop(ledger, id, showMembers)
    case 'create':
      return withLoop(ledger, id, (loop) => createRequest(ledger, loop, body))
    case 'list':
      return withLoop(ledger, id, () => {
        const requests = newestFirst(ledger, bareLists).filter((request) => request.loop_id === id)
        return good('Loop requests retrieved successfully', { loop_id: id, requests, count: requests.length })
      })
    case 'list-all':
      return listAll(ledger, query, bareLists)
    case 'read':
      return withRequest(ledger, id, (request) => good('Request retrieved successfully', { request }))
    case 'cancel':
      return withRequest(ledger, id, (request) => cancel(ledger, request))
  }
}

function withLoop(ledger: Ledger, id: string, then: (loop: StandInLoop) => Reply): Reply {
  if (!isObjectId(id)) return bad(400, 'Invalid loop ID format')
  const loop = ledger.loops.get(id)
  return loop ? then(loop) : bad(404, 'Loop not found')
}

function withRequest(ledger: Ledger, id: string, then: (request: StandInRequest) => Reply): Reply {
  const request = ledger.requests.get(id)
  return request ? then(request) : bad(404, 'Request not found')
}

const showLoop = ({ id, name, icon, members }: StandInLoop) => ({ id, name, icon, member_count: members.length })

function showMembers({ members }: StandInLoop): Reply {
  const shown = members.map(({ user_id, email }) => ({ user_id, email, status: 'active', role: 'member' }))
  const counts = { total_count: shown.length, active_count: shown.length, pending_count: 0 }
  return good('Loop members retrieved successfully', { members: shown, ...counts })
}

function createLoop(ledger: Ledger, body: unknown): Reply {
  if (!isRecord(body)) return notAnObject()
  const { name, icon } = body
  if (typeof name !== 'string' || name.length < 1 || name.length > 100)
    return bad(400, 'Validation failed', 'name must be between 1 and 100 characters')
  if (typeof icon !== 'string' || icon.length < 1 || icon.length > 100)
    return bad(400, 'Validation failed', 'icon is required')
  // Nobody has joined yet: until somebody does, requests in it are refused.
  const loop: StandInLoop = { id: newObjectId(), name, icon, members: [] }
  ledger.loops.set(loop.id, loop)
  return good('Loop created successfully with QR code', { loop: showLoop(loop), invite_code: loop.id.slice(0, 8) }, 201)
}

function newestFirst(ledger: Ledger, bare: boolean): Partial<StandInRequest>[] {
  return [...ledger.requests.values()].toReversed().map((request) => {
    const { broadcasted_to: _1, response_config: _2, context, ...rest } = request
    return bare ? rest : { ...rest, context }
  })
}

function listAll(ledger: Ledger, query: URLSearchParams, bare: boolean): Reply {
  const limit = Number(query.get('limit') ?? 50)
  const offset = Number(query.get('offset') ?? 0)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100 || !Number.isInteger(offset) || offset < 0)
    return bad(400, 'Invalid pagination parameters', 'limit must be between 1 and 100')
  const matches = (field: 'status' | 'priority' | 'loop_id', request: Partial<StandInRequest>) =>
    query.get(field) === null || query.get(field) === request[field]
  const all = newestFirst(ledger, bare).filter(
    (request) => matches('status', request) && matches('priority', request) && matches('loop_id', request),
  )
  const requests = all.slice(offset, offset + limit)
  const has_more = offset + requests.length < all.length
  return good('Requests retrieved successfully', { requests, count: requests.length, total: all.length, has_more })
}

function cancel(ledger: Ledger, request: StandInRequest): Reply {
  if (!isOpen(request)) return bad(400, 'Request cannot be cancelled in current state')
  const previous_status = request.status
  const cancelled_at = new Date(ledger.now()).toISOString()
  request.status = 'cancelled'
  request.updated_at = cancelled_at
  const data = { request_id: request.id, status: 'cancelled', cancelled_at, previous_status }
  return good('Request cancelled successfully', data)
}
