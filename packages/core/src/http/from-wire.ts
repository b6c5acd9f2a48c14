// The other half of the wire: what was answered, read by the very schemas that describe it, back into the words of the
// domain. Times become epoch ms, fields that a later version has added are dropped, and anything else that is not as
// described is not read at all.
import type { Json } from '../domain/json.ts'
import { schemas } from './schemas.ts'
import type { WireViews } from './wire-views.ts'

export type FromWire<T> =
  | { readonly ok: true; readonly value: T }
  /** Where it is not as described, such as `items[2].expiresAt`. */
  | { readonly ok: false; readonly where: string }

export function fromWire<N extends keyof WireViews>(name: N, json: Json): FromWire<WireViews[N]> {
  const read = decode({ $ref: `${prefix}${name}` }, json, '')
  return 'where' in read ? { ok: false, where: read.where } : { ok: true, value: read.value as WireViews[N] }
}

const prefix = '#/components/schemas/'

type Decoded = { readonly value: unknown } | { readonly where: string }

/** The keywords of JSON Schema that answers are described with; a test fails where they use another. */
interface Schema {
  readonly $ref?: string
  readonly anyOf?: readonly Schema[]
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
}

/** Lists and flags that the wire leaves out where there is nothing to tell. */
const absent: Readonly<Partial<Record<string, object>>> = {
  Approval: { editable: false, ruleBindsInput: false, edits: [], comments: [], asks: [] },
}

function decode(schema: Schema, json: Json, where: string): Decoded {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(prefix.length)
    const described: Readonly<Record<string, object>> = schemas
    return withAbsent(name, decode(described[name] as Schema, json, where))
  }
  if (schema.anyOf !== undefined) {
    const tried = schema.anyOf.map((option) => decode(option, json, where))
    return tried.find((read) => 'value' in read) ?? { where }
  }
  if (schema.enum !== undefined) return schema.enum.includes(json) ? { value: json } : { where }
  if (schema.const !== undefined) return schema.const === json ? { value: json } : { where }
  switch (schema.type) {
    case undefined:
      return { value: json }
    case 'string':
      return decodeText(schema, json, where)
    case 'boolean':
      return typeof json === 'boolean' ? { value: json } : { where }
    case 'integer': {
      const { minimum = -Infinity, maximum = Infinity } = schema
      return Number.isSafeInteger(json) && Number(json) >= minimum && Number(json) <= maximum
        ? { value: json }
        : { where }
    }
    case 'array':
      return Array.isArray(json) ? decodeList(schema.items ?? {}, json, where) : { where }
    case 'object':
      return isObject(json) ? decodeObject(schema, json, where) : { where }
    default:
      return { where }
  }
}

const isObject = (json: Json): json is { readonly [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

const withAbsent = (name: string, read: Decoded): Decoded =>
  'value' in read && absent[name] ? { value: { ...absent[name], ...(read.value as object) } } : read

function decodeText({ format, pattern }: Schema, json: Json, where: string): Decoded {
  if (typeof json !== 'string') return { where }
  if (format === 'date-time') {
    const at = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(json) ? Date.parse(json) : NaN
    return Number.isNaN(at) ? { where } : { value: at }
  }
  return pattern === undefined || new RegExp(pattern, 'u').test(json) ? { value: json } : { where }
}

function decodeList(items: Schema, json: readonly Json[], where: string): Decoded {
  const values: unknown[] = []
  for (const [i, item] of json.entries()) {
    const read = decode(items, item, `${where}[${i}]`)
    if ('where' in read) return read
    values.push(read.value)
  }
  return { value: values }
}

function decodeObject(schema: Schema, json: { readonly [key: string]: Json }, where: string): Decoded {
  const { properties, required = [], additionalProperties: others } = schema
  if (properties === undefined && typeof others !== 'object') return { value: json }
  const at = (key: string) => (where === '' ? key : `${where}.${key}`)
  const missing = required.find((key) => !Object.hasOwn(json, key))
  if (missing !== undefined) return { where: at(missing) }
  const fields: [string, unknown][] = []
  for (const [key, value] of Object.entries(json)) {
    const own = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined
    const inner = own ?? (typeof others === 'object' ? others : undefined)
    if (inner === undefined) continue
    const read = decode(inner, value, at(key))
    if ('where' in read) return read
    fields.push([key, read.value])
  }
  return { value: Object.fromEntries(fields) }
}
