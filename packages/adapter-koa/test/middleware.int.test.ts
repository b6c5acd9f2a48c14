import { createGuard, createCallbackHandler } from '@holdpoint/core/http'
import { createHoldpoint, createIds, createQuarantine, defaultSettings, ok, type Principal } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { Router } from '@koa/router'
import Koa from 'koa'
import { afterEach, describe, expect, it } from 'vitest'
import { guard, holdpoint, type HoldpointState } from '../src/index.ts'
import { listen } from './listen.ts'

const bot: Principal = { id: 'key:bot', scopes: ['request'], loops: ['default'], via: 'api' }
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function urlOf(koa: Parameters<typeof listen>[0]): Promise<string> {
  const { port, close } = await listen(koa)
  ends.push(close)
  return `http://127.0.0.1:${port}`
}

describe('a guarded route in Koa', () => {
  it('has its call in the state, keeps headers of middleware before it, and is asked about under the whole path', async () => {
    const { approvals } = createHoldpoint({ store: createMemoryStore() })
    const by = createGuard({
      approvals,
      authenticate: async () => ok(bot),
      limits: { maxBytes: 1_000, timeoutMs: 1_000 },
      maxWaitMs: 1_000,
      log: silent,
      ids: createIds(),
    })
    const koa = new Koa<HoldpointState>()
    koa.use(async (ctx, next) => {
      ctx.set('x-before', 'set')
      // As koa-mount does it.
      if (ctx.path.startsWith('/admin')) ctx.path = ctx.path.slice('/admin'.length)
      await next()
    })
    const router = new Router<HoldpointState>()
    router.post('/deploy', guard({ guard: by, path: '/admin/deploy' }), (ctx) => {
      ctx.body = ctx.state.holdpoint?.principal?.id
    })
    router.get('/me', guard({ guard: by, path: '/me', methods: ['GET'], approval: false }), (ctx) => {
      ctx.body = ctx.state.holdpoint?.principal?.id
    })
    koa.use(router.routes())
    const url = await urlOf(koa)
    expect(await (await fetch(`${url}/me`)).text()).toBe('key:bot')
    const held = await fetch(`${url}/admin/deploy`, { method: 'POST', body: 'x' })
    expect([held.status, held.headers.get('x-before')]).toEqual([202, 'set'])
    const answered = (await held.json()) as { approval: { action: { target: object } } }
    expect(answered.approval.action.target).toEqual({ method: 'POST', path: '/admin/deploy' })
    expect(() => guard({ guard: by, path: '/x', methods: ['GET'] })).toThrow('GET /x: a GET asks')
  })
})

describe('the callback endpoint alone', () => {
  it('answers a forged secret like any other path', async () => {
    const store = createMemoryStore()
    const { approvals } = createHoldpoint({ store })
    const koa = new Koa()
    const handler = createCallbackHandler({
      approvals,
      quarantine: createQuarantine({ approvals, store, log: silent, settings: () => defaultSettings }),
      keys: () => ['a key of the test that is long enough'],
      limits: { maxBytes: 1_000, timeoutMs: 1_000 },
      confirm: () => 'always',
      log: silent,
      ids: createIds(),
    })
    koa.use(holdpoint(handler))
    koa.use((ctx) => {
      ctx.status = 404
      ctx.body = 'nothing here'
    })
    const url = await urlOf(koa)
    for (const path of ['/hitl/callback/ap_1.forged', '/v1/approvals', '/'])
      expect(await (await fetch(url + path, { method: 'POST', body: '{}' })).text()).toBe('nothing here')
  })
})
