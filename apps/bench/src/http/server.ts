// The servers that are measured, each in a thread of its own.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { holdpointApi, holdpointGuard } from '@holdpoint/adapter-fastify'
import { createHttpServer } from '@holdpoint/adapter-http'
import { holdpoint } from '@holdpoint/adapter-koa'
import {
  createHoldpoint,
  createIds,
  createQuarantine,
  defaultSettings,
  ok,
  parsePolicy,
  refuse,
  type Principal,
} from '@holdpoint/core'
import { createCallbackHandler, createGuard, createHandler, firstOf, type HttpRequest } from '@holdpoint/core/http'
import { createMemoryStore } from '@holdpoint/storage-memory'
import Fastify from 'fastify'
import Koa from 'koa'
import { z } from 'zod'

export type ServerName = 'fastify-bare' | 'fastify' | 'koa' | 'http'

const bot: Principal = { id: 'key:bot', scopes: ['request', 'rules', 'decide'], loops: ['default'], via: 'api' }
const credentials = new Map([['Bearer key-of-the-bench', bot]])
const silent = { debug() {}, info() {}, warn() {}, error() {} }

const kept = z.object({
  action: z.object({
    kind: z.string().max(128),
    target: z.record(z.string(), z.string()),
    input: z.unknown(),
  }),
})
const answer = kept.extend({ id: z.string(), status: z.string(), createdAt: z.string(), expiresAt: z.string() })

async function gateway() {
  const store = createMemoryStore()
  const policy = parsePolicy({
    lines: [{ name: 'off', when: { kind: 'http.route', target: { path: '/deploy-off', '*': '*' } }, then: 'allow' }],
  })
  if (!policy.ok) throw new Error(policy.detail)
  const settings = { ...defaultSettings, policy: policy.value, maxPending: 1_000_000_000 }
  const { approvals, rules } = createHoldpoint({ store, settings: () => settings })
  const rule = await rules.create(
    { ...bot, id: 'operator' },
    { loop: 'default', requester: bot.id, kind: 'http.route', target: { method: 'POST', path: '/deploy' } },
  )
  if (!rule.ok) throw new Error(rule.detail)
  const common = {
    approvals,
    ids: createIds(),
    log: silent,
    limits: { maxBytes: 65_536, timeoutMs: 10_000 },
    maxWaitMs: 60_000,
    authenticate: async (request: HttpRequest) => {
      const principal = credentials.get(request.header('authorization') ?? '')
      return principal ? ok(principal) : refuse('unauthenticated', 'Send the key.')
    },
  }
  const quarantine = createQuarantine({ approvals, store, log: silent, settings: () => settings })
  const callback = {
    ...common,
    quarantine,
    keys: () => ['a key of the bench, which is long'],
    confirm: () => 'always' as const,
  }
  const readiness = async () => ({ ready: true })
  const api = createHandler({ ...common, outbound: new Set(), readiness, version: '0' })
  return { handler: firstOf(createCallbackHandler(callback), api), guard: createGuard(common) }
}

async function bareFastify(): Promise<Server> {
  const app = Fastify()
  let made = 0
  app.post('/v1/approvals', async (request, reply) => {
    const { action } = kept.parse(request.body)
    const now = new Date().toISOString()
    made += 1
    return reply
      .code(201)
      .send(answer.parse({ id: `ap_${made}`, status: 'pending', action, createdAt: now, expiresAt: now }))
  })
  app.post('/hitl/callback/:secret', async (request, reply) => {
    kept.parse(request.body)
    return reply.code(404).send({ code: 'not_found', detail: 'There is nothing at this path.' })
  })
  app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (!credentials.has(request.headers.authorization ?? '')) return reply.code(401).send({})
    })
    scope.post('/deploy', async (request) => ({ ran: request.body !== undefined }))
  })
  await app.ready()
  return app.server
}

async function fastify(): Promise<Server> {
  const { handler, guard } = await gateway()
  const app = Fastify()
  app.register(holdpointApi, { handler })
  app.register(async (scope) => {
    await scope.register(holdpointGuard, { guard })
    for (const path of ['/deploy', '/deploy-off'])
      scope.post(path, { config: { holdpoint: {} } }, async (request) => ({ ran: request.body !== undefined }))
  })
  await app.ready()
  return app.server
}

async function koa(): Promise<Server> {
  const app = new Koa()
  app.use(holdpoint((await gateway()).handler))
  const respond = app.callback()
  return createServer((req, res) => void respond(req, res))
}

const makers: Readonly<Record<ServerName, () => Promise<Server>>> = {
  'fastify-bare': bareFastify,
  fastify,
  koa,
  http: async () => createHttpServer((await gateway()).handler),
}

const server = await makers[workerData as ServerName]()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port))
// What this thread has used so far, in µs: on a busy machine it tells more than the clock on the wall.
parentPort?.on('message', () => {
  const { user, system } = process.threadCpuUsage()
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
  parentPort?.postMessage(user + system)
})
