// The real handler on a real socket, which can be stopped and started again over the same store and port, and a proxy
// before it that cuts connections where it is told to.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createHttpServer } from '@holdpoint/adapter-http'
import {
  createHoldpoint,
  createIds,
  defaultSettings,
  ok,
  refuse,
  type Approval,
  type Holdpoint,
  type Principal,
  type Settings,
} from '@holdpoint/core'
import { createHandler, type HttpHandler } from '@holdpoint/core/http'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { afterEach } from 'vitest'
import { createClient, type ClientOptions, type HoldpointClient } from '../src/index.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** Runs when the test ends, the last that was given first. */
export const whenDone = (close: () => Promise<void>): void => void closing.push(close)

const principal = (id: string, scopes: Principal['scopes']): Principal => ({
  id,
  scopes,
  loops: ['default'],
  via: 'api',
})
export const bot = principal('key:bot', ['request'])
export const ann = principal('key:ann', ['decide', 'rules'])
const keys: Readonly<Record<string, Principal>> = { 'bot-key': bot, 'ann-key': ann }

export interface GatewayOptions {
  readonly settings?: Partial<Settings>
  /** Wraps the handler, to watch or to break it. */
  readonly around?: (handler: HttpHandler) => HttpHandler
}

export interface TestGateway {
  readonly url: string
  readonly port: number
  /** Of the gateway as it runs now. */
  holdpoint(): Holdpoint
  client(credential: string, options?: Partial<ClientOptions>): HoldpointClient
  /** Ends every connection, as a killed process does. */
  stop(): Promise<void>
  /** On the same port and store. */
  start(): Promise<void>
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

export async function startGateway({ settings = {}, around = (it) => it }: GatewayOptions = {}): Promise<TestGateway> {
  const store = createMemoryStore()
  const fixed: Settings = { ...defaultSettings, ...settings }
  let port = 0
  let running: { readonly holdpoint: Holdpoint; readonly end: () => Promise<void> } | undefined

  async function start(): Promise<void> {
    const holdpoint = createHoldpoint({ store, settings: () => fixed })
    const { approvals, rules, events, pump } = holdpoint
    const handler = createHandler({
      approvals,
      rules,
      events,
      settings: () => fixed,
      log: silent,
      ids: createIds(),
      version: '1.0.0',
      limits: { maxBytes: 262_144, timeoutMs: 5_000 },
      maxWaitMs: 60_000,
      outbound: new Set(['log']),
      readiness: async () => ({ ready: true }),
      authenticate: async (request) => {
        const who = keys[request.header('authorization')?.replace(/^Bearer /, '') ?? '']
        return who ? ok(who) : refuse('unauthenticated', 'Who are you?')
      },
    })
    const server = createHttpServer(around(handler))
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
    pump.start()
    running = {
      holdpoint,
      async end() {
        server.close()
        server.closeAllConnections()
        approvals.close()
        events.close()
        await pump.stop(1_000)
        await rules.close()
      },
    }
  }
  const stop = async () => {
    const was = running
    running = undefined
    await was?.end()
  }
  await start()
  whenDone(stop)
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    port,
    holdpoint() {
      if (!running) throw new Error('the gateway is stopped')
      return running.holdpoint
    },
    client: (credential, options = {}) => createClient({ baseUrl: url, credential, ...options }),
    stop,
    start,
  }
}

export const action = { kind: 'tool.call', target: { tool: 'deploy' }, input: { version: '1.2.3' } }

/** The next pending approval, once there is one. */
export async function nextHeld({ holdpoint }: TestGateway): Promise<Approval> {
  for (;;) {
    const page = await holdpoint().approvals.list(ann, { status: 'pending', limit: 1 })
    const [next] = page.ok ? page.value.items : []
    if (next) return next
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export async function decideNext(gateway: TestGateway, verdict: 'allow-once' | 'deny' = 'allow-once') {
  const { id, digest } = await nextHeld(gateway)
  return gateway.holdpoint().approvals.decide(ann, id, { verdict, digest })
}

/** The value of a result that must not be a refusal. */
export function must<T>(
  result:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly code: string; readonly detail: string },
): T {
  if (!result.ok) throw new Error(`refused: ${result.code}: ${result.detail}`)
  return result.value
}
