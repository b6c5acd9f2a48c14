// Serves the plugins' routes under `/plugins/<name>`: one parse of the path, the guard, then the handler with the bytes
// that the guard has seen.
import { refuse } from '@holdpoint/core'
import {
  answering,
  matchPath,
  parsePlainTarget,
  parseTarget,
  problem,
  readBytes,
  type BodyLimits,
  type Guard,
  type GuardOptions,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  type PassedCall,
  type RouteGuard,
  type Target,
} from '@holdpoint/core/http'
import { onceRead } from './once-read.ts'
import { toPluginCall, toResponse } from './plugin-call.ts'
import type { Plugin, PluginRoute } from './plugin.ts'

export interface PluginHandlerOptions extends Pick<GuardOptions, 'log' | 'ids'> {
  readonly plugins: readonly Plugin[]
  readonly guard: Guard
  readonly limits: BodyLimits
}

interface Served {
  readonly pattern: readonly string[]
  readonly route: PluginRoute
  readonly judge: RouteGuard
}

/** Throws `invalid_config` that names the route whose options can't be meant. */
export function createPluginHandler(options: PluginHandlerOptions): HttpHandler {
  const table = options.plugins.flatMap((plugin) => (plugin.routes ?? []).map((route) => serve(plugin, route, options)))
  return async (request, context = {}) => {
    const target = parseTarget(request.target)
    if (target?.segments[0] !== 'plugins') return undefined
    const plain = parsePlainTarget(request.target)
    if (!plain.ok) return problem(plain)
    const found = table.flatMap((served) => {
      const params = matchPath(served.pattern, target.segments)
      return params ? [{ ...served, params }] : []
    })
    if (found.length === 0) return undefined
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const match = found.find(({ route }) => route.method === method)
    if (!match) {
      const allow = found.map(({ route }) => (route.method === 'GET' ? 'GET, HEAD' : route.method)).join(', ')
      return problem(refuse('method_not_allowed', `This path takes ${allow}.`), { headers: [['allow', allow]] })
    }
    const readable = onceRead(request)
    const verdict = await match.judge(readable, context)
    return verdict.type === 'answered'
      ? verdict.response
      : run(options, match, { request: readable, passed: verdict.call, target, params: match.params })
  }
}

function serve({ name }: Plugin, route: PluginRoute, { guard }: PluginHandlerOptions): Served {
  const { method, path, handler: _, approval = false, ...rest } = route
  const full = `/plugins/${name}${path === '/' ? '' : path}`
  const methods = method === 'GET' ? ['GET', 'HEAD'] : [method]
  const judge = guard.route({ ...rest, approval, target: { plugin: name } }, { path: full, methods })
  return { pattern: full.slice(1).split('/'), route, judge }
}

interface Passed {
  readonly request: HttpRequest
  readonly passed: PassedCall
  readonly target: Target
  readonly params: Readonly<Record<string, string>>
}

/** Succeeded or failed once the answer is fully written; unknown if the client leaves first. */
async function run(
  options: PluginHandlerOptions,
  { route }: Served,
  { request, passed, target, params }: Passed,
): Promise<HttpResponse> {
  const response = await answering(options, async () => {
    const body = await readBytes(request, options.limits)
    if (!body.ok) return problem(body)
    const call = toPluginCall({ request, passed, params, query: target.query, body: body.value })
    return toResponse(await route.handler(call), passed)
  })
  return {
    ...response,
    onSent: (status) => void passed.finish?.(status === undefined ? 'unknown' : status < 500 ? 'succeeded' : 'failed'),
  }
}
