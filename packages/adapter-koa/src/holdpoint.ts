// The handler as Koa middleware: whatever path it doesn't know goes on to the next.
import { serve, type BridgeOptions } from '@holdpoint/adapter-http'
import { mountedAt, type HttpHandler } from '@holdpoint/core/http'
import type { Middleware } from 'koa'

export interface HoldpointOptions extends BridgeOptions {
  /** Where it is mounted, such as `/holdpoint`; at the root by default. */
  readonly prefix?: string
}

/**
 * Mount it before any body parser: it needs the bytes as they were sent. For HITL.sh's callbacks alone, hand in what
 * `createCallbackHandler` made.
 */
export function holdpoint(handler: HttpHandler, { prefix = '', ...options }: HoldpointOptions = {}): Middleware {
  const mounted = mountedAt(prefix, handler)
  return async (ctx, next) => {
    if ((await serve(mounted, ctx.req, ctx.res, options)) === 'answered') ctx.respond = false
    else await next()
  }
}
