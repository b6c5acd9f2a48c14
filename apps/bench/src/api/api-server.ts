// The HTTP API in a process of its own, so that what is measured shares no event loop with it.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createHttpServer } from '@holdpoint/adapter-http'
import { createHoldpoint, createIds, defaultSettings, ok, type Principal } from '@holdpoint/core'
import { createHandler } from '@holdpoint/core/http'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { openSqliteStore } from '@holdpoint/storage-sql'

export interface ApiServer {
  readonly port: number
  close(): Promise<void>
}

const inChild = 'HOLDPOINT_BENCH_API'
const inFile = 'HOLDPOINT_BENCH_SQLITE'

/** `authorization: ann` decides, anyone else asks. `sqlite` is the file to keep them in; in memory without it. */
export async function startApiServer({ sqlite = '' }: { readonly sqlite?: string } = {}): Promise<ApiServer> {
  const script = fileURLToPath(import.meta.url)
  const child: ChildProcess = fork(script, { env: { ...process.env, [inChild]: '1', [inFile]: sqlite } })
  const [port] = (await once(child, 'message')) as [number]
  return {
    port,
    async close() {
      const exited = once(child, 'exit')
      child.kill()
      await exited
    },
  }
}

async function serve(): Promise<void> {
  const path = process.env[inFile]
  const store = path ? await openSqliteStore({ path }) : createMemoryStore()
  const settings = () => ({ ...defaultSettings, maxPending: 1_000_000_000 })
  const { approvals, events } = createHoldpoint({ store, settings })
  const principal = (id: string, scope: 'request' | 'decide'): Principal => ({
    id,
    scopes: [scope],
    loops: ['default'],
    via: 'api',
  })
  const [ann, bot] = [principal('ann', 'decide'), principal('key:bot', 'request')]
  const quiet = { debug() {}, info() {}, warn() {}, error() {} }
  const handler = createHandler({
    approvals,
    events,
    settings,
    log: quiet,
    ids: createIds(),
    version: '0.0.0',
    limits: { maxBytes: 262_144, timeoutMs: 10_000 },
    maxWaitMs: 60_000,
    outbound: new Set(),
    readiness: async () => ({ ready: true }),
    authenticate: async (request) => ok(request.header('authorization') === 'ann' ? ann : bot),
  })
  const server = createHttpServer(handler)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.send?.((server.address() as AddressInfo).port)
}

if (process.env[inChild] === '1') await serve()
