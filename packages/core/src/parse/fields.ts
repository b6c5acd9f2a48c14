// The fields that several calls share, each with its limits, once.
import { z } from 'zod'
import type { Digest } from '../domain/action.ts'
import { matching, record, text, integer } from './schema.ts'

export const loopName = matching(
  'a loop name: 1 to 64 of a-z, 0-9, "_" and "-", beginning with a letter or digit',
  /^[a-z0-9][a-z0-9_-]{0,63}$/,
)

export const kind = matching(
  'a kind: lower-case words joined by dots, such as outbound.message, at most 128 characters',
  (value) => value.length <= 128 && /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(value),
)

export const digest = matching('a digest: "sha256:" and 64 lower-case hex digits', /^sha256:[0-9a-f]{64}$/).transform(
  (value) => value as Digest,
)

/** From one second to thirty days. */
export const expiresInMs = integer(1_000, 2_592_000_000)

export const claim = record({ title: text(200).optional(), summary: text(2_000).optional() })

export const reason = text(2_000)

/**
 * An absolute http or https URL of at most 2,048 characters, kept as it was written. Only its form is judged: whether
 * its address may be called is for whoever calls it. What URL parsers silently repair (spaces, control characters,
 * backslashes, missing slashes) is refused, because two of them may repair it differently.
 */
export const httpUrl = matching(
  'an absolute http or https URL of at most 2048 characters',
  (value) =>
    value.length <= 2_048 && /^https?:\/\/[^\s\p{Cc}\\/?#][^\s\p{Cc}\\]*$/iu.test(value) && URL.canParse(value),
)

const maxTargetFields = 32
const maxTargetChars = 4_096

/** A flat map of strings, copied. A value may be empty: an empty thread and no thread are two different targets. */
export const target = z.unknown().transform((value, context): Readonly<Record<string, string>> => {
  const fail = (message: string, path: string[] = []) => {
    context.addIssue({ code: 'custom', message, path })
    return z.NEVER
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail('a flat object of strings, such as {"channel": "log", "to": "+1555"}')
  const fields = Object.entries(value)
  if (fields.length > maxTargetFields) return fail(`an object of at most ${maxTargetFields} fields`)
  for (const [name, inner] of fields) {
    if (!/^[A-Za-z0-9_.-]{1,64}$/.test(name) || name === '__proto__')
      return fail('named with 1 to 64 of A-Z, a-z, 0-9, "_", "." and "-"', [name])
    if (typeof inner !== 'string' || inner.length > maxTargetChars || !inner.isWellFormed())
      return fail(`text of at most ${maxTargetChars} characters without half characters`, [name])
  }
  return Object.fromEntries(fields)
})
