// What a route is: one row of the table from which routing, authorization and the OpenAPI document come.
import type { Result } from '../domain/errors.ts'
import type { Principal } from '../domain/principal.ts'
import type { Approvals } from '../service/approvals.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import type { AnswerHeaderName, ParameterName } from './parameters.ts'
import type { BodyLimits } from './read-body.ts'
import type { SchemaName } from './schemas.ts'

export interface Call {
  readonly request: HttpRequest
  /** Values of the path's `{…}` segments, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly principal: Principal
  /** Judges the same credential once more, for answers that last. */
  readonly judgeAgain: () => Promise<Result<Principal>>
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
  /** More than the summary can say, as Markdown. */
  readonly describes?: string
  /** Names of headers and query parameters that it reads, from `parameters.ts`. */
  readonly parameters?: readonly ParameterName[]
  /** Name of the body's schema in the OpenAPI document. */
  readonly body?: SchemaName
  /** It may be left out. */
  readonly bodyOptional?: true
  readonly answers: Readonly<Record<number, Answer>>
}

export interface Answer {
  readonly means: string
  /** Problems from 400 on; below that, none is an answer without a body. */
  readonly schema?: SchemaName
  /** JSON where it doesn't say. */
  readonly type?: 'application/json' | 'text/event-stream'
  readonly headers?: readonly AnswerHeaderName[]
}

export interface GuardedRoute extends RouteDoc {
  readonly open?: false
  run(call: Call, context: RouteContext): Promise<HttpResponse>
}

/** Needs no credential. */
export interface OpenRoute extends RouteDoc {
  readonly open: true
  run(params: Readonly<Record<string, string>>): Promise<HttpResponse>
}

export type Route = GuardedRoute | OpenRoute
