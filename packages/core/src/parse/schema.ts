// The few kinds of schema that calls are made of. Each leaf carries one phrase, which goes on from "… must be".
import { z } from 'zod'
import { whereNotJson, type Json } from '../domain/json.ts'

/** Without the keys whose value is `undefined`: absent is absent, whoever wrote it. */
type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/**
 * A plain object of these fields and no other; fields are optional where they say `.optional()`. What a class or a
 * prototype adds is not looked at.
 */
export function record<S extends z.ZodRawShape>(shape: S) {
  const known = Object.keys(shape)
  const phrase = `an object with ${known.join(', ')}`
  const error = (issue: { readonly code?: string; readonly keys?: readonly string[] }) =>
    issue.code === 'unrecognized_keys' ? suggestion(issue.keys?.[0] ?? '', known) : phrase
  const strict = z.strictObject(shape, { error })
  return z
    .custom<z.input<typeof strict>>(isPlainObject, { error: phrase })
    .pipe(strict)
    .transform((value) => present(value))
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Present<T>
}

/** The known field that differs from `key` in case, dashes or underscores only, or else all of them. */
function suggestion(key: string, known: readonly string[]): string {
  const plain = (name: string) => name.toLowerCase().replace(/[-_]/g, '')
  const meant = key.length <= 64 ? known.find((name) => plain(name) === plain(key)) : undefined
  return meant === undefined ? `known are ${known.join(', ')}.` : `did you mean ${meant}?`
}

/** Text of at most `max` UTF-16 units. */
export function text(max: number, min = 0) {
  const size = min === 0 ? `at most ${max} characters` : `${min} to ${max} characters`
  return matching(`text of ${size} without half characters`, (value) => value.length >= min && value.length <= max)
}

/** Text that passes `test`. */
export function matching(phrase: string, test: RegExp | ((value: string) => boolean)) {
  const passes = (value: string) => value.isWellFormed() && (test instanceof RegExp ? test.test(value) : test(value))
  return z.string({ error: phrase }).refine(passes, { error: phrase })
}

export function integer(min: number, max: number) {
  const error = `a whole number from ${min} to ${max}`
  return z.int({ error }).min(min, { error }).max(max, { error })
}

/** Exactly one of these words: no padding, no other case. */
export function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words, { error: `one of ${words.map((word) => `"${word}"`).join(', ')}` })
}

/** Any JSON, handed on as it is. `undefined` is not JSON. */
export const jsonValue = z.unknown().transform((value, context): Json => {
  const where = value === undefined ? '' : whereNotJson(value)
  if (where === undefined) return value as Json
  const message = where === '' ? 'JSON' : `JSON throughout; it isn't at ${where}`
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

/** Any JSON object, handed on as it is. */
export const jsonObject = jsonValue.transform((value, context): { readonly [key: string]: Json } => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as { readonly [key: string]: Json }
  context.addIssue({ code: 'custom', message: 'a JSON object' })
  return z.NEVER
})
