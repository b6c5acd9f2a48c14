// Runs a schema and says in plain English what is wrong first. Schemas and their library stay behind this.
import type { z } from 'zod'
import { ok, refuse, type Result } from '../domain/errors.ts'
import { fieldPath, type FieldPath } from './field-path.ts'

/**
 * `json` as the schema reads it, or `invalid_request` with the path of the first field that is wrong. Every issue's
 * message must be written to go on from "… must be", and that of an unknown field from "… is not a field here;".
 */
export function check<T>(schema: z.ZodType<T>, json: unknown): Result<T> {
  const parsed = schema.safeParse(json)
  if (parsed.success) return ok(parsed.data)
  const issue = parsed.error.issues[0]
  if (issue === undefined) return refuse('invalid_request', 'The body is not what this call takes.')
  const steps = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  if (issue.code === 'unrecognized_keys') {
    const field = fieldPath([...steps, issue.keys[0] ?? ''])
    return refuse('invalid_request', `${field} is not a field here; ${issue.message}`, field)
  }
  const field = fieldPath(steps)
  if (field === '') return refuse('invalid_request', `The body must be ${issue.message}.`)
  const verb = isMissing(json, steps) ? 'is missing; it must be' : 'must be'
  return refuse('invalid_request', `${field} ${verb} ${issue.message}.`, field)
}

function isMissing(json: unknown, path: FieldPath): boolean {
  let value: unknown = json
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return true
    value = Reflect.get(value, step)
  }
  return value === undefined
}
