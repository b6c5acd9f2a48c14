// The query of `GET /v1/webhooks/dead`.
import type { Result } from '../domain/errors.ts'
import type { ListCursor } from './cursor.ts'
import { loopName } from './fields.ts'
import { checkQuery, pageCursor, pageLimit } from './page-query.ts'
import { record } from './schema.ts'

export interface DeadHookQuery {
  readonly loop?: string
  /** 1 … 100; 50 if the query doesn't say. */
  readonly limit: number
  /** The list goes on after this place. */
  readonly cursor?: ListCursor
}

const query = record({ loop: loopName.optional(), limit: pageLimit.default(50), cursor: pageCursor.optional() })

/** Refuses with `invalid_request` what is unknown, wrong, or there twice, naming the parameter. */
export const parseDeadHookQuery = (searchParams: URLSearchParams): Result<DeadHookQuery> =>
  checkQuery(query, searchParams)
