// The query of `GET /v1/approvals`.
import { statuses, type Status } from '../domain/approval.ts'
import type { Result } from '../domain/errors.ts'
import type { ListCursor } from './cursor.ts'
import { kind, loopName } from './fields.ts'
import { checkQuery, pageCursor, pageLimit } from './page-query.ts'
import { oneOf, record, text } from './schema.ts'

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

const query = record({
  status: oneOf(statuses).optional(),
  loop: loopName.optional(),
  kind: kind.optional(),
  requester: text(256, 1).optional(),
  limit: pageLimit.default(50),
  cursor: pageCursor.optional(),
})

/** Refuses with `invalid_request` what is unknown, wrong, or there twice, naming the parameter. */
export const parseListQuery = (searchParams: URLSearchParams): Result<ApprovalListQuery> =>
  checkQuery(query, searchParams)
