// What a guarded request is as an action: method, path, query and chosen headers say what is called, the body with what.
import type { Action } from '../domain/action.ts'
import { routeKind } from '../domain/approval.ts'
import { ok, refuse, type Result } from '../domain/errors.ts'
import type { HttpRequest } from './http.ts'
import type { PlainTarget } from './plain-target.ts'
import { showBody } from './route-body.ts'

export interface RouteActionOptions {
  /** Lower case. Each that was sent is a field `header.<name>` of the target. */
  readonly headers: readonly string[]
  /** Fields that the host adds, such as the plugin whose route it is. */
  readonly target: Readonly<Record<string, string>>
  readonly binary: boolean
}

/** Refuses what two readers could read differently: a chosen header sent twice, a body that is JSON for one of them only. */
export function toRouteAction(
  request: Pick<HttpRequest, 'method' | 'header' | 'headerCount'>,
  { path, query }: PlainTarget,
  bytes: Uint8Array,
  options: RouteActionOptions,
): Result<Action> {
  const twice = [...bodyHeaders, ...options.headers].find((name) => request.headerCount(name) > 1)
  if (twice !== undefined) return refuse('invalid_request', `Send the header ${twice} once.`, twice)
  const headers = options.headers.flatMap((name): [string, string][] => {
    const value = request.header(name)
    return value === undefined ? [] : [[`header.${name}`, value]]
  })
  const [type, encoding] = bodyHeaders.map((name) => request.header(name))
  const body = showBody({ type, encoding, bytes }, options.binary)
  if (!body.ok) return body
  const target = {
    ...options.target,
    method: request.method,
    path,
    ...(query !== undefined && { query }),
    ...Object.fromEntries(headers),
  }
  return ok({ kind: routeKind, target, input: { body: body.value } })
}

/** They decide how the bytes are read. */
const bodyHeaders = ['content-type', 'content-encoding'] as const
