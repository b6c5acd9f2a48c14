// The handler as a Fastify plugin of its own, so that its raw bodies concern nobody else's routes.
import { serve, type BridgeOptions } from '@holdpoint/adapter-http'
import { mountedAt, type HttpHandler } from '@holdpoint/core/http'
import type { FastifyPluginCallback } from 'fastify'
import { carryHeaders } from './carry-headers.ts'

export interface HoldpointApiOptions extends BridgeOptions {
  /** For HITL.sh's callbacks alone, hand in what `createCallbackHandler` made. */
  readonly handler: HttpHandler
}

/**
 * Serves what the handler knows, below Fastify's own `prefix`; your own routes come first, and any other path is
 * Fastify's 404. The app's body parsers, limits and validation don't touch it.
 */
export const holdpointApi: FastifyPluginCallback<HoldpointApiOptions> = (fastify, options, done) => {
  const handler = mountedAt(fastify.prefix, options.handler)
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null))
  fastify.all('/*', {
    // Before Fastify judges the content type: what is wrong with it is the handler's to say.
    async preParsing(request, reply, payload) {
      const bridge = { ...options, onAnswer: carryHeaders(reply) }
      if ((await serve(handler, request.raw, reply.raw, bridge)) === 'answered') reply.hijack()
      return payload
    },
    async handler(_request, reply) {
      reply.callNotFound()
      return reply
    },
  })
  done()
}
