// The body of `POST /v1/rules` and the query of `GET /v1/rules`.
import type { Action } from '../domain/action.ts'
import type { Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { ruleStatuses, type RuleStatus } from '../domain/rule.ts'
import { check } from './check.ts'
import type { ListCursor } from './cursor.ts'
import { kind, loopName, target } from './fields.ts'
import { checkQuery, pageCursor, pageLimit } from './page-query.ts'
import { integer, jsonValue, matching, oneOf, record } from './schema.ts'

export interface RuleDraft {
  readonly loop?: string
  /** One requester's id, exactly: a rule is never for everybody. */
  readonly requester: string
  readonly kind: string
  readonly target: Action['target']
  /** Where it is there, `null` included, the rule is for this input only. */
  readonly input?: Json
  /** 60,000 … 31,536,000,000. */
  readonly expiresInMs?: number
  /** 1 … 1,000,000. */
  readonly maxUses?: number
}

export interface RuleListQuery {
  readonly loop?: string
  readonly status?: RuleStatus
  /** 1 … 100; 50 if the query doesn't say. */
  readonly limit: number
  readonly cursor?: ListCursor
}

const requester = matching(
  'the id of one requester, such as "key:bot": 1 to 256 characters, no control characters, not "*"',
  (value) => value !== '*' && value.length <= 256 && /^\P{Cc}+$/u.test(value),
)

const draft = record({
  loop: loopName.optional(),
  requester,
  kind,
  target,
  input: jsonValue.optional(),
  expiresInMs: integer(60_000, 31_536_000_000).optional(),
  maxUses: integer(1, 1_000_000).optional(),
})

/** Refuses with `invalid_request`, naming the field. */
export function parseRuleDraft(json: unknown): Result<RuleDraft> {
  return check(draft, json)
}

const query = record({
  loop: loopName.optional(),
  status: oneOf(ruleStatuses).optional(),
  limit: pageLimit.default(50),
  cursor: pageCursor.optional(),
})

/** Refuses with `invalid_request`, naming the parameter. */
export function parseRuleListQuery(searchParams: URLSearchParams): Result<RuleListQuery> {
  return checkQuery(query, searchParams)
}
