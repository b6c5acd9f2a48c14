// A typed client of HITL.sh's HTTP API. Every call ends within its time limit and answers with a value, never a throw.
import {
  isHitlShId,
  parseCancelledRequest,
  parseCreatedLoop,
  parseCreatedRequest,
  parseEnvelope,
  parseHitlShKey,
  parseLoopList,
  parseRequest,
  parseRequestList,
  type CancelledHitlShRequest,
  type CreatedHitlShRequest,
  type CreateHitlShLoop,
  type CreateHitlShRequest,
  type HitlShKey,
  type HitlShLoop,
  type HitlShParsed,
  type HitlShRequest,
} from '@holdpoint/core/hitl-sh'
import { budgetFrom, type HitlShFailure, type HitlShResult } from './call-result.ts'
import { checkClientOptions, type HitlShClientOptions } from './client-options.ts'
import { exchange, type Sent } from './exchange.ts'
import { printable } from './printable.ts'

export interface CallOptions {
  readonly signal?: AbortSignal
}

/** Paths are below `baseUrl`: `/api/…` as all real clients have it [MCP, N8N, MC], only the key test without [DOCS-A]. */
export interface HitlShClient {
  /** The limit of each call. */
  readonly timeoutMs: number
  /** `GET /test` [DOCS-A]: whose key this is. */
  testKey(options?: CallOptions): Promise<HitlShResult<HitlShKey>>
  /** `GET /api/loops` [DOCS-A]. */
  listLoops(options?: CallOptions): Promise<HitlShResult<readonly HitlShLoop[]>>
  /** `POST /api/loops` [DOCS-A]. */
  createLoop(body: CreateHitlShLoop, options?: CallOptions): Promise<HitlShResult<HitlShLoop>>
  /** `POST /api/loops/{loopId}/requests` [DOCS-A, DOCS-B]: asks all members of the loop. Knows no idempotency key. */
  createRequest(
    loopId: string,
    body: CreateHitlShRequest,
    options?: CallOptions,
  ): Promise<HitlShResult<CreatedHitlShRequest>>
  /** `GET /api/loops/{loopId}/requests` [DOCS-A]. */
  listLoopRequests(loopId: string, options?: CallOptions): Promise<HitlShResult<readonly HitlShRequest[]>>
  /** `GET /api/requests/{id}` [DOCS-A]. */
  getRequest(id: string, options?: CallOptions): Promise<HitlShResult<HitlShRequest>>
  /** `DELETE /api/requests/{id}` [DOCS-A]: only while pending or claimed. */
  cancelRequest(id: string, options?: CallOptions): Promise<HitlShResult<CancelledHitlShRequest>>
}

interface Call<T> {
  readonly method: Sent['method']
  /** Names between the slashes; each must be a plain word. */
  readonly path: readonly string[]
  readonly body?: CreateHitlShRequest | CreateHitlShLoop
  /** Kept out of every message, besides the API key. */
  readonly secrets?: readonly string[]
  readonly parse: (data: unknown) => HitlShParsed<T>
  readonly signal?: AbortSignal | undefined
}

/** Throws `invalid_config` on a wrong option. */
export function createHitlShClient(options: HitlShClientOptions): HitlShClient {
  const { baseUrl, timeoutMs } = checkClientOptions(options)
  const { apiKey, dispatcher } = options

  async function call<T>({ method, path, body, secrets = [], parse, signal }: Call<T>): Promise<HitlShResult<T>> {
    const name = `${method} /${path.join('/')}`
    const writes = method !== 'GET'
    const fail = (why: string, rest: Omit<HitlShFailure, 'ok' | 'message'>): HitlShFailure => {
      const message = printable(`HITL.sh ${name}: ${why}`, [apiKey, ...secrets])
      return { ok: false, message, ...rest, unknownOutcome: writes && rest.unknownOutcome }
    }
    if (!path.every(isHitlShId)) return fail('an id is malformed', { retryable: false, unknownOutcome: false })

    const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json' }
    const sent: Sent = { method, url: `${baseUrl}/${path.join('/')}`, headers }
    const answer = await exchange(
      body === undefined
        ? sent
        : { ...sent, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) },
      { timeoutMs, signal, dispatcher },
    )
    if (!answer.ok) {
      const status = answer.status === undefined ? {} : { status: answer.status }
      return fail(answer.why, { ...status, retryable: true, unknownOutcome: answer.reached })
    }

    const { status } = answer
    const budget = budgetFrom(answer.header)
    const about = budget === undefined ? { status } : { status, budget }
    const envelope = parseEnvelope(jsonOf(answer.text))
    if (status < 200 || status > 299) {
      const said = envelope.ok ? [envelope.value.msg, dataText(envelope.value.data)].filter(Boolean).join(': ') : ''
      const later = status === 429 || status >= 500
      return fail(`${status} ${said}`.trim(), { ...about, retryable: later, unknownOutcome: status >= 500 })
    }
    if (!envelope.ok)
      return fail('its answer is not the documented one', { ...about, retryable: true, unknownOutcome: true })
    // A 2xx that says `error: true` is a failure to the service's own clients as well [MCP, N8N].
    if (envelope.value.error)
      return fail(`${status}, yet an error: ${envelope.value.msg}`, {
        ...about,
        retryable: false,
        unknownOutcome: false,
      })
    const value = parse(envelope.value.data)
    if (!value.ok) return fail(`in its answer, ${value.reason}`, { ...about, retryable: true, unknownOutcome: true })
    return budget === undefined ? value : { ...value, budget }
  }

  return {
    timeoutMs,
    testKey: ({ signal } = {}) => call({ method: 'GET', path: ['test'], parse: parseHitlShKey, signal }),
    listLoops: ({ signal } = {}) => call({ method: 'GET', path: ['api', 'loops'], parse: parseLoopList, signal }),
    createLoop: (body, { signal } = {}) =>
      call({ method: 'POST', path: ['api', 'loops'], body, parse: parseCreatedLoop, signal }),
    createRequest: (loopId, body, { signal } = {}) =>
      call({
        method: 'POST',
        path: ['api', 'loops', loopId, 'requests'],
        body,
        secrets: secretsOf(body.callback_url),
        parse: parseCreatedRequest,
        signal,
      }),
    listLoopRequests: (loopId, { signal } = {}) =>
      call({ method: 'GET', path: ['api', 'loops', loopId, 'requests'], parse: parseRequestList, signal }),
    getRequest: (id, { signal } = {}) =>
      call({ method: 'GET', path: ['api', 'requests', id], parse: parseRequest, signal }),
    cancelRequest: (id, { signal } = {}) =>
      call({ method: 'DELETE', path: ['api', 'requests', id], parse: parseCancelledRequest, signal }),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const dataText = (data: unknown): string =>
  typeof data === 'string' ? data : data === undefined ? '' : JSON.stringify(data)

// A callback URL carries its secret as the last segment, and a validation error may quote either.
function secretsOf(callbackUrl: string | undefined): readonly string[] {
  if (callbackUrl === undefined) return []
  const last = callbackUrl.split('/').at(-1) ?? ''
  return last === '' ? [callbackUrl] : [callbackUrl, last]
}
