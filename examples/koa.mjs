// A Koa app with one route that runs only what a human has released, and the API to release it below /holdpoint.
import { guard, holdpoint } from '@holdpoint/adapter-koa'
import { createHoldpoint, createIds, refuse } from '@holdpoint/core'
import { createGuard, createHandler } from '@holdpoint/core/http'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { bodyParser } from '@koa/bodyparser'
import { Router } from '@koa/router'
import Koa from 'koa'

const { approvals, rules, pump } = createHoldpoint({ store: createMemoryStore() })
pump.start()

const keys = new Map([
  [process.env.AGENT_KEY, { id: 'key:agent', scopes: ['request'], loops: ['default'], via: 'api' }],
  [process.env.REVIEWER_KEY, { id: 'key:reviewer', scopes: ['decide'], loops: ['default'], via: 'api' }],
])
const common = {
  approvals,
  ids: createIds(),
  log: { debug() {}, info() {}, warn: console.error, error: console.error },
  limits: { maxBytes: 256 * 1024, timeoutMs: 10_000 },
  maxWaitMs: 60_000,
  async authenticate(request) {
    const key = /^Bearer (\S+)$/.exec(request.header('authorization') ?? '')?.[1]
    const principal = key && keys.get(key)
    return principal ? { ok: true, value: principal } : refuse('unauthenticated', 'Send one of the two keys.')
  },
}
const handler = createHandler({
  ...common,
  rules,
  version: '1.0.0',
  outbound: new Set(),
  readiness: async () => ({ ready: true }),
})
const by = createGuard(common)

const router = new Router()
router.post('/deploy', guard({ guard: by, path: '/deploy', methods: ['POST'] }), bodyParser(), (ctx) => {
  const { principal, approval } = ctx.state.holdpoint
  ctx.body = { deployed: ctx.request.body.version, by: principal.id, approval: approval?.id }
})

const app = new Koa()
app.use(holdpoint(handler, { prefix: '/holdpoint' })) // before any body parser
app.use(router.routes())

const server = app.listen(Number(process.env.PORT ?? 4192), '127.0.0.1', () => {
  console.log(`serving at http://127.0.0.1:${server.address().port}`)
})

async function stop() {
  approvals.close() // what is held is answered 202
  server.close()
  await pump.stop(5000)
  await rules.close()
}
process.once('SIGTERM', () => void stop())
