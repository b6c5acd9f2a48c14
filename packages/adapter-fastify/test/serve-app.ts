// The suite's app on Fastify, with its own body parsers behind Holdpoint.
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import Fastify, { type HTTPMethods, type RouteHandlerMethod } from 'fastify'
import type { AdapterApp, AppRoute, ServedApp } from '@holdpoint/testkit'
import { holdpointApi, holdpointGuard } from '../src/index.ts'

export async function serveApp(app: AdapterApp): Promise<ServedApp> {
  const { handler = async () => undefined, prefix = '', routes = [], onError, parseFirst = false } = app
  const options = onError ? { onError } : {}
  const fastify = Fastify({ forceCloseConnections: true })
  if (parseFirst)
    fastify.addHook('preParsing', async (_request, _reply, payload) => {
      const chunks: Buffer[] = []
      for await (const chunk of payload) chunks.push(chunk as Buffer)
      return Readable.from(chunks)
    })
  fastify.register(holdpointApi, { handler, prefix, ...options })
  for (const route of routes) {
    const { path: url, guard } = route
    const common = { url, method: route.method as HTTPMethods, handler: answer(route) }
    if (!guard) fastify.route(common)
    else
      fastify.register(async (scope) => {
        scope.register(holdpointGuard, { guard: guard.guard, ...options })
        scope.route({ ...common, config: { holdpoint: guard.options } })
      })
  }
  await fastify.listen({ port: 0, host: '127.0.0.1' })
  return { port: (fastify.server.address() as AddressInfo).port, close: () => fastify.close() }
}

const answer = (route: AppRoute): RouteHandlerMethod =>
  async function (request, reply) {
    // Outside guarded scopes nothing decorates requests.
    const call = 'holdpoint' in request ? request.holdpoint : null
    const ids = { approvalId: call?.approval?.id, principalId: call?.principal?.id }
    const answered = await route.run({ body: request.body, ...(call && ids) }, () => request.raw.socket.destroy())
    return reply.code(answered.status).send(answered.body)
  }
