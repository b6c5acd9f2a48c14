// The two kinds of answer: JSON, and problems as RFC 9457 with a stable code.
import type { Approval } from '../domain/approval.ts'
import { errorRow, type ErrorCode, type Refusal } from '../domain/errors.ts'
import type { HttpResponse } from './http.ts'
import { toWire } from './wire.ts'

export type Header = readonly [name: string, value: string]

export function json(status: number, value: unknown, headers: readonly Header[] = []): HttpResponse {
  const type: Header = ['content-type', 'application/json; charset=utf-8']
  return { status, headers: [type, noStore, ...headers], body: JSON.stringify(value) }
}

type Problem = Omit<Refusal, 'ok'> & { readonly approval?: Approval }

/** `status` differs from the code's own only where the answer stands for the action itself. */
export function problem(
  refusal: Problem,
  options: { readonly status?: number; readonly headers?: readonly Header[] } = {},
): HttpResponse {
  const body = problemBody(refusal, options.status)
  const headers: Header[] = [
    ['content-type', 'application/problem+json; charset=utf-8'],
    noStore,
    ...retryHeaders(refusal.code),
  ]
  return { status: body.status, headers: [...headers, ...(options.headers ?? [])], body: JSON.stringify(body) }
}

/** The problem as it is written, for answers that hold several. */
export function problemBody(refusal: Problem, status?: number) {
  const { code, detail, field, approval } = refusal
  const row = errorRow(code)
  return {
    type: problemType(code),
    title: row.meaning,
    status: status ?? row.status,
    code,
    detail,
    ...(field !== undefined && { field }),
    ...(approval && { approval: toWire(approval) }),
  }
}

/** A reference that leads to the meaning of the code, on the gateway that answered. */
export const problemType = (code: ErrorCode): string => `/problems/${code}`

/** The answer where the problem is what became of the action: denied is 403 there, and 409 where one asks to decide it. */
export function gateProblem(refusal: Problem): HttpResponse {
  const { gateStatus } = errorRow(refusal.code)
  return problem(refusal, gateStatus === undefined ? {} : { status: gateStatus })
}

const noStore: Header = ['cache-control', 'no-store']

function retryHeaders(code: ErrorCode): readonly Header[] {
  const { status } = errorRow(code)
  if (status === 401) return [['www-authenticate', 'Bearer realm="holdpoint"']]
  return status === 429 || status === 503 ? [['retry-after', '5']] : []
}
