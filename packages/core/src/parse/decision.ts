// The body of `POST /v1/approvals/{id}/decision`: a reviewer's verdict on exactly what it saw.
import type { Digest } from '../domain/action.ts'
import type { Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { verdicts, type Verdict } from '../domain/vote.ts'
import { check } from './check.ts'
import { digest, expiresInMs, reason } from './fields.ts'
import { integer, jsonValue, oneOf, record } from './schema.ts'

export interface Decision {
  readonly verdict: Verdict
  /** The digest the reviewer saw. */
  readonly digest: Digest
  readonly reason?: string
  /** The edited input that is approved in place of the one asked for. */
  readonly input?: Json
  /** The terms of the rule that `allow-always` leaves behind. */
  readonly remember?: {
    /** 1,000 … 2,592,000,000. */
    readonly expiresInMs?: number
    /** 1 … 1,000,000. */
    readonly maxUses?: number
  }
}

const decision = record({
  verdict: oneOf(verdicts),
  digest,
  reason: reason.optional(),
  input: jsonValue.optional(),
  remember: record({ expiresInMs: expiresInMs.optional(), maxUses: integer(1, 1_000_000).optional() }).optional(),
})

/** Refuses with `invalid_request`, naming the field. */
export function parseDecision(json: unknown): Result<Decision> {
  return check(decision, json)
}
