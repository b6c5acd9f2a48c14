// What a route is: one row of the table from which routing, authorization and the OpenAPI document come.
import type { Principal } from '../domain/principal.ts'
import type { Approvals } from '../service/approvals.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import type { BodyLimits } from './read-body.ts'

export interface Call {
  readonly request: HttpRequest
  /** Values of the path's `{…}` segments, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly principal: Principal
}

export interface RouteContext {
  readonly approvals: Approvals
  readonly limits: BodyLimits
  /** The longest that `Prefer: wait` may hold a call, in ms. */
  readonly maxWaitMs: number
  /** Names of the outbound channels. */
  readonly outbound: ReadonlySet<string>
}

interface RouteDoc {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** `/v1/approvals/{id}/decision`. */
  readonly path: string
  readonly operationId: string
  readonly summary: string
  /** Name of the body's schema in the OpenAPI document. */
  readonly body?: string
  /** Answers by status: what they mean, and the name of their schema. */
  readonly answers: Readonly<Record<number, { readonly means: string; readonly schema?: string }>>
}

export interface GuardedRoute extends RouteDoc {
  readonly open?: false
  run(call: Call, context: RouteContext): Promise<HttpResponse>
}

/** Needs no credential. */
export interface OpenRoute extends RouteDoc {
  readonly open: true
  run(): Promise<HttpResponse>
}

export type Route = GuardedRoute | OpenRoute
