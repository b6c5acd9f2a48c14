// A raw node:http server with one route that runs only what a human has released, and the API to release it.
import { guard, toNodeListener } from '@holdpoint/adapter-http'
import { createHoldpoint, createIds, refuse } from '@holdpoint/core'
import { createGuard, createHandler } from '@holdpoint/core/http'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'

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
const api = toNodeListener(
  createHandler({
    ...common,
    rules,
    version: '1.0.0',
    outbound: new Set(),
    readiness: async () => ({ ready: true }),
  }),
)
const deploy = guard(
  async (req, res, { principal, approval }) => {
    const { version } = await json(req) // the very bytes that were approved
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify({ deployed: version, by: principal.id, approval: approval?.id }))
  },
  { guard: createGuard(common), path: '/deploy', methods: ['POST'] },
)

const server = createServer((req, res) => {
  if (req.method === 'POST' && req.url === '/deploy') deploy(req, res)
  else api(req, res)
})
server.listen(Number(process.env.PORT ?? 4193), '127.0.0.1', () => {
  console.log(`serving at http://127.0.0.1:${server.address().port}`)
})

async function stop() {
  approvals.close() // what is held is answered 202
  server.close()
  await pump.stop(5000)
  await rules.close()
}
process.once('SIGTERM', () => void stop())
