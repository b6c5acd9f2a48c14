// The query of a list: which parameters there are, each at most once, and the page they mean.
import { z } from 'zod'
import { refuse, type Result } from '../domain/errors.ts'
import { check } from './check.ts'
import { decodeCursor, type ListCursor } from './cursor.ts'
import { fieldPath } from './field-path.ts'
import { matching } from './schema.ts'

/** 1 … 100, as text. */
export const pageLimit = matching('a whole number from 1 to 100', /^(?:[1-9]\d?|100)$/).transform(Number)

export const pageCursor = z.string().transform((word, context): ListCursor => {
  const place = decodeCursor(word)
  if (place !== undefined) return place
  context.addIssue({ code: 'custom', message: 'the `next` of an earlier answer, unchanged' })
  return z.NEVER
})

/** Refuses with `invalid_request` what is unknown, wrong, or there twice, naming the parameter. */
export function checkQuery<T>(schema: z.ZodType<T>, searchParams: URLSearchParams): Result<T> {
  const seen = new Map<string, string>()
  for (const [name, value] of searchParams) {
    const field = fieldPath([name])
    if (seen.has(name)) return refuse('invalid_request', `${field} is there twice; send each parameter once.`, field)
    seen.set(name, value)
  }
  return check(schema, Object.fromEntries(seen))
}
