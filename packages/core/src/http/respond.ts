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

/** `status` differs from the code's own only where the answer stands for the action itself. */
export function problem(
  refusal: Omit<Refusal, 'ok'> & { readonly approval?: Approval },
  options: { readonly status?: number; readonly headers?: readonly Header[] } = {},
): HttpResponse {
  const { code, detail, field, approval } = refusal
  const row = errorRow(code)
  const status = options.status ?? row.status
  const body = {
    type: `urn:holdpoint:problem:${code}`,
    title: row.meaning,
    status,
    code,
    detail,
    ...(field !== undefined && { field }),
    ...(approval && { approval: toWire(approval) }),
  }
  const headers: Header[] = [
    ['content-type', 'application/problem+json; charset=utf-8'],
    noStore,
    ...retryHeaders(code),
  ]
  return { status, headers: [...headers, ...(options.headers ?? [])], body: JSON.stringify(body) }
}

/** The answer where the problem is what became of the action: denied is 403 there, and 409 where one asks to decide it. */
export function gateProblem(refusal: Parameters<typeof problem>[0]): HttpResponse {
  const { gateStatus } = errorRow(refusal.code)
  return problem(refusal, gateStatus === undefined ? {} : { status: gateStatus })
}

const noStore: Header = ['cache-control', 'no-store']

function retryHeaders(code: ErrorCode): readonly Header[] {
  const { status } = errorRow(code)
  if (status === 401) return [['www-authenticate', 'Bearer realm="holdpoint"']]
  return status === 429 || status === 503 ? [['retry-after', '5']] : []
}
