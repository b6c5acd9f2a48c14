// The handler as a listener of `node:http`, or as middleware of whatever calls `(req, res, next)`.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpHandler, HttpResponse } from '@holdpoint/core/http'
import { serve } from './bridge.ts'
import type { BridgeOptions } from './exchange.ts'
import { notFound } from './problems.ts'

export interface NodeListenerOptions extends BridgeOptions {
  /** Answers a path that the handler doesn't know, where there is no `next` to pass it to. A constant 404 problem by default. */
  readonly notFound?: HttpResponse
}

export type NodeListener = (req: IncomingMessage, res: ServerResponse, next?: () => void) => void

/** Mount it before any body parser: it needs the bytes as they were sent. */
export function toNodeListener(handler: HttpHandler, options: NodeListenerOptions = {}): NodeListener {
  const answer = options.notFound ?? notFound
  const closed: HttpHandler = async (request, context) => (await handler(request, context)) ?? answer
  return (req, res, next) => {
    if (next === undefined) void serve(closed, req, res, options)
    else void passOn(handler, req, res, next, options)
  }
}

async function passOn(
  handler: HttpHandler,
  req: IncomingMessage,
  res: ServerResponse,
  next: () => void,
  options: BridgeOptions,
): Promise<void> {
  if ((await serve(handler, req, res, options)) === 'unmatched') next()
}
