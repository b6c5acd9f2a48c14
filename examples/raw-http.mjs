// The approval API on a raw node:http server, with SQLite behind it and one fixed key for each side.
import { createHoldpoint, createIds, refuse } from '@holdpoint/core'
import { createHandler } from '@holdpoint/core/http'
import { createHttpServer } from '@holdpoint/adapter-http'
import { openSqliteStore } from '@holdpoint/storage-sql'

const store = await openSqliteStore({ path: process.env.DB ?? 'approvals.db' })
const { approvals, rules, events, pump } = createHoldpoint({ store })
pump.start()

const keys = new Map([
  [process.env.AGENT_KEY, { id: 'key:agent', scopes: ['request'], loops: ['default'], via: 'api' }],
  [process.env.REVIEWER_KEY, { id: 'key:reviewer', scopes: ['decide'], loops: ['default'], via: 'api' }],
])

const silent = { debug() {}, info() {}, warn: console.error, error: console.error }
const handler = createHandler({
  approvals,
  rules,
  events,
  ids: createIds(),
  log: silent,
  version: '1.0.0',
  limits: { maxBytes: 256 * 1024, timeoutMs: 10_000 },
  maxWaitMs: 60_000,
  outbound: new Set(),
  readiness: async () => ({ ready: true }),
  async authenticate(request) {
    const key = /^Bearer (\S+)$/.exec(request.header('authorization') ?? '')?.[1]
    const principal = key && keys.get(key)
    return principal ? { ok: true, value: principal } : refuse('unauthenticated', 'Send one of the two keys.')
  },
})

const server = createHttpServer(handler)
server.listen(Number(process.env.PORT ?? 4190), '127.0.0.1', () => {
  console.log(`serving at http://127.0.0.1:${server.address().port}`)
})

async function stop() {
  approvals.close()
  events.close()
  server.close()
  await pump.stop(5000)
  await rules.close()
  await store.close()
}
process.once('SIGTERM', () => void stop())
