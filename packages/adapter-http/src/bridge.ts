// One request from Node to the handler and back. What every adapter that has Node's own request and response can use.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpHandler } from '@holdpoint/core/http'
import { ClientPresence } from './client-presence.ts'
import { exchange, type BridgeOptions } from './exchange.ts'
import { NodeRequest } from './node-request.ts'

/**
 * Lets the handler answer. 'unmatched' means that it knows no such path: nothing is written, nothing read, and the
 * response is the caller's to make. Never rejects: a handler that throws is answered 500 with an opaque id, and an
 * answer that breaks midway is cut off.
 */
export function serve(
  handler: HttpHandler,
  req: IncomingMessage,
  res: ServerResponse,
  options: BridgeOptions = {},
): Promise<'answered' | 'unmatched'> {
  const presence = new ClientPresence(req, res)
  return exchange(req, res, presence, options, (context) => handler(new NodeRequest(req, presence), context))
}
