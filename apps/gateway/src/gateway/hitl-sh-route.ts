// `GET /v1/hitl-sh`: what is left of HITL.sh's calls, and whether questions wait for some.
import { refuse, type Json, type Refusal } from '@holdpoint/core'
import type { Authenticate, HttpHandler, HttpResponse } from '@holdpoint/core/http'
import type { HitlSh } from './hitl-sh.ts'

export interface HitlShRouteOptions {
  readonly hitlSh: () => HitlSh | undefined
  readonly authenticate: Authenticate
  readonly respond: {
    problem(refusal: Refusal): HttpResponse
    json(status: number, value: Json): HttpResponse
  }
}

/** `{configured, limit?, remaining?, resetAt?, waiting?, notice?}`, for those who decide. */
export function createHitlShRoute({ hitlSh: current, authenticate, respond }: HitlShRouteOptions): HttpHandler {
  return async (request, context = {}) => {
    if (request.target !== '/v1/hitl-sh') return undefined
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return respond.problem(refuse('method_not_allowed', `This path does not take ${request.method}.`))
    const principal = await authenticate(request, context)
    if (!principal.ok) return respond.problem(principal)
    if (!principal.value.scopes.includes('decide'))
      return respond.problem(refuse('forbidden', 'This takes a credential with the scope "decide".'))
    const hitlSh = current()
    if (!hitlSh) return respond.json(200, { configured: false })
    const { limit, remaining, resetAt, waiting } = hitlSh.state()
    const notice = hitlSh.notice()
    const left = { limit, remaining: Math.max(0, remaining), resetAt: new Date(resetAt).toISOString(), waiting }
    return respond.json(200, { configured: true, ...left, ...(notice !== undefined && { notice }) })
  }
}
