// The gateway's own JSON routes, beside core's: matched as sent, one spelling of each path, and every one of them with a
// real principal or openly without.
import type { Ids, Log, Principal } from '@holdpoint/core'
import { refuse } from '@holdpoint/core'
import {
  answering,
  matchPath,
  parseTarget,
  problem,
  type Authenticate,
  type HttpContext,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from '@holdpoint/core/http'

export interface OpenCall {
  readonly request: HttpRequest
  readonly context: HttpContext
  /** The path's `{id}`. */
  readonly id: string
}

export interface GuardedCall extends OpenCall {
  readonly principal: Principal
}

export type GatewayRoute = { readonly method: 'GET' | 'POST' | 'DELETE'; readonly path: string } & (
  | { readonly open: true; run(call: OpenCall): Promise<HttpResponse> }
  | { readonly open?: false; run(call: GuardedCall): Promise<HttpResponse> }
)

/** Undefined for a path that is none of theirs. */
export function createGatewayRoutes(
  routes: readonly GatewayRoute[],
  { authenticate, log, ids }: { readonly authenticate: Authenticate; readonly log: Log; readonly ids: Ids },
): HttpHandler {
  const table = routes.map((route) => ({ route, pattern: route.path.slice(1).split('/') }))
  return async (request, context = {}) => {
    const target = parseTarget(request.target)
    if (target === undefined) return undefined
    const found = table.flatMap(({ route, pattern }) => {
      const params = matchPath(pattern, target.segments)
      return params === undefined ? [] : [{ route, id: params['id'] ?? '' }]
    })
    if (found.length === 0) return undefined
    return answering({ log, ids }, async () => {
      const method = request.method === 'HEAD' ? 'GET' : request.method
      const match = found.find(({ route }) => route.method === method)
      if (match === undefined) return notAllowed(found.map(({ route }) => route.method))
      const { route, id } = match
      if (route.open) return route.run({ request, context, id })
      const principal = await authenticate(request, context)
      return principal.ok ? route.run({ request, context, id, principal: principal.value }) : problem(principal)
    })
  }
}

function notAllowed(methods: readonly string[]): HttpResponse {
  const allow = methods.join(', ')
  return problem(refuse('method_not_allowed', `This path takes ${allow}.`), { headers: [['allow', allow]] })
}
