// A typed client of HITL.sh's HTTP API. Every call ends within its time limit and answers with a value, never a throw.
import type * as Wire from '@holdpoint/core/hitl-sh'
import * as hitlSh from '@holdpoint/core/hitl-sh'
import { createHitlShAllowance, type HitlShAllowance, type HitlShUse } from './allowance.ts'
import type { HitlShResult } from './call-result.ts'
import { callOnce, type Call } from './call.ts'
import { checkClientOptions, type HitlShClientOptions } from './client-options.ts'
import { createDeadline } from './deadline.ts'
import { retrying } from './retrying.ts'
import type { Rank } from './waiting-list.ts'

export interface CallOptions {
  readonly signal?: AbortSignal
  /** In place of the client's own. */
  readonly timeoutMs?: number
  readonly retries?: number
  /** Which part of the hour's calls it may use; all that is left by default. */
  readonly use?: HitlShUse
  /** Its place among those that have to wait for their turn. */
  readonly rank?: Rank
}

type Answers<T> = Promise<HitlShResult<T>>

/**
 * Paths are below `baseUrl`: `/api/…` as all real clients have it [MCP, N8N, MC], only the key test without [DOCS-A].
 * Bodies are judged by the documented limits before they are sent.
 */
export interface HitlShClient {
  /** The limit of each call. */
  readonly timeoutMs: number
  readonly allowance: HitlShAllowance
  /** `GET /test` [DOCS-A]: whose key this is. */
  testKey(options?: CallOptions): Answers<Wire.HitlShKey>
  /** `GET /api/loops` [DOCS-A]. */
  listLoops(options?: CallOptions): Answers<readonly Wire.HitlShLoop[]>
  /** `POST /api/loops` [DOCS-A]. Nobody has joined it yet. */
  createLoop(body: Wire.CreateHitlShLoop, options?: CallOptions): Answers<Wire.CreatedHitlShLoop>
  /** `GET /api/loops/{id}` [DOCS-A]. */
  getLoop(loopId: string, options?: CallOptions): Answers<Wire.HitlShLoop>
  /** `PUT /api/loops/{id}` [DOCS-A]: at least one field. */
  updateLoop(loopId: string, body: Wire.UpdateHitlShLoop, options?: CallOptions): Answers<Wire.HitlShLoop>
  /** `DELETE /api/loops/{id}` [DOCS-A]: with its members, requests and answers; refused while a request is open. */
  deleteLoop(loopId: string, options?: CallOptions): Answers<Wire.DeletedHitlShLoop>
  /** `GET /api/loops/{id}/members` [DOCS-A]. */
  listMembers(loopId: string, options?: CallOptions): Answers<readonly Wire.HitlShMember[]>
  /** `DELETE /api/loops/{id}/members/{userId}` [DOCS-A]: anybody but the loop's creator. */
  removeMember(loopId: string, userId: string, options?: CallOptions): Answers<Wire.RemovedHitlShMember>
  /** `POST /api/loops/{loopId}/requests` [DOCS-A, DOCS-B]: asks all members of the loop. Knows no idempotency key. */
  createRequest(
    loopId: string,
    body: Wire.CreateHitlShRequest,
    options?: CallOptions,
  ): Answers<Wire.CreatedHitlShRequest>
  /** `GET /api/loops/{loopId}/requests` [DOCS-A]. */
  listLoopRequests(loopId: string, options?: CallOptions): Answers<readonly Wire.HitlShRequest[]>
  /** `GET /api/requests` [DOCS-A get-requests]: of all loops, a page at a time. */
  listRequests(query?: Wire.HitlShRequestQuery, options?: CallOptions): Answers<Wire.HitlShRequestPage>
  /** `GET /api/requests/{id}` [DOCS-A]. */
  getRequest(id: string, options?: CallOptions): Answers<Wire.HitlShRequest>
  /** `DELETE /api/requests/{id}` [DOCS-A]: only while pending or claimed. */
  cancelRequest(id: string, options?: CallOptions): Answers<Wire.CancelledHitlShRequest>
  /** `POST /api/requests/{id}/feedback` [DOCS-A]: by the request's creator, once, on a completed one. */
  addFeedback(id: string, feedback: Wire.HitlShFeedback, options?: CallOptions): Answers<Wire.HitlShFeedbackReceipt>
}

/** Throws `invalid_config` on a wrong option. */
export function createHitlShClient(options: HitlShClientOptions): HitlShClient {
  const { baseUrl, timeoutMs, retries: ownRetries } = checkClientOptions(options)
  const { apiKey, dispatcher, allowance = createHitlShAllowance() } = options

  async function call<T>(given: Call<T>, callOptions: CallOptions = {}): Answers<T> {
    const { use = 'confirm', rank, timeoutMs: ownMs = timeoutMs, retries = ownRetries } = callOptions
    const deadline = createDeadline(ownMs, callOptions.signal)
    const limits = { deadline, timeoutMs: ownMs, dispatcher }
    const once = () => callOnce(given, { baseUrl, apiKey, allowance, limits, use, rank })
    try {
      return await (given.method === 'GET' ? retrying(once, { retries, signal: deadline.signal }) : once())
    } finally {
      deadline.end()
    }
  }
  const loops = ['api', 'loops'] as const
  const requests = ['api', 'requests'] as const

  return {
    timeoutMs,
    allowance,
    testKey: (more) => call({ method: 'GET', path: ['test'], parse: hitlSh.parseHitlShKey }, more),
    listLoops: (more) => call({ method: 'GET', path: loops, parse: hitlSh.parseLoopList }, more),
    createLoop: (body, more) =>
      call(
        { method: 'POST', path: loops, body, whyNot: hitlSh.whyNotCreateLoop(body), parse: hitlSh.parseCreatedLoop },
        more,
      ),
    getLoop: (id, more) => call({ method: 'GET', path: [...loops, id], parse: hitlSh.parseLoop }, more),
    updateLoop: (id, body, more) =>
      call(
        { method: 'PUT', path: [...loops, id], body, whyNot: hitlSh.whyNotUpdateLoop(body), parse: hitlSh.parseLoop },
        more,
      ),
    deleteLoop: (id, more) => call({ method: 'DELETE', path: [...loops, id], parse: hitlSh.parseDeletedLoop }, more),
    listMembers: (id, more) =>
      call({ method: 'GET', path: [...loops, id, 'members'], parse: hitlSh.parseMembers }, more),
    removeMember: (id, userId, more) =>
      call({ method: 'DELETE', path: [...loops, id, 'members', userId], parse: hitlSh.parseRemovedMember }, more),
    createRequest: (loopId, body, more) =>
      call(
        {
          method: 'POST',
          path: [...loops, loopId, 'requests'],
          body,
          whyNot: hitlSh.whyNotCreate(body),
          secrets: secretsOf(body.callback_url),
          parse: hitlSh.parseCreatedRequest,
        },
        more,
      ),
    listLoopRequests: (loopId, more) =>
      call({ method: 'GET', path: [...loops, loopId, 'requests'], parse: hitlSh.parseRequestList }, more),
    listRequests: (query = {}, more) =>
      call(
        {
          method: 'GET',
          path: requests,
          query: { ...query },
          whyNot: hitlSh.whyNotQuery(query),
          parse: hitlSh.parseRequestPage,
        },
        more,
      ),
    getRequest: (id, more) => call({ method: 'GET', path: [...requests, id], parse: hitlSh.parseRequest }, more),
    cancelRequest: (id, more) =>
      call({ method: 'DELETE', path: [...requests, id], parse: hitlSh.parseCancelledRequest }, more),
    addFeedback: (id, feedback, more) =>
      call(
        {
          method: 'POST',
          path: [...requests, id, 'feedback'],
          body: { feedback },
          whyNot: hitlSh.whyNotFeedback(feedback),
          parse: hitlSh.parseFeedbackReceipt,
        },
        more,
      ),
  }
}

// A callback URL carries its secret as the last segment, and a validation error may quote either.
function secretsOf(callbackUrl: string | undefined): readonly string[] {
  if (callbackUrl === undefined) return []
  const last = callbackUrl.split('/').at(-1) ?? ''
  return last === '' ? [callbackUrl] : [callbackUrl, last]
}
