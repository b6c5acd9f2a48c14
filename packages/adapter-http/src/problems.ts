// The three answers that are the adapter's own (RFC 9457): everything else comes from the handler.
import type { HttpResponse } from '@holdpoint/core/http'

/** One constant answer: nothing in it tells one unknown path from another. */
export const notFound: HttpResponse = problem(404, 'Not Found', 'not_found', 'There is nothing at this path.')

export const tooManyHeaders: HttpResponse = problem(
  431,
  'Request Header Fields Too Large',
  'invalid_request',
  'Send fewer than 1000 headers.',
)

export function internalError(id: string): HttpResponse {
  return problem(500, 'Internal Server Error', 'internal', `Something broke; the log has it under ${id}.`)
}

function problem(status: number, title: string, code: string, detail: string): HttpResponse {
  return {
    status,
    headers: [
      ['content-type', 'application/problem+json'],
      ['cache-control', 'no-store'],
    ],
    body: JSON.stringify({ type: 'about:blank', title, status, code, detail }),
  }
}
