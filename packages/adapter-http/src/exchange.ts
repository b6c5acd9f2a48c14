// What every exchange has in common, whoever answers it: the flood of headers, the context, what is thrown on the way.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpContext, HttpResponse } from '@holdpoint/core/http'
import type { ClientPresence } from './client-presence.ts'
import { internalError, tooManyHeaders } from './problems.ts'
import { writeResponse } from './write-response.ts'

export interface BridgeOptions {
  /** What the host knows beyond the request: laid over `remoteAddress`, which the socket gives. */
  readonly context?: (req: IncomingMessage) => HttpContext
  /**
   * Told of everything that is thrown on the way, under the id that the client was given. Without it, it becomes a
   * process warning.
   */
  readonly onError?: (error: unknown, id: string) => void
  /** Called before an answer of Holdpoint's own is written, for headers that the host has gathered elsewhere. */
  readonly onAnswer?: (res: ServerResponse) => void
}

/** Node keeps a thousand headers and drops the rest in silence: an `Origin` among them would seem absent. */
const mostRawHeaders = 2_000

/** Writes what `answer` resolves to; 'unmatched' where that is undefined, and then nothing is written. Never rejects. */
export async function exchange(
  req: IncomingMessage,
  res: ServerResponse,
  presence: ClientPresence,
  options: BridgeOptions,
  answer: (context: HttpContext) => Promise<HttpResponse | undefined>,
): Promise<'answered' | 'unmatched'> {
  try {
    if (req.rawHeaders.length >= mostRawHeaders) {
      await writeResponse(req, res, presence, tooManyHeaders)
      return 'answered'
    }
    const { remoteAddress } = req.socket
    const context = { ...(remoteAddress !== undefined && { remoteAddress }), ...options.context?.(req) }
    const response = await answer(context)
    if (response === undefined) return 'unmatched'
    options.onAnswer?.(res)
    await writeResponse(req, res, presence, response)
  } catch (error) {
    // A wait that ended because nobody waits any more is no failure.
    if (presence.gone && error instanceof Error && error.name === 'AbortError') return 'answered'
    await answerFailure(req, res, presence, error, options)
  }
  return 'answered'
}

/** 500 with an opaque id; an answer that has begun is cut off, so that half is never taken for the whole. */
export async function answerFailure(
  req: IncomingMessage,
  res: ServerResponse,
  presence: ClientPresence,
  error: unknown,
  options: BridgeOptions,
): Promise<void> {
  const id = randomUUID()
  report(error, id, options)
  if (res.headersSent) res.destroy()
  else await writeResponse(req, res, presence, internalError(id)).catch(() => res.destroy())
}

function report(error: unknown, id: string, { onError }: BridgeOptions): void {
  try {
    if (onError) onError(error, id)
    else process.emitWarning(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  } catch {
    // A hook that throws must not keep the client from its answer.
  }
}
