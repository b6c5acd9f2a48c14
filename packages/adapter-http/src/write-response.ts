// Writes Holdpoint's response to a socket: headers as given, streams at the reader's pace, no connection left with half
// a request in it.
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises'
import type { HttpResponse } from '@holdpoint/core/http'
import type { ClientPresence } from './client-presence.ts'
import { hasBody } from './read-body.ts'

/** How long the rest of an unread body is drained after the answer, so that the client gets to read it. */
const lingerMs = 2_000

/**
 * Resolves when all is handed to the socket, or the client is gone. Rejects if a header is malformed or the stream
 * fails; the response then may have begun (`res.headersSent`).
 */
export async function writeResponse(
  req: IncomingMessage,
  res: ServerResponse,
  presence: ClientPresence,
  response: HttpResponse,
): Promise<void> {
  const { status, body } = response
  tellWhenSent(res, presence, response)
  const bodiless = req.method === 'HEAD' || status === 204 || status === 304
  let unread = hasBody(req) && !req.complete
  try {
    if (unread) {
      // A small body has mostly come along with its head and is only not parsed yet: Node drains that by itself.
      await nextTurn()
      unread = !req.complete
    }
    if (presence.gone) return
    res.writeHead(status, headersOf(response, unread))
    if (isStream(body) && !bodiless) {
      res.flushHeaders()
      // A reader that doesn't read never comes to the end of the stream: only closing the connection rids us of it.
      response.cutOff?.addEventListener('abort', () => res.destroy(), { once: true })
      if (response.cutOff?.aborted) res.destroy()
      await pour(res, presence, body)
      if (unread) await drain(req)
      res.end()
      return
    }
    const whole = bodiless || isStream(body) ? undefined : body
    if (!unread) {
      res.end(whole)
      return
    }
    // All but the end: closing with bytes unread would reset the connection, and the answer be lost on its way.
    if (whole === undefined || whole.length === 0) res.flushHeaders()
    else res.write(whole)
    await drain(req)
    res.end()
  } finally {
    if (isStream(body) && (bodiless || !res.headersSent)) await body[Symbol.asyncIterator]().return?.()
  }
}

/** Also where writing fails and another answer takes its place: that one's status is told. */
function tellWhenSent(res: ServerResponse, presence: ClientPresence, { onSent }: HttpResponse): void {
  if (!onSent) return
  let told = false
  const tell = (status?: number) => {
    if (told) return
    told = true
    onSent(status)
  }
  res.once('finish', () => tell(res.statusCode))
  presence.onGone(() => tell())
}

function isStream(body: HttpResponse['body']): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && Symbol.asyncIterator in body
}

/** As one flat list, which keeps `set-cookie` twice; with the length of a body that is known. */
function headersOf({ status, headers, body }: HttpResponse, close: boolean): string[] {
  const flat: string[] = []
  let sized = status === 204 || status === 304 || isStream(body)
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (close && lower === 'connection') continue
    if (lower === 'content-length' || lower === 'transfer-encoding') sized = true
    flat.push(name, value)
  }
  if (!sized) flat.push('content-length', String(sizeOf(body)))
  if (close) flat.push('connection', 'close')
  return flat
}

function sizeOf(body: HttpResponse['body']): number {
  if (body === undefined || isStream(body)) return 0
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length
}

async function pour(res: ServerResponse, presence: ClientPresence, body: AsyncIterable<Uint8Array>): Promise<void> {
  const iterator = body[Symbol.asyncIterator]()
  let ended = false
  try {
    while (!presence.gone) {
      const step = await presence.untilGone(iterator.next())
      if (step === undefined) return
      if (step.done === true) {
        ended = true
        return
      }
      if (!res.write(step.value)) await presence.untilGone(once(res, 'drain'))
    }
  } finally {
    // Not awaited: a generator that waits for its next event returns only after that.
    if (!ended) iterator.return?.().catch(() => {})
  }
}

async function drain(req: IncomingMessage): Promise<void> {
  if (req.complete || req.destroyed) return
  const stop = new AbortController()
  const { signal } = stop
  req.resume()
  await Promise.race([
    once(req, 'end', { signal }),
    once(req, 'close', { signal }),
    delay(lingerMs, undefined, { signal }),
  ])
    .catch(() => {})
    .finally(() => stop.abort())
}
