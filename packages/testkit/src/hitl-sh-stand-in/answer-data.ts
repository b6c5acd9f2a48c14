// A reviewer's answer in the shapes that the documents have for each kind of question [DOCS-A, DOCS-B response types].
import type { Json } from '@holdpoint/core'
import { optionValue } from './check-create.ts'
import { isRecord } from './json-record.ts'
import type { StandInRequest } from './ledger.ts'

export type AnswerShape = 'value' | 'labelled' | 'bare'

/** Whether the service would take this value for that question. */
export function isAnswerTo(request: StandInRequest, value: Json): boolean {
  const config = isRecord(request.response_config) ? request.response_config : {}
  const offered = optionsOf(request).map(optionValue)
  const isNumber = (min: unknown, max: unknown) =>
    typeof value === 'number' && value >= (typeof min === 'number' ? min : -Infinity) && value <= Number(max)
  switch (request.response_type) {
    case 'single_select':
      return offered.some((option) => option === value)
    case 'multi_select':
      return Array.isArray(value) && value.every((chosen) => offered.some((option) => option === chosen))
    case 'rating':
      return isNumber(config.scale_min ?? 1, config.scale_max)
    case 'number':
      return isNumber(config.min_value, config.max_value)
    case 'boolean':
      return typeof value === 'boolean'
    default:
      return typeof value === 'string'
  }
}

export function answerData(request: StandInRequest, value: Json, shape: AnswerShape): Json {
  if (shape === 'bare' || request.response_type === 'text') return value
  const isLabelled = shape === 'labelled'
  switch (request.response_type) {
    case 'multi_select': {
      const labels = Array.isArray(value) ? value.map((chosen) => labelOf(request, chosen)) : []
      return { selected_values: value, ...(isLabelled && { selected_labels: labels }) }
    }
    case 'rating':
      return { rating: value, ...(isLabelled && { rating_label: '' }) }
    case 'number':
      return { number: value, ...(isLabelled && { formatted_value: JSON.stringify(value) }) }
    case 'boolean':
      return { boolean: value, ...(isLabelled && { boolean_label: value === true ? 'Yes' : 'No' }) }
    case 'editable_text':
      return { revised_text: value, was_edited: value !== draftOf(request) }
    default:
      return { selected_value: value, ...(isLabelled && { selected_label: labelOf(request, value) }) }
  }
}

const draftOf = ({ response_config }: StandInRequest): Json =>
  isRecord(response_config) ? (response_config.draft_text ?? null) : null

function labelOf(request: StandInRequest, value: Json): Json {
  const option = optionsOf(request).find((other) => optionValue(other) === value)
  return isRecord(option) ? (option.label ?? null) : (option ?? null)
}

function optionsOf({ response_config }: StandInRequest): readonly Json[] {
  const options = isRecord(response_config) ? response_config.options : undefined
  return Array.isArray(options) ? options : []
}
