// The queries of `GET /v1/audit` and `GET /v1/audit/head`.
import type { Result } from '../domain/errors.ts'
import { loopName } from './fields.ts'
import { checkQuery, pageLimit } from './page-query.ts'
import { matching, record } from './schema.ts'

export interface AuditListQuery {
  /** A loop's name, or `@gateway`. */
  readonly loop?: string
  /** 0 if the query doesn't say. */
  readonly after: number
  /** 1 … 100; 50 if the query doesn't say. */
  readonly limit: number
}

const chainName = loopName.or(matching('a loop name or "@gateway"', /^@gateway$/))
const seq = matching('the `next` of an earlier answer, or 0', /^(?:0|[1-9]\d{0,14})$/).transform(Number)

const listQuery = record({ loop: chainName.optional(), after: seq.default(0), limit: pageLimit.default(50) })
const headQuery = record({ loop: chainName.optional() })

/** Refuses with `invalid_request` what is unknown, wrong, or there twice, naming the parameter. */
export const parseAuditQuery = (searchParams: URLSearchParams): Result<AuditListQuery> =>
  checkQuery(listQuery, searchParams)

/** Refuses as `parseAuditQuery`. */
export const parseHeadQuery = (searchParams: URLSearchParams): Result<{ readonly loop?: string }> =>
  checkQuery(headQuery, searchParams)
