// The bodies of `…/revoke`, `…/claim`, `…/comments` and `…/reopen`: what reviewers and requesters do beside deciding.
import type { Digest } from '../domain/action.ts'
import type { Result } from '../domain/errors.ts'
import { check } from './check.ts'
import { digest, reason } from './fields.ts'
import { integer, record, text } from './schema.ts'

const revoke = record({ reason: reason.optional() })
const claim = record({ forMs: integer(1_000, 3_600_000).optional() })
const comment = record({ text: text(2_000, 1) })
const reopen = record({ digest: digest.optional() })
const nothing = record({})

/** All refuse with `invalid_request`, naming the field. */
export const parseRevoke = (json: unknown): Result<{ readonly reason?: string }> => check(revoke, json)

/** `forMs`: 1,000…3,600,000. */
export const parseClaim = (json: unknown): Result<{ readonly forMs?: number }> => check(claim, json)

export const parseComment = (json: unknown): Result<{ readonly text: string }> => check(comment, json)

export const parseReopen = (json: unknown): Result<{ readonly digest?: Digest }> => check(reopen, json)

export const parseNothing = (json: unknown): Result<object> => check(nothing, json)
