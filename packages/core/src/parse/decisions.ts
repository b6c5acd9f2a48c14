// The body of `POST /v1/decisions`: decisions by approval id. What each says is judged on its own, later.
import type { Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { check } from './check.ts'
import { jsonObject, record } from './schema.ts'

/** How many decisions one call may bring. */
export const maxDecisions = 100

const some = jsonObject.refine(
  (value) => {
    const count = Object.keys(value).length
    return count >= 1 && count <= maxDecisions
  },
  { error: `an object of 1 to ${maxDecisions} decisions, each under its approval's id` },
)

const decisions = record({ decisions: some })

/** Refuses with `invalid_request`, naming the field. */
export function parseDecisions(json: unknown): Result<{ readonly [id: string]: Json }> {
  const checked = check(decisions, json)
  return checked.ok ? { ok: true, value: checked.value.decisions } : checked
}
