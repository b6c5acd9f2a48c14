// A guarded route in Koa: what comes after it runs only for a call that may be served.
import { admit, type RouteGuardOptions } from '@holdpoint/adapter-http'
import type { PassedCall } from '@holdpoint/core/http'
import type { Middleware } from 'koa'

export interface HoldpointState {
  /** The call as it was let through: who makes it, and under which approval. There only behind a guard. */
  holdpoint?: PassedCall
}

/**
 * Mount it before any body parser: what is approved are the bytes as they were sent, and the parser after it then finds
 * the same ones. Throws `invalid_config` that names the route.
 */
export function guard(options: RouteGuardOptions): Middleware<HoldpointState> {
  const { path, methods } = options
  const judge = options.guard.route(options, { path, ...(methods && { methods }) })
  return async (ctx, next) => {
    const admitted = await admit(judge, ctx.req, ctx.res, { ...options, url: ctx.originalUrl })
    if (!admitted) {
      ctx.respond = false
      return
    }
    ctx.state.holdpoint = admitted.call
    await next()
  }
}
