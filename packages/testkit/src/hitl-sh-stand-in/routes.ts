// The documented endpoints, as functions over the ledger: no sockets, no keys. Paths are those below `/v1`.
import { createRequest } from './create-request.ts'
import type { Ledger } from './ledger.ts'
import {
  createLoop,
  deleteLoop,
  listLoops,
  removeMember,
  showLoop,
  showMembers,
  updateLoop,
  withLoop,
} from './loop-routes.ts'
import { good, type Reply } from './reply.ts'
import { addFeedback, cancel, listAll, listOfLoop, withRequest } from './request-routes.ts'

// With `/api` as all real clients have it, and without as the documents of 2025-09 have it [DOCS-A].
const table = [
  ['GET', /^\/test$/, 'test'],
  ['GET', /^(?:\/api)?\/loops$/, 'loops'],
  ['POST', /^(?:\/api)?\/loops$/, 'create-loop'],
  ['GET', /^(?:\/api)?\/loops\/([^/]+)$/, 'loop'],
  ['PUT', /^(?:\/api)?\/loops\/([^/]+)$/, 'update-loop'],
  ['DELETE', /^(?:\/api)?\/loops\/([^/]+)$/, 'delete-loop'],
  ['GET', /^(?:\/api)?\/loops\/([^/]+)\/members$/, 'members'],
  ['DELETE', /^(?:\/api)?\/loops\/([^/]+)\/members\/([^/]+)$/, 'remove-member'],
  ['POST', /^(?:\/api)?\/loops\/([^/]+)\/requests$/, 'create'],
  ['GET', /^(?:\/api)?\/loops\/([^/]+)\/requests$/, 'list'],
  ['GET', /^(?:\/api)?\/requests$/, 'list-all'],
  ['GET', /^(?:\/api)?\/requests\/([^/]+)$/, 'read'],
  ['DELETE', /^(?:\/api)?\/requests\/([^/]+)$/, 'cancel'],
  ['POST', /^(?:\/api)?\/requests\/([^/]+)\/feedback$/, 'feedback'],
] as const

export type Operation = (typeof table)[number][2]

export interface Matched {
  readonly operation: Operation
  /** The id in the path. */
  readonly id: string
  /** The member's, where the path has one. */
  readonly userId: string
}

export function matchRoute(method: string, path: string): Matched | undefined {
  for (const [verb, pattern, operation] of table) {
    const found = verb === method ? pattern.exec(path) : null
    if (found) return { operation, id: found[1] ?? '', userId: found[2] ?? '' }
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
export function answerRoute(ledger: Ledger, { operation, id, userId, query, body, bareLists }: Routed): Reply {
  switch (operation) {
    case 'test':
      return good('API key is valid', {})
    case 'loops':
      return listLoops(ledger)
    case 'create-loop':
      return createLoop(ledger, body)
    case 'loop':
      return withLoop(ledger, id, showLoop)
    case 'update-loop':
      return withLoop(ledger, id, (loop) => updateLoop(ledger, loop, body))
    case 'delete-loop':
      return withLoop(ledger, id, (loop) => deleteLoop(ledger, loop))
    case 'members':
      return withLoop(ledger, id, showMembers)
    case 'remove-member':
      return withLoop(ledger, id, (loop) => removeMember(ledger, loop, userId))
    case 'create':
      return withLoop(ledger, id, (loop) => createRequest(ledger, loop, body))
    case 'list':
      return withLoop(ledger, id, () => listOfLoop(ledger, id, bareLists))
    case 'list-all':
      return listAll(ledger, query, bareLists)
    case 'read':
      return withRequest(ledger, id, (request) => good('Request retrieved successfully', { request }))
    case 'cancel':
      return withRequest(ledger, id, (request) => cancel(ledger, request))
    case 'feedback':
      return withRequest(ledger, id, (request) => addFeedback(ledger, request, body))
  }
}
