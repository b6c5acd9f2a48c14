// Guarded routes in Fastify: in the scope where it is registered, every route takes a credential unless it says
// otherwise, and those that say so ask for approval.
import { admit, type BridgeOptions } from '@holdpoint/adapter-http'
import { HoldpointError } from '@holdpoint/core'
import type { Guard, GuardedRouteOptions, PassedCall, RouteGuard } from '@holdpoint/core/http'
import type { FastifyInstance, FastifyReply, FastifyRequest, RequestPayload } from 'fastify'
import plugin from 'fastify-plugin'
import { Readable } from 'node:stream'
import { carryHeaders } from './carry-headers.ts'

export interface HoldpointGuardOptions extends BridgeOptions {
  readonly guard: Guard
}

/** A hook for a route's `preParsing`: later, the bytes that were sent are gone. */
export type GuardHook = (
  request: FastifyRequest,
  reply: FastifyReply,
  payload: RequestPayload,
) => Promise<RequestPayload>

export interface HoldpointInstance {
  /** For one route: `preParsing: fastify.holdpoint.guard({ … })`, the same as `config: { holdpoint: { … } }`. */
  guard(options?: GuardedRouteOptions): GuardHook
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly holdpoint: HoldpointInstance
  }
  interface FastifyRequest {
    /** The call as it was let through: who makes it, and under which approval. Null outside guarded scopes. */
    holdpoint: PassedCall | null
  }
  interface FastifyContextConfig {
    /** What the route's guard is to do; without it, a route in a guarded scope takes a credential and asks nothing. */
    readonly holdpoint?: GuardedRouteOptions
  }
}

const credentialOnly: GuardedRouteOptions = { approval: false }

/** Guards the routes of the scope in which it is registered, and of those within. */
export const holdpointGuard = plugin(
  (fastify: FastifyInstance, options: HoldpointGuardOptions, done: () => void) => {
    const offered = new WeakMap<object, GuardedRouteOptions>()
    const inConfig = hookOf(options, ({ holdpoint = credentialOnly }) => holdpoint)
    fastify.decorateRequest('holdpoint', null)
    fastify.decorate('holdpoint', {
      guard(settings = {}) {
        const hook = hookOf(options, () => settings)
        offered.set(hook, settings)
        return hook
      },
    })
    // Before any route can be called: a mistake stops the start, and names the route.
    fastify.addHook('onRoute', ({ url, method, config, preParsing }) => {
      const name = { path: url, methods: [method].flat() }
      options.guard.route(config?.holdpoint ?? credentialOnly, name)
      for (const hook of [preParsing ?? []].flat()) {
        const settings = offered.get(hook)
        if (settings) options.guard.route(settings, name)
      }
    })
    fastify.addHook('preParsing', (request, reply, payload) =>
      // There is nothing to guard at a path that leads nowhere.
      request.is404 ? Promise.resolve(payload) : inConfig(request, reply, payload),
    )
    done()
  },
  { name: '@holdpoint/adapter-fastify', fastify: '5.x' },
)

type RouteConfig = FastifyRequest['routeOptions']['config']

function hookOf(options: HoldpointGuardOptions, settingsOf: (config: RouteConfig) => GuardedRouteOptions): GuardHook {
  const judges = new WeakMap<RouteConfig, RouteGuard>()
  const judgeOf = ({ config, url = '', method }: FastifyRequest['routeOptions']) => {
    const known = judges.get(config)
    if (known) return known
    const made = options.guard.route(settingsOf(config), { path: url, methods: [method].flat() })
    judges.set(config, made)
    return made
  }

  return async (request, reply, payload) => {
    if (payload !== request.raw)
      throw new HoldpointError(
        'body_already_read',
        'Mount the guard before the body parser: as a preParsing hook, before any other that reads or changes the body.',
      )
    let body: RequestPayload = payload
    const admitted = await admit(judgeOf(request.routeOptions), request.raw, reply.raw, {
      ...options,
      url: request.originalUrl,
      onAnswer: carryHeaders(reply),
      onBody: (bytes) => void (body = streamOf(bytes)),
    })
    if (admitted) request.holdpoint = admitted.call
    else reply.hijack()
    return body
  }
}

/** `Readable.from` would run an async iterator for one chunk. */
function streamOf(bytes: Uint8Array): Readable {
  const stream = new Readable({ read() {} })
  if (bytes.length > 0) stream.push(bytes)
  stream.push(null)
  return stream
}
