// The query of `GET /v1/approvals`.
import { z } from 'zod'
import { statuses, type Status } from '../domain/approval.ts'
import { refuse, type Result } from '../domain/errors.ts'
import { check } from './check.ts'
import { decodeCursor, type ListCursor } from './cursor.ts'
import { fieldPath } from './field-path.ts'
import { kind, loopName } from './fields.ts'
import { matching, oneOf, record, text } from './schema.ts'

export { encodeCursor } from './cursor.ts'

export interface ApprovalListQuery {
  readonly status?: Status
  readonly loop?: string
  readonly kind?: string
  readonly requester?: string
  /** 1 … 100; 50 if the query doesn't say. */
  readonly limit: number
  /** The list goes on after this place. */
  readonly cursor?: ListCursor
}

const limit = matching('a whole number from 1 to 100', /^(?:[1-9]\d?|100)$/).transform(Number)

const cursor = z.string().transform((word, context): ListCursor => {
  const place = decodeCursor(word)
  if (place !== undefined) return place
  context.addIssue({ code: 'custom', message: 'the `next` of an earlier answer, unchanged' })
  return z.NEVER
})

const query = record({
  status: oneOf(statuses).optional(),
  loop: loopName.optional(),
  kind: kind.optional(),
  requester: text(256, 1).optional(),
  limit: limit.default(50),
  cursor: cursor.optional(),
})

/** Refuses with `invalid_request` what is unknown, wrong, or there twice, naming the parameter. */
export function parseListQuery(searchParams: URLSearchParams): Result<ApprovalListQuery> {
  const seen = new Map<string, string>()
  for (const [name, value] of searchParams) {
    const field = fieldPath([name])
    if (seen.has(name)) return refuse('invalid_request', `${field} is there twice; send each parameter once.`, field)
    seen.set(name, value)
  }
  return check(query, Object.fromEntries(seen))
}
