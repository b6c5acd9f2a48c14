// A Fastify app with one route that runs only what a human has released, and the API to release it below /holdpoint.
import { holdpointApi, holdpointGuard } from '@holdpoint/adapter-fastify'
import { createHoldpoint, createIds, refuse } from '@holdpoint/core'
import { createGuard, createHandler } from '@holdpoint/core/http'
import { createMemoryStore } from '@holdpoint/storage-memory'
import Fastify from 'fastify'

const { approvals, rules, pump } = createHoldpoint({ store: createMemoryStore() })
pump.start()

const keys = new Map([
  [process.env.AGENT_KEY, { id: 'key:agent', scopes: ['request'], loops: ['default'], via: 'api' }],
  [process.env.REVIEWER_KEY, { id: 'key:reviewer', scopes: ['decide'], loops: ['default'], via: 'api' }],
])
const app = Fastify()
const common = {
  approvals,
  ids: createIds(),
  log: app.log,
  limits: { maxBytes: 256 * 1024, timeoutMs: 10_000 },
  maxWaitMs: 60_000,
  async authenticate(request) {
    const key = /^Bearer (\S+)$/.exec(request.header('authorization') ?? '')?.[1]
    const principal = key && keys.get(key)
    return principal ? { ok: true, value: principal } : refuse('unauthenticated', 'Send one of the two keys.')
  },
}

app.register(holdpointApi, {
  prefix: '/holdpoint',
  handler: createHandler({
    ...common,
    rules,
    version: '1.0.0',
    outbound: new Set(),
    readiness: async () => ({ ready: true }),
  }),
})

app.register(async (scope) => {
  await scope.register(holdpointGuard, { guard: createGuard(common) })

  // In this scope every route takes a credential …
  scope.get('/version', async () => ({ version: '1.2.2' }))

  // … and this one is held until somebody has released exactly this call.
  scope.post('/deploy', { config: { holdpoint: {} } }, async (request) => ({
    deployed: request.body.version,
    by: request.holdpoint.principal.id,
    approval: request.holdpoint.approval?.id,
  }))
})

console.log(`serving at ${await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 4191) })}`)

async function stop() {
  approvals.close() // what is held is answered 202
  await app.close()
  await pump.stop(5000)
  await rules.close()
}
process.once('SIGTERM', () => void stop())
