// The universal handler: one reading of the target, then credential, then the route. Adapters only carry bytes to it.
import { errorTable, HoldpointError, refuse } from '../domain/errors.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import { createClock } from '../service/clock.ts'
import type { Events } from '../service/events.ts'
import type { Quarantine } from '../service/quarantine.ts'
import type { Audit } from '../service/audit.ts'
import type { DeadHooks } from '../service/dead-hooks.ts'
import type { Rules } from '../service/rules.ts'
import type { Settings } from '../service/settings.ts'
import { approvalRoutes } from './approval-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import type { Authenticate } from './authenticate.ts'
import { allowOrigins } from './cors.ts'
import { decisionsRoute } from './decisions-route.ts'
import { eventsRoute } from './events-route.ts'
import { explainRoute } from './explain-route.ts'
import type { HttpHandler, HttpRequest, HttpResponse } from './http.ts'
import { operationsRoutes, type Readiness } from './operations-routes.ts'
import { outboundRoute } from './outbound-route.ts'
import { reviewRoutes } from './review-routes.ts'
import { ruleRoutes } from './rule-routes.ts'
import { quarantineRoutes } from './quarantine-routes.ts'
import { problem } from './respond.ts'
import type { Route, RouteContext } from './route.ts'
import { webhookRoutes } from './webhook-routes.ts'
import { lenientSegments, matchPath, parseTarget } from './target.ts'

export interface HandlerOptions extends RouteContext {
  /** Serves `/v1/rules` too. */
  readonly rules?: Rules
  /** Serves `/v1/quarantine` too. */
  readonly quarantine?: Quarantine
  /** Serves `/v1/audit` too. */
  readonly audit?: Audit
  /** Serves `/v1/webhooks/dead` too. */
  readonly deadHooks?: DeadHooks
  /** Serves `/v1/policy/explain` too. */
  readonly settings?: () => Settings
  /** Serves `/v1/events` too. */
  readonly events?: Events
  /** Timers of event streams; the platform's by default. */
  readonly clock?: Clock
  /** Whose pages may call: `https://console.example.com`. None by default; `*` is refused. */
  readonly cors?: readonly string[]
  readonly authenticate: Authenticate
  readonly readiness: () => Promise<Readiness>
  readonly log: Log
  readonly ids: Ids
  /** The product's version, for the OpenAPI document. */
  readonly version: string
}

/** Serves `/v1/…`, `/healthz`, `/readyz`, `/openapi.json` and `/problems/…`; returns undefined for any other path. */
export function createHandler(options: HandlerOptions): HttpHandler {
  return allowOrigins(routing(options, routesOf(options)), options.cors ?? [])
}

/** Every route that such a handler has: what it serves and what it says that it serves. */
export function routesOf(options: HandlerOptions): readonly Route[] {
  const { events, rules, quarantine, audit, deadHooks, settings, outbound, clock = createClock() } = options
  const main: readonly Route[] = [
    ...approvalRoutes,
    ...reviewRoutes,
    decisionsRoute,
    ...(events ? [eventsRoute(events, clock)] : []),
    ...(rules ? ruleRoutes(rules) : []),
    ...(quarantine ? quarantineRoutes(quarantine) : []),
    ...(audit ? auditRoutes(audit) : []),
    ...(deadHooks ? webhookRoutes(deadHooks) : []),
    ...(settings ? [explainRoute(settings)] : []),
    ...(outbound.size > 0 ? [outboundRoute] : []),
  ]
  return [...main, ...operationsRoutes(options.readiness, options.version, main)]
}

function routing(options: HandlerOptions, routes: readonly Route[]): HttpHandler {
  const table = routes.map((route) => ({ route, pattern: route.path.slice(1).split('/') }))

  return async (request, context = {}) => {
    const target = parseTarget(request.target)
    const found = target
      ? table.flatMap(({ route, pattern }) => {
          const params = matchPath(pattern, target.segments)
          return params ? [{ route, params }] : []
        })
      : []
    if (!target || found.length === 0) {
      // A path that only a lenient reader would take for one of ours: no two parts of a host may read it differently.
      const lenient = lenientSegments(request.target)
      return table.some(({ pattern }) => matchPath(pattern, lenient))
        ? problem(refuse('invalid_target', 'Write the path plainly: no encoded, doubled or dotted segments.'))
        : undefined
    }
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const match = found.find(({ route }) => route.method === method)
    if (!match) {
      const allow = found.map(({ route }) => (route.method === 'GET' ? 'GET, HEAD' : route.method)).join(', ')
      return problem(refuse('method_not_allowed', `This path takes ${allow}.`), { headers: [['allow', allow]] })
    }
    return answering(options, async () => {
      const { route, params } = match
      if (route.open) return route.run(params)
      const judge = () => options.authenticate(request, context)
      const principal = await judge()
      if (!principal.ok) return problem(principal)
      const call = { request, params, query: target.query, principal: principal.value, judgeAgain: judge }
      return route.run(call, options)
    })
  }
}

/** Turns what is thrown into an answer: a known failure into its own problem, anything else into an opaque 500. */
export async function answering<T = HttpResponse>(
  { log, ids }: { readonly log: Log; readonly ids: Ids },
  run: () => Promise<T>,
): Promise<T | HttpResponse> {
  try {
    return await run()
  } catch (error) {
    const id = ids.random()
    log.error('request failed', { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    if (error instanceof HoldpointError && error.code !== 'internal')
      return problem({ code: error.code, detail: errorTable[error.code].meaning })
    return problem({ code: 'internal', detail: `The log has the details under ${id}.` })
  }
}

/** The handlers tried in turn until one answers. */
export function firstOf(...handlers: readonly HttpHandler[]): HttpHandler {
  return async (request: HttpRequest, context) => {
    for (const handler of handlers) {
      const response = await handler(request, context)
      if (response) return response
    }
    return undefined
  }
}
