// A listener of `node:http` that runs only for calls that may be served.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Guard, GuardedRouteOptions, PassedCall } from '@holdpoint/core/http'
import { admit } from './admit.ts'
import type { BridgeOptions } from './exchange.ts'
import type { NodeListener } from './listener.ts'

/** What it throws, or rejects with, is answered 500 and recorded as failed. */
export type GuardedListener = (req: IncomingMessage, res: ServerResponse, call: PassedCall) => unknown

export interface RouteGuardOptions extends GuardedRouteOptions, BridgeOptions {
  readonly guard: Guard
  /** Names the route in messages; which path it listens to is the host's affair. */
  readonly path: string
  /** Where they are known, GET, HEAD and OPTIONS without `safeMethods` are found at the start. */
  readonly methods?: readonly string[]
}

/**
 * Mount it before any body parser: what is approved are the bytes as they were sent, and the listener then reads the
 * same ones from `req`. Throws `invalid_config` that names the route.
 */
export function guard(listener: GuardedListener, options: RouteGuardOptions): NodeListener {
  const { path, methods } = options
  const judge = options.guard.route(options, { path, ...(methods && { methods }) })
  return (req, res) => void run(req, res)

  async function run(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const admitted = await admit(judge, req, res, { ...options, ...originalUrl(req) })
    if (!admitted) return
    try {
      await listener(req, res, admitted.call)
    } catch (error) {
      await admitted.fail(error)
    }
  }
}

/** Hosts that call `(req, res, next)` below a path take that path off `url`, and keep it here. */
function originalUrl(req: IncomingMessage): { readonly url?: string } {
  return 'originalUrl' in req && typeof req.originalUrl === 'string' ? { url: req.originalUrl } : {}
}
