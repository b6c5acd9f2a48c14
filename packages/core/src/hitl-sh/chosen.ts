// What a reviewer chose and who it was, out of the shapes HITL.sh has for them. Only exact values count, never labels.
import type { Json } from '../domain/json.ts'
import { verdicts, type Verdict } from '../domain/vote.ts'

/**
 * The verdict in a `response_data`: `{selected_value}`, `{selected_value, selected_label}` or the bare value (the
 * documents have all three). Anything but exactly one of the three words is undefined: no case, space or look-alike is
 * forgiven.
 */
export function verdictIn(responseData: Json | undefined): Verdict | undefined {
  const value = isObject(responseData) ? own(responseData, 'selected_value') : responseData
  return verdicts.find((verdict) => verdict === value)
}

/**
 * The reviewer's user id in a `response_by`: an object with `user_id`, or the bare id. Undefined unless it is 1–128
 * visible ASCII characters, so that one person can't vote under two spellings.
 */
export function reviewerIn(responseBy: Json | undefined): string | undefined {
  const userId = isObject(responseBy) ? own(responseBy, 'user_id') : responseBy
  return typeof userId === 'string' && /^[\x21-\x7e]{1,128}$/.test(userId) ? userId : undefined
}

type JsonObject = { readonly [key: string]: Json }

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object's own field: what it inherits was never sent. */
export function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
