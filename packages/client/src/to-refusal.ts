// A refusal from an answer that is none of those that a call expects.
import { errorRow, type ErrorCode, type Json } from '@holdpoint/core'
import { fromWire } from '@holdpoint/core/http'
import type { ClientRefusal } from './client-result.ts'

/** Statuses that say nothing of the call itself. 429 is not among them: it says to stop, not to go on. */
const passing: ReadonlySet<number> = new Set([408, 502, 503, 504])

/** `writes`: the call could have changed something. */
export function toRefusal(name: string, status: number, writes: boolean, json: Json): ClientRefusal {
  const unknownOutcome = writes && status >= 500
  const retryable = passing.has(status)
  const read = fromWire('Problem', json)
  if (!read.ok) {
    const code = codeFor(status)
    return {
      ok: false,
      code,
      status,
      detail: `${name}: ${status} ${errorRow(code).meaning}`,
      unknownOutcome,
      retryable,
    }
  }
  const { code, detail, field, approval } = read.value
  const about = { ...(field !== undefined && { field }), ...(approval && { approval }) }
  return { ok: false, code, detail, status, ...about, unknownOutcome, retryable }
}

/** For what isn't a problem of Holdpoint's, or one of a later version: a proxy's page, say. */
function codeFor(status: number): ErrorCode {
  const known: Readonly<Record<number, ErrorCode>> = {
    401: 'unauthenticated',
    403: 'forbidden',
    404: 'not_found',
    405: 'method_not_allowed',
    413: 'body_too_large',
    429: 'too_many_requests',
  }
  return known[status] ?? (status >= 400 && status < 500 ? 'invalid_request' : 'unavailable')
}
