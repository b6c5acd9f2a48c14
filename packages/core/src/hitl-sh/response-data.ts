// What a reviewer answered, out of every shape that the documents have for it. By value only: nothing is ever inferred
// from a label, and whatever does not fit the question exactly is no answer.
import type { Json } from '../domain/json.ts'
import { isObject, own } from './chosen.ts'
import type { HitlShParsed } from './parse-wire.ts'
import type { HitlShQuestion } from './question.ts'

export type HitlShResponse =
  | { readonly type: 'text' | 'single_select'; readonly value: string }
  | { readonly type: 'multi_select'; readonly values: readonly string[] }
  | { readonly type: 'rating' | 'number'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'editable_text'; readonly value: string; readonly wasEdited?: boolean }

const no = (reason: string): HitlShParsed<never> => ({ ok: false, reason })
const yes = (value: HitlShResponse): HitlShParsed<HitlShResponse> => ({ ok: true, value })

/**
 * Reads a `response_data` as the answer to `question`: `{selected_value}` with or without a label, `{selected_values}`,
 * `{rating}`, `{number}`, `{boolean}`, `{revised_text}`, or the bare value [DOCS-A, DOCS-B]. Judged by the question's
 * own limits: an option that was offered, a number within its range and on its step, a text of a length that is allowed.
 */
export function parseResponse(
  question: Pick<HitlShQuestion, 'response_type' | 'response_config'>,
  data: Json | undefined,
): HitlShParsed<HitlShResponse> {
  const asked = question as HitlShQuestion
  switch (asked.response_type) {
    case 'text':
      return readText(asked, data)
    case 'editable_text':
      return readEditedText(asked, data)
    case 'single_select': {
      const value = named(data, 'selected_value')
      const isOffered = asked.response_config.options.some((option) => option.value === value)
      return typeof value === 'string' && isOffered ? yes({ type: 'single_select', value }) : no(notOffered)
    }
    case 'multi_select':
      return readSelection(asked, data)
    case 'rating': {
      const { scale_min: min = 1, scale_max: max, scale_step: step = 1 } = asked.response_config
      const value = named(data, 'rating')
      const isOn = isNumberIn(value, min, max) && isMultiple(value - min, step)
      return isOn ? yes({ type: 'rating', value }) : no('the rating is not on the scale')
    }
    case 'number': {
      const { min_value, max_value: max, decimal_places, allow_negative = false } = asked.response_config
      const value = named(data, 'number')
      const least = min_value ?? (allow_negative ? -Infinity : 0)
      const isFine =
        isNumberIn(value, least, max) && (decimal_places === undefined || hasDecimals(value, decimal_places))
      return isFine ? yes({ type: 'number', value }) : no('the number is not one that was asked for')
    }
    case 'boolean': {
      const value = named(data, 'boolean')
      return typeof value === 'boolean' ? yes({ type: 'boolean', value }) : no('it is neither true nor false')
    }
  }
}

type Asked<Type extends HitlShQuestion['response_type']> = Extract<HitlShQuestion, { response_type: Type }>

const notOffered = 'it is not a value that was offered'

function readText({ response_config }: Asked<'text'>, data: Json | undefined): HitlShParsed<HitlShResponse> {
  const { min_length = 0, max_length = 5000 } = response_config
  if (typeof data !== 'string') return no('it is not text')
  if (data.length < min_length || data.length > max_length) return no('the text is too short or too long')
  return yes({ type: 'text', value: data })
}

function readEditedText(
  { response_config }: Asked<'editable_text'>,
  data: Json | undefined,
): HitlShParsed<HitlShResponse> {
  const { min_length = 0, max_length } = response_config
  const value = named(data, 'revised_text')
  if (typeof value !== 'string') return no('it is not text')
  if (value.length < min_length || value.length > max_length) return no('the text is too short or too long')
  const edited = isObject(data) ? own(data, 'was_edited') : undefined
  return yes({ type: 'editable_text', value, ...(typeof edited === 'boolean' && { wasEdited: edited }) })
}

function readSelection(
  { response_config }: Asked<'multi_select'>,
  data: Json | undefined,
): HitlShParsed<HitlShResponse> {
  const { options, min_selections = 0, max_selections = options.length } = response_config
  const chosen = named(data, 'selected_values')
  if (!Array.isArray(chosen)) return no('it is not a list of values')
  const values = options.map(({ value }) => value).filter((value) => chosen.includes(value))
  // As many as were sent: neither twice the same, nor one that was not offered.
  if (values.length !== chosen.length) return no(notOffered)
  if (values.length < min_selections || values.length > max_selections) return no('it has too few or too many values')
  return yes({ type: 'multi_select', values })
}

/** The field where it is an object, else the bare value. */
const named = (data: Json | undefined, field: string): Json | undefined => (isObject(data) ? own(data, field) : data)

const isNumberIn = (value: Json | undefined, min: number, max: number): value is number =>
  typeof value === 'number' && value >= min && value <= max

// 0.1 steps don't add up exactly in binary.
const isMultiple = (value: number, step: number): boolean =>
  step > 0 && Math.abs(value / step - Math.round(value / step)) < 1e-9

const hasDecimals = (value: number, places: number): boolean => Number(value.toFixed(places)) === value
