// The guard of somebody's own route: it asks, holds, and lets exactly the approved request through, once. It writes no
// answer but its own and runs no handler: whoever carries the request does, and tells how that ended.
import type { Action } from '../domain/action.ts'
import { refuse, type Result } from '../domain/errors.ts'
import type { Principal } from '../domain/principal.ts'
import type { ApprovalRefusal } from '../service/commit.ts'
import type { GuardOptions, PassedCall } from './guard-options.ts'
import { answerHeld, answerRefused, type Audience } from './guard-answers.ts'
import {
  asksApproval,
  checkGuardedRoute,
  nameOf,
  whyNotAsked,
  type GuardedRouteOptions,
  type RouteName,
} from './guarded-route.ts'
import { answering } from './handler.ts'
import { createHolds, type Holds } from './holds.ts'
import type { HttpContext, HttpRequest, HttpResponse } from './http.ts'
import { parsePlainTarget, type PlainTarget } from './plain-target.ts'
import { readBytes } from './read-body.ts'
import { release } from './release.ts'
import { toRouteAction } from './route-action.ts'

export type GuardVerdict =
  | { readonly type: 'passed'; readonly call: PassedCall }
  | { readonly type: 'answered'; readonly response: HttpResponse }

/** Judges one call of one route. Never rejects. */
export type RouteGuard = (request: HttpRequest, context?: HttpContext) => Promise<GuardVerdict>

export interface Guard {
  /** Throws `invalid_config` that names the route where the options can't be meant. */
  route(options: GuardedRouteOptions, name: RouteName): RouteGuard
}

const defaultMaxHeld = 1_000

export function createGuard(options: GuardOptions): Guard {
  const { maxHeld = defaultMaxHeld } = options
  const shared = createHolds(maxHeld)
  return {
    route(route, name) {
      checkGuardedRoute(route, name)
      // Strangers may keep each other waiting, but nobody who has a credential.
      const holds = route.public === true ? createHolds(Math.min(maxHeld, route.maxPending ?? 0)) : shared
      const settled = { route, name, holds }
      return async (request, context = {}) => {
        const verdict = await answering(options, () => judge(options, settled, request, context))
        return 'type' in verdict ? verdict : { type: 'answered', response: verdict }
      }
    },
  }
}

interface Settled {
  readonly route: GuardedRouteOptions
  readonly name: RouteName
  readonly holds: Holds
}

async function judge(
  options: GuardOptions,
  settled: Settled,
  request: HttpRequest,
  context: HttpContext,
): Promise<GuardVerdict> {
  const { route, name, holds } = settled
  if (route.public === true && !asksApproval(route)) return pass({ headers: [] })
  const audience: Audience = route.public === true ? 'public' : 'requester'
  const refused = (refusal: ApprovalRefusal) => answerWith(answerRefused(refusal, audience))

  const target = parsePlainTarget(request.target)
  if (!target.ok) return refused(target)
  const principal = route.public === true ? undefined : await options.authenticate(request, context)
  if (principal && !principal.ok) return refused(principal)
  if (!asksApproval(route)) return pass({ headers: [], ...(principal && { principal: principal.value }) })
  const why = whyNotAsked(request.method, route)
  if (why !== undefined) {
    options.log.error('a guarded route is misconfigured', { route: nameOf(name), why })
    return refused(refuse('invalid_config', `${nameOf(name)}: ${why}`))
  }
  const action = await readAction(options, route, request, target.value)
  if (!action.ok) return refused(action)
  const requester = principal?.value ?? publicPrincipal(settled)
  const call = { request, action: action.value, requester, isPublic: principal === undefined }
  const released = await release(options, route, holds, call)
  if (!released.ok) return refused(released)
  if (released.value.type === 'passed') return pass(released.value.call)
  return answerWith(answerHeld(released.value.approval, audience, released.value.waitedMs))
}

const pass = (call: PassedCall): GuardVerdict => ({ type: 'passed', call })

const answerWith = (response: HttpResponse): GuardVerdict => ({ type: 'answered', response })

/** Everybody who calls a public route is the same requester; what tells them apart is who knows the approval's id. */
const publicPrincipal = ({ route, name }: Settled): Principal => ({
  id: `public:${nameOf(name)}`,
  scopes: ['request'],
  loops: [route.loop ?? 'default'],
  via: 'public',
})

async function readAction(
  { limits }: GuardOptions,
  { headers = [], target = {}, binary = false }: GuardedRouteOptions,
  request: HttpRequest,
  plain: PlainTarget,
): Promise<Result<Action>> {
  const bytes = await readBytes(request, limits)
  return bytes.ok ? toRouteAction(request, plain, bytes.value, { headers, target, binary }) : bytes
}
