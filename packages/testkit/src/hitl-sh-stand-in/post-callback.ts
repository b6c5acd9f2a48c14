// Calls back as HITL.sh does: unsigned, flat JSON, up to three retries with growing pauses where the answer isn't a 2xx.
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import type { StandInMember, StandInRequest } from './ledger.ts'

export interface CallbackReport {
  /** One of the tries was answered with a 2xx. */
  readonly delivered: boolean
  /** The status of each try; 0 where no answer came. */
  readonly statuses: readonly number[]
}

export interface PostOptions {
  /** The pause before the first retry; each next one is twice as long. */
  readonly retryMs: number
  readonly signal: AbortSignal
  /** Default `application/json`. */
  readonly contentType?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  /** The pauses before each retry, as multiples of `retryMs`; as documented for a request's own callbacks by default. */
  readonly ladder?: readonly number[]
  /** What is not tried again, as documented for account-level webhooks: 4xx but 408 and 429. */
  readonly isFinal?: (status: number) => boolean
}

const flatLadder: readonly number[] = [1, 2, 4]
const answerMs = 10_000

const events = { completed: 'request.completed', timeout: 'request.timeout', cancelled: 'request.cancelled' } as const

/** The documented flat body for a request that has ended [DOCS-B webhooks]. */
export function flatCallback(ended: StandInRequest, reviewer: StandInMember | undefined): Record<string, unknown> {
  const { id, loop_id, status, response_data, response_at, response_time_seconds, created_at } = ended
  const event = status === 'pending' || status === 'claimed' ? `request.${status}` : events[status]
  const response_by = reviewer ?? null
  return {
    event,
    request_id: id,
    loop_id,
    status,
    response_data,
    response_by,
    response_at,
    response_time_seconds,
    created_at,
  }
}

/** Never rejects: a receiver that can't be reached is a status of 0. */
export async function postCallback(url: string, body: string, options: PostOptions): Promise<CallbackReport> {
  const { retryMs, ladder = flatLadder, isFinal = () => false } = options
  const statuses: number[] = []
  for (const pauses of [0, ...ladder]) {
    if (pauses > 0) await pause(retryMs * pauses, undefined, options).catch(() => undefined)
    if (options.signal.aborted) break
    const status = await postOnce(url, body, options)
    statuses.push(status)
    if (status >= 200 && status <= 299) return { delivered: true, statuses }
    if (isFinal(status)) break
  }
  return { delivered: false, statuses }
}

function postOnce(url: string, body: string, { signal, contentType, headers }: PostOptions): Promise<number> {
  return new Promise((resolve) => {
    const request = url.startsWith('https:') ? requestHttps : requestHttp
    const sent = request(
      url,
      {
        method: 'POST',
        agent: false,
        signal,
        timeout: answerMs,
        headers: {
          'content-type': contentType ?? 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
        answer.on('error', () => resolve(0))
      },
    )
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => resolve(0))
    sent.end(body)
  })
}
