// The gateway's events as one unbroken sequence: it comes back after every cut, goes on where it was, and says so where
// it can't.
import { parseJson } from '@holdpoint/core'
import { request } from 'undici'
import { backoffMs, sleep } from './backoff.ts'
import type { CheckedOptions } from './client-options.ts'
import type { ClientRefusal } from './client-result.ts'
import { createSseParser, type ServerSentEvent } from './sse.ts'
import { toRefusal } from './to-refusal.ts'

export type WatchEvent =
  /** What happened before is not known: list now. The first of a watch without `lastEventId`, and after every gap. */
  | { readonly type: 'reset' }
  /** A hint: read the approval for what it says now. */
  | {
      readonly type: `approval.${string}`
      readonly id: string
      readonly version: number
      readonly eventId?: string
    }
  /** The gateway won't have it; the last event of a watch. */
  | { readonly type: 'refused'; readonly refusal: ClientRefusal }

export interface WatchOptions {
  /** Ends the sequence. */
  readonly signal?: AbortSignal
  /** The `eventId` of the last event that was seen in an earlier watch. */
  readonly lastEventId?: string
}

/** The gateway says something every 15 s: a connection that is silent for longer is dead. */
const silentMs = 45_000

export async function* watchEvents(
  options: CheckedOptions,
  given: WatchOptions = {},
): AsyncGenerator<WatchEvent, void> {
  const { signal } = given
  let place = given.lastEventId
  let retryMs = 0
  for (let attempt = 1; !signal?.aborted; attempt += 1) {
    const opened = await open(options, place, signal)
    if ('refusal' in opened) {
      if (isFinal(opened.refusal)) return yield { type: 'refused', refusal: opened.refusal }
    } else {
      attempt = 0
      // Only now, with the stream standing, can nothing slip between the list and the first event.
      if (place === undefined) yield { type: 'reset' }
      const parser = createSseParser()
      for await (const chunk of untilCut(opened.body)) {
        for (const event of parser.push(chunk)) yield* toWatchEvents(event)
        place = parser.lastEventId ?? place
        retryMs = parser.retryMs ?? retryMs
      }
    }
    // A gateway that cut a thousand streams must not get them all back at once.
    await sleep(backoffMs(attempt) + Math.random() * retryMs, signal)
  }
}

/** For good: no key, no scope, no such path. */
const isFinal = ({ status = 0, retryable }: ClientRefusal): boolean =>
  !retryable && status >= 400 && status < 500 && status !== 429

type Opened = { readonly body: AsyncIterable<Uint8Array> } | { readonly refusal: ClientRefusal }

async function open(
  { baseUrl, credential, timeoutMs, dispatcher }: CheckedOptions,
  lastEventId: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Opened> {
  try {
    const { statusCode, body } = await request(`${baseUrl}/v1/events`, {
      headers: {
        authorization: `Bearer ${credential}`,
        accept: 'text/event-stream',
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      },
      headersTimeout: timeoutMs,
      bodyTimeout: silentMs,
      ...(signal && { signal }),
      ...(dispatcher && { dispatcher }),
    })
    if (statusCode === 200) return { body }
    const problem = parseJson(new Uint8Array(await body.arrayBuffer()))
    return { refusal: toRefusal('GET /v1/events', statusCode, false, problem.ok ? problem.value : null) }
  } catch {
    return { refusal: toRefusal('GET /v1/events', 503, false, null) }
  }
}

/** However a stream ends, it only ends: whoever reads it comes back. */
async function* untilCut(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch {
    // The network, the gateway, a proxy, or the silence limit.
  }
}

function* toWatchEvents({ event, data, id: eventId }: ServerSentEvent): Generator<WatchEvent> {
  if (event === 'reset') return yield { type: 'reset' }
  const json = parseJson(new TextEncoder().encode(data))
  if (event !== 'message' || !json.ok || typeof json.value !== 'object' || json.value === null) return
  const { type, id, version } = json.value as { readonly [key: string]: unknown }
  // What a later version tells of other things is not for this one.
  if (typeof type !== 'string' || !isApprovalType(type) || typeof id !== 'string' || typeof version !== 'number') return
  yield { type, id, version, ...(eventId !== undefined && { eventId }) }
}

const isApprovalType = (type: string): type is `approval.${string}` => type.startsWith('approval.')
