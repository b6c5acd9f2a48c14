// The suite's app on Koa, with its usual router and body parser behind Holdpoint.
import { bodyParser } from '@koa/bodyparser'
import { Router } from '@koa/router'
import type { AdapterApp, AppRoute, ServedApp } from '@holdpoint/testkit'
import Koa from 'koa'
import { guard, holdpoint, type HoldpointState } from '../src/index.ts'
import { listen } from './listen.ts'

export async function serveApp(app: AdapterApp): Promise<ServedApp> {
  const { handler = async () => undefined, prefix = '', routes = [], onError, parseFirst = false } = app
  const options = onError ? { onError } : {}
  const koa = new Koa<HoldpointState>()
  koa.silent = true
  if (parseFirst) koa.use(bodyParser())
  koa.use(holdpoint(handler, { prefix, ...options }))
  const router = new Router<HoldpointState>({ sensitive: true, strict: true })
  for (const route of routes) {
    if (route.guard) {
      const { guard: by, options: settings } = route.guard
      const guarded = guard({ ...options, ...settings, guard: by, path: route.path, methods: [route.method] })
      router.register(route.path, [route.method], [guarded, parser(), answer(route)])
    } else router.register(route.path, [route.method], [parser(), answer(route)])
  }
  koa.use(router.routes())
  return listen(koa)
}

const parser = () => bodyParser({ enableTypes: ['json', 'text'] })

const answer =
  (route: AppRoute): Koa.Middleware<HoldpointState> =>
  async (ctx) => {
    const { holdpoint } = ctx.state
    const body: unknown = ctx.request.rawBody === undefined ? undefined : ctx.request.body
    const ids = { approvalId: holdpoint?.approval?.id, principalId: holdpoint?.principal?.id }
    const answered = await route.run({ body, ...(holdpoint && ids) }, () => ctx.req.socket.destroy())
    ctx.status = answered.status
    ctx.body = answered.body
  }
