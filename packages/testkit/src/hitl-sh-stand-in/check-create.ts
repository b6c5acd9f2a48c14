// HITL.sh's own validation of a create request, with the messages its documents give [DOCS-A create-request, errors].
import { isRecord, type JsonRecord } from './json-record.ts'

/** Why it is refused with 400, or undefined if it is taken. */
export interface Rejection {
  readonly msg: string
  readonly data: string
}

const enumerations = {
  processing_type: ['time-sensitive', 'deferred'],
  type: ['markdown', 'image', 'file', 'video', 'audio'],
  priority: ['low', 'medium', 'high', 'critical'],
  response_type: ['text', 'single_select', 'multi_select', 'rating', 'number', 'boolean', 'editable_text'],
  platform: ['n8n', 'zapier', 'web_portal', 'api', 'mobile', 'webhook'],
} as const

export function checkCreate(body: JsonRecord): Rejection | undefined {
  const failed = whyInvalid(body)
  if (failed !== undefined) return { msg: 'Validation failed', data: failed }
  const config = whyInvalidConfig(body.response_type, body.response_config)
  return config === undefined ? undefined : { msg: 'Invalid response configuration', data: config }
}

function whyInvalid(body: JsonRecord): string | undefined {
  for (const [field, allowed] of Object.entries(enumerations)) {
    const value = body[field]
    if (value === undefined) return `${field} is required`
    if (!allowed.some((word) => word === value)) return `${field} must be one of: ${allowed.join(', ')}`
  }
  const text = body.request_text
  if (typeof text !== 'string' || text.length < 1 || text.length > 2000)
    return 'request_text must be between 1 and 2000 characters'
  for (const kind of ['image', 'file', 'video', 'audio'])
    if (body.type === kind && !isUrl(body[`${kind}_url`])) return `${kind}_url is required for ${kind} requests`
  const seconds = body.timeout_seconds
  if (seconds === undefined && body.processing_type === 'time-sensitive')
    return 'timeout_seconds is required for time-sensitive requests'
  if (seconds !== undefined && !isIntegerIn(seconds, 60, 86_400)) return 'timeout_seconds must be between 60 and 86400'
  if (body.default_response === undefined) return 'default_response is required'
  if (!isDefaultFor(body.response_type, body.default_response)) return 'default_response must match the response type'
  if (body.context !== undefined && !isRecord(body.context)) return 'context must be an object'
  if (body.callback_url !== undefined && !isUrl(body.callback_url)) return 'callback_url must be a valid URL'
  return undefined
}

function isDefaultFor(responseType: unknown, value: unknown): boolean {
  if (responseType === 'rating' || responseType === 'number') return typeof value === 'number'
  if (responseType === 'boolean') return typeof value === 'boolean'
  if (responseType === 'multi_select') return typeof value === 'string' || Array.isArray(value)
  return typeof value === 'string'
}

function whyInvalidConfig(responseType: unknown, config: unknown): string | undefined {
  if (!isRecord(config)) return 'response_config must be an object'
  if (responseType === 'rating') {
    const { scale_min: min = 1, scale_max: max } = config
    return typeof max === 'number' && max > Number(min) ? undefined : 'scale_max must be greater than scale_min'
  }
  if (responseType === 'number')
    return typeof config.max_value === 'number' ? undefined : 'max_value is required for number response type'
  if (responseType === 'editable_text') {
    if (typeof config.draft_text !== 'string') return 'draft_text is required for editable_text response type'
    return isIntegerIn(config.max_length, 1, 5000) ? undefined : 'max_length must be between 1 and 5000'
  }
  if (responseType !== 'single_select' && responseType !== 'multi_select') return undefined
  const { options } = config
  if (!Array.isArray(options)) return 'options array required for select response type'
  if (options.length < 1 || options.length > 20) return 'options must have between 1 and 20 entries'
  const values = options.map(optionValue)
  if (values.includes(undefined)) return 'each option needs a value (1-100 characters) and a label (1-200 characters)'
  return new Set(values).size === values.length ? undefined : 'option values must be unique'
}

/**
 * The value of an option, or undefined if it is malformed. From plain strings the API makes one up: lower case, spaces
 * to underscores [DOCS-B response types].
 */
export function optionValue(option: unknown): string | undefined {
  if (typeof option === 'string') return isText(option, 100) ? option.toLowerCase().replaceAll(' ', '_') : undefined
  if (!isRecord(option)) return undefined
  const { value, label } = option
  return isText(value, 100) && isText(label, 200) ? value : undefined
}

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length >= 1 && value.length <= max

const isIntegerIn = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max

const isUrl = (value: unknown): boolean => typeof value === 'string' && URL.canParse(value)
