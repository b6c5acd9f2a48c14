// One reader's events as server-sent events: pulled at the client's pace, judged anew every two seconds, and cut off when
// the client doesn't read. What is encoded for one stream serves all.
import type { Result } from '../domain/errors.ts'
import type { Principal } from '../domain/principal.ts'
import type { Clock } from '../ports.ts'
import type { ApprovalEvent } from '../service/event-ring.ts'
import type { EventReader } from '../service/event-reader.ts'

interface Options {
  readonly clock: Clock
  /** Whether whoever opened the stream still may; a rejection counts as no. */
  readonly judge: () => Promise<Result<Principal>>
  /** The id by which an event's reader comes back. */
  readonly idOf: (event: ApprovalEvent) => string
}

export interface EventStream {
  readonly body: AsyncIterable<Uint8Array>
  /** Aborts when the stream is over though its client doesn't read. */
  readonly cutOff: AbortSignal
}

/** Two of these, with what a key is cached for, stay below the 5 s in which a revocation must act. */
const tickMs = 2_000
/** Proxies close what is silent for a minute, some sooner. */
const keepAliveTicks = 7
/** A client that has not taken what was written for 30 s is gone, or wants to be a burden. */
const stalledTicks = 15
/** How soon a client that was cut off comes back, in ms. */
const retryMs = 1_000

export function createEventStream(reader: EventReader, { clock, judge, idOf }: Options): EventStream {
  const cutOff = new AbortController()
  let waiting: ((step: IteratorResult<Uint8Array>) => void) | undefined
  let opening: Uint8Array | undefined = openingOf(reader)
  let quiet = 0
  let judging = false
  let ended = false
  let cancelTick = clock.after(tickMs, tick)

  function end(): void {
    if (ended) return
    ended = true
    cancelTick()
    reader.close()
    if (waiting) give({ done: true, value: undefined })
    else cutOff.abort()
  }

  function give(step: IteratorResult<Uint8Array>): void {
    const resolve = waiting
    waiting = undefined
    quiet = 0
    resolve?.(step)
  }

  function offer(): void {
    if (!waiting || ended) return
    const events = reader.take()
    if (events === 'ended') end()
    else if (events.length > 0) give({ done: false, value: encodeAll(events, idOf) })
  }

  function tick(): void {
    if (ended) return
    cancelTick = clock.after(tickMs, tick)
    quiet += 1
    // A judgement that doesn't come is none.
    if (judging || (!waiting && quiet > stalledTicks)) return end()
    void judgeAnew()
  }

  async function judgeAnew(): Promise<void> {
    judging = true
    const judged = await judge().catch(() => undefined)
    judging = false
    if (!judged?.ok) return end()
    reader.become(judged.value)
    if (waiting && quiet >= keepAliveTicks) give({ done: false, value: encode(`:\n${idLine(reader)}\n`) })
  }

  reader.onReady(offer)
  const iterator: AsyncIterator<Uint8Array> = {
    next: () =>
      new Promise((resolve) => {
        quiet = 0
        if (ended) return resolve({ done: true, value: undefined })
        waiting = resolve
        if (!opening) return offer()
        const value = opening
        opening = undefined
        give({ done: false, value })
      }),
    return() {
      end()
      return Promise.resolve({ done: true, value: undefined })
    },
  }
  return { body: { [Symbol.asyncIterator]: () => iterator }, cutOff: cutOff.signal }
}

const encoder = new TextEncoder()
const encode = (text: string): Uint8Array => encoder.encode(text)
const idLine = (reader: EventReader): string => `id: ${reader.position()}\n`

/** The id alone tells where to come back to, before anything has happened. */
function openingOf(reader: EventReader): Uint8Array {
  const reset = reader.isReset ? 'event: reset\ndata: {"type":"reset"}\n' : ''
  return encode(`retry: ${retryMs}\n${idLine(reader)}${reset}\n`)
}

const encoded = new WeakMap<ApprovalEvent, Uint8Array>()

function encodeOne(event: ApprovalEvent, idOf: Options['idOf']): Uint8Array {
  const known = encoded.get(event)
  if (known) return known
  const { type, id, version } = event
  const bytes = encode(`id: ${idOf(event)}\ndata: ${JSON.stringify({ type, id, version })}\n\n`)
  encoded.set(event, bytes)
  return bytes
}

function encodeAll(events: readonly ApprovalEvent[], idOf: Options['idOf']): Uint8Array {
  const parts = events.map((event) => encodeOne(event, idOf))
  const [only] = parts
  if (only && parts.length === 1) return only
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
