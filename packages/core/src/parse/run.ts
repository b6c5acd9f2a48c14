// The bodies of `…/start` and `…/finish`: the two ends of one run.
import type { Digest } from '../domain/action.ts'
import type { RunOutcome } from '../domain/approval.ts'
import type { Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { check } from './check.ts'
import { digest } from './fields.ts'
import { jsonValue, oneOf, record, text } from './schema.ts'

export interface StartCall {
  readonly digest: Digest
}

export interface FinishCall {
  /** What the start handed out. */
  readonly ticket: string
  readonly outcome: RunOutcome
  readonly detail?: Json
}

const start = record({ digest })

const finish = record({
  ticket: text(256, 1),
  outcome: oneOf(['succeeded', 'failed', 'unknown']),
  detail: jsonValue.optional(),
})

/** Refuses with `invalid_request`, naming the field. */
export function parseStart(json: unknown): Result<StartCall> {
  return check(start, json)
}

/** Refuses with `invalid_request`, naming the field. */
export function parseFinish(json: unknown): Result<FinishCall> {
  return check(finish, json)
}
