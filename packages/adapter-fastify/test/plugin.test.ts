import { PassThrough } from 'node:stream'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { holdpointApi, holdpointGuard } from '../src/index.ts'
import { asBot, createWorld } from './world.ts'

const payload = { version: '1.2.3' }

describe('guarded routes in Fastify', () => {
  it('are those of the scope and what is within it; routes beside it are left alone', async () => {
    const { guard } = createWorld()
    const app = Fastify()
    app.get('/beside', async () => 'open')
    app.register(async (scope) => {
      scope.register(holdpointGuard, { guard })
      scope.get('/in', async (request) => request.holdpoint?.principal?.id)
      scope.get('/public', { config: { holdpoint: { public: true } } }, async () => 'open')
      scope.register(async (inner) => inner.get('/within', async () => 'deep'), { prefix: '/deeper' })
    })
    const status = async (url: string, headers = {}) => (await app.inject({ url, headers })).statusCode
    expect(
      await Promise.all(['/beside', '/public', '/in', '/deeper/within', '/none'].map((url) => status(url))),
    ).toEqual([200, 200, 401, 401, 404])
    expect((await app.inject({ url: '/in', headers: asBot })).body).toBe('key:bot')
    expect(await status('/deeper/within', asBot)).toBe(200)
    await app.close()
  })

  it('work with inject, schemas, prefixes and the app’s own parsers; the whole path is asked about', async () => {
    const { guard, allow, ended } = createWorld()
    const app = Fastify({ logger: false })
    const bodies: unknown[] = []
    app.register(
      async (scope) => {
        await scope.register(holdpointGuard, { guard })
        scope.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, text: string, done) =>
          done(null, text.split(',')),
        )
        const schema = { body: { type: 'object', required: ['version'] } }
        scope.post('/deploy', { config: { holdpoint: {} }, schema }, async (request) => void bodies.push(request.body))
        scope.post('/import', { preParsing: scope.holdpoint.guard({ headers: ['x-tenant'] }) }, async (request) => {
          bodies.push(request.body)
          return request.holdpoint?.approval?.status
        })
      },
      { prefix: '/api' },
    )
    const deploy = { method: 'POST', url: '/api/deploy', payload } as const
    expect((await app.inject({ ...deploy, headers: asBot })).statusCode).toBe(202)
    const first = await allow()
    expect(first.action.target).toEqual({ method: 'POST', path: '/api/deploy' })
    const repeat = await app.inject({ ...deploy, headers: { ...asBot, 'holdpoint-approval': first.id } })
    expect([repeat.statusCode, repeat.headers['holdpoint-approval']]).toEqual([200, first.id])
    expect(await ended(first.id)).toBe('succeeded')

    const headers = { ...asBot, 'x-tenant': 'a', 'content-type': 'text/csv' }
    const csv = { method: 'POST', url: '/api/import', payload: 'a,b' } as const
    expect((await app.inject({ ...csv, headers })).statusCode).toBe(202)
    const second = await allow()
    expect(second.action.target).toMatchObject({ 'header.x-tenant': 'a' })
    const other = { ...headers, 'x-tenant': 'b', 'holdpoint-approval': second.id }
    expect((await app.inject({ ...csv, headers: other })).statusCode).toBe(409)
    const served = await app.inject({ ...csv, headers: { ...headers, 'holdpoint-approval': second.id } })
    expect(served.body).toBe('started')
    expect(bodies).toEqual([payload, ['a', 'b']])
    await app.close()
  })

  it('are refused at the start where they can’t be meant, by the route’s name', async () => {
    const { guard } = createWorld()
    const start = async (add: (scope: ReturnType<typeof Fastify>) => unknown) => {
      const app = Fastify()
      app.register(async (scope) => {
        scope.register(holdpointGuard, { guard })
        scope.register(async (inner) => void add(inner as ReturnType<typeof Fastify>))
      })
      await app.ready()
      await app.close()
    }
    await expect(start((app) => app.get('/x', { config: { holdpoint: {} } }, async () => ''))).rejects.toThrow(
      'GET /x: a GET asks for approval',
    )
    await expect(start((app) => app.get('/x', { preParsing: app.holdpoint.guard() }, async () => ''))).rejects.toThrow(
      'GET /x: a GET asks for approval',
    )
    await expect(
      start((app) => app.post('/x', { config: { holdpoint: { public: true, approval: true } } }, async () => '')),
    ).rejects.toThrow('maxPending')
  })

  it('as a preHandler, or after a hook that changes the body, fail closed and name the fix', async () => {
    const { guard } = createWorld()
    let ran = 0
    for (const hook of ['preHandler', 'onSend'] as const) {
      const app = Fastify()
      app.register(holdpointGuard, { guard })
      if (hook === 'onSend')
        app.addHook('preParsing', async (_request, _reply, stream) => stream.pipe(new PassThrough()))
      app.register(async (scope) => {
        const asked = scope.holdpoint.guard()
        const late = hook === 'preHandler' ? { preHandler: asked as never } : { preParsing: asked }
        scope.post('/x', late, async () => void (ran += 1))
      })
      const answered = await app.inject({ method: 'POST', url: '/x', payload, headers: asBot })
      expect([answered.statusCode, answered.json().code]).toEqual([500, 'body_already_read'])
      expect(answered.json().message).toContain('before the body parser')
      await app.close()
    }
    expect(ran).toBe(0)
  })

  it('keep headers that hooks have set, on their own answers too, and let the log see them', async () => {
    const { guard } = createWorld()
    const lines: string[] = []
    const app = Fastify({ logger: { stream: { write: (line: string) => void lines.push(line) } } })
    app.addHook('onRequest', async (_request, reply) => void reply.header('access-control-allow-origin', '*'))
    app.register(holdpointGuard, { guard })
    app.register(async (scope) => void scope.post('/x', { config: { holdpoint: {} } }, async () => 'ran'))
    const answered = await app.inject({ method: 'POST', url: '/x', payload, headers: asBot })
    expect([answered.statusCode, answered.headers['access-control-allow-origin']]).toEqual([202, '*'])
    expect(lines.some((line) => line.includes('"statusCode":202') && line.includes('request completed'))).toBe(true)
    await app.close()
  })
})

describe('the API in Fastify', () => {
  it('lives below its prefix, beside the app’s own routes, and reads bodies by itself', async () => {
    const app = Fastify({ bodyLimit: 10 })
    app.register(holdpointApi, {
      prefix: '/holdpoint',
      handler: async (request) => {
        if (request.target !== '/v1/x') return undefined
        const body = await request.body(100, 1_000)
        return { status: 201, headers: [['location', '/v1/x/1']], body: body.ok ? body.bytes : body.why }
      },
    })
    app.post('/v1/x', async (request) => request.body)
    const long = JSON.stringify({ text: 'longer than the app takes' })
    const post = { method: 'POST', payload: long, headers: { 'content-type': 'application/json' } } as const
    const ours = await app.inject({ ...post, url: '/holdpoint/v1/x' })
    expect([ours.statusCode, ours.headers.location, ours.body]).toEqual([201, '/holdpoint/v1/x/1', long])
    expect((await app.inject({ ...post, url: '/v1/x' })).statusCode).toBe(413)
    expect((await app.inject({ ...post, url: '/holdpoint/none' })).json()).toMatchObject({ statusCode: 404 })
    await app.close()
  })
})
