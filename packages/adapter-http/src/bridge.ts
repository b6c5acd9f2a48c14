// One request from Node to the handler and back. What every adapter that has Node's own request and response can use.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpContext, HttpHandler } from '@holdpoint/core/http'
import { ClientPresence } from './client-presence.ts'
import { NodeRequest } from './node-request.ts'
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
}

/** Node keeps a thousand headers and drops the rest in silence: an `Origin` among them would seem absent. */
const mostRawHeaders = 2_000

/**
 * Lets the handler answer. 'unmatched' means that it knows no such path: nothing is written, nothing read, and the
 * response is the caller's to make. Never rejects: a handler that throws is answered 500 with an opaque id, and an
 * answer that breaks midway is cut off.
 */
export async function serve(
  handler: HttpHandler,
  req: IncomingMessage,
  res: ServerResponse,
  options: BridgeOptions = {},
): Promise<'answered' | 'unmatched'> {
  const presence = new ClientPresence(req, res)
  try {
    if (req.rawHeaders.length >= mostRawHeaders) {
      await writeResponse(req, res, presence, tooManyHeaders)
      return 'answered'
    }
    const { remoteAddress } = req.socket
    const context = { ...(remoteAddress !== undefined && { remoteAddress }), ...options.context?.(req) }
    const response = await handler(new NodeRequest(req, presence), context)
    if (response === undefined) return 'unmatched'
    await writeResponse(req, res, presence, response)
  } catch (error) {
    // A wait that ended because nobody waits any more is no failure.
    if (presence.gone && error instanceof Error && error.name === 'AbortError') return 'answered'
    const id = randomUUID()
    report(error, id, options)
    if (res.headersSent) res.destroy()
    else await writeResponse(req, res, presence, internalError(id)).catch(() => res.destroy())
  }
  return 'answered'
}

function report(error: unknown, id: string, { onError }: BridgeOptions): void {
  try {
    if (onError) onError(error, id)
    else process.emitWarning(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  } catch {
    // A hook that throws must not keep the client from its answer.
  }
}
