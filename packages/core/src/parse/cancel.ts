// The body of `POST /v1/approvals/{id}/cancel`, which may be left out.
import { ok, type Result } from '../domain/errors.ts'
import { check } from './check.ts'
import { reason } from './fields.ts'
import { record } from './schema.ts'

export interface CancelCall {
  readonly reason?: string
}

const cancel = record({ reason: reason.optional() })

/** `undefined` is a call without a body. Refuses with `invalid_request`, naming the field. */
export function parseCancel(json: unknown): Result<CancelCall> {
  return json === undefined ? ok({}) : check(cancel, json)
}
