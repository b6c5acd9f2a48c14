// `GET /metrics`, for Prometheus: to programs on this machine, and to administrators from anywhere.
import type { Log } from '@holdpoint/core'
import {
  problem,
  type Authenticate,
  type HttpContext,
  type HttpHandler,
  type HttpRequest,
  type Readiness,
} from '@holdpoint/core/http'
import { refuse } from '@holdpoint/core'
import { authorizeAdmin } from '../auth/authorize-admin.ts'
import { isLoopbackHost } from '../config/expect.ts'
import type { HitlSh } from '../gateway/hitl-sh.ts'
import type { CountPending } from './count-pending.ts'
import type { Metrics } from './metrics.ts'

export interface MetricsRouteOptions {
  readonly metrics: Metrics
  readonly pending: CountPending
  readonly readiness: () => Promise<Readiness>
  readonly reloadRefused: () => string | undefined
  readonly hitlSh: () => HitlSh | undefined
  readonly authenticate: Authenticate
  readonly log: Log
}

export function createMetricsRoute(options: MetricsRouteOptions): HttpHandler {
  const { metrics, pending, log } = options
  return async (request, context = {}) => {
    if (request.target !== '/metrics') return undefined
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return problem(refuse('method_not_allowed', 'This path takes GET, HEAD.'), { headers: [['allow', 'GET, HEAD']] })
    if (!isLocal(request, context)) {
      const principal = await options.authenticate(request, context)
      const may = principal.ok ? authorizeAdmin(principal.value, 'see') : principal
      if (!may.ok) return problem(may)
    }
    metrics.ready.set((await options.readiness()).ready ? 1 : 0)
    metrics.reloadRefused.set(options.reloadRefused() === undefined ? 0 : 1)
    tellBudget(metrics, options.hitlSh())
    // A store that is down is just when the rest is wanted.
    await pending.count().catch((error: unknown) => {
      metrics.pending.reset()
      metrics.oldestPending.reset()
      log.warn('pending approvals can’t be counted', { error: String(error) })
    })
    return {
      status: 200,
      headers: [
        ['content-type', metrics.registry.contentType],
        ['cache-control', 'no-store'],
      ],
      body: await metrics.registry.metrics(),
    }
  }
}

/** A header that was forwarded or a credential that was sent says that somebody else asks, or wants to be judged. */
const telling = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'authorization']

function isLocal(request: HttpRequest, { remoteAddress }: HttpContext): boolean {
  const address = remoteAddress?.replace(/^::ffff:/i, '')
  return address !== undefined && isLoopbackHost(address) && telling.every((name) => request.headerCount(name) === 0)
}

function tellBudget({ hitlShLimit, hitlShRemaining, hitlShWaiting }: Metrics, hitlSh: HitlSh | undefined): void {
  if (!hitlSh) {
    for (const gauge of [hitlShLimit, hitlShRemaining, hitlShWaiting]) gauge.remove()
    return
  }
  const { limit, remaining, waiting } = hitlSh.state()
  hitlShLimit.set(limit)
  hitlShRemaining.set(Math.max(0, remaining))
  hitlShWaiting.set(waiting)
}
