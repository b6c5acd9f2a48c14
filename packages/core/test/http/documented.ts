// The OpenAPI document as a judge: whether an answer is one that it describes, down to fields that nobody wrote down.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { openApiDocument } from '../../src/http/openapi.ts'
import type { HttpResponse } from '../../src/http/http.ts'
import type { Route } from '../../src/http/route.ts'
import { schemas, type SchemaName } from '../../src/http/schemas.ts'
import { matchPath, parseTarget } from '../../src/http/target.ts'

/** Clients must take further fields; here one that isn't written down is a gap in the document. */
function closedSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closedSchema)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closedSchema(value)]))
  return 'properties' in inner && !('additionalProperties' in inner) ? { ...inner, additionalProperties: false } : inner
}

/** Documents that hold others as they are. */
const open: ReadonlySet<string> = new Set(['OpenApi'])

const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema({
  $id: 'api',
  components: {
    schemas: Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [name, open.has(name) ? schema : closedSchema(schema)]),
    ),
  },
})

export function validatorOf(name: SchemaName): ValidateFunction {
  const validate = ajv.getSchema(`api#/components/schemas/${name}`)
  if (!validate) throw new Error(`no schema ${name}`)
  return validate
}

export function whyInvalid(name: SchemaName, value: unknown): string | undefined {
  const validate = validatorOf(name)
  return validate(value) ? undefined : `${name}: ${ajv.errorsText(validate.errors)}`
}

/** Headers that any answer may have. */
const general = /^(content-type|cache-control|vary|access-control-.*)$/

/** Throws where a handler gives an answer that its own document doesn't describe. */
export function mustBeDocumented(
  routes: readonly Route[],
  method: string,
  target: string,
  response: HttpResponse,
): void {
  const segments = parseTarget(target)?.segments ?? []
  const asked = method === 'HEAD' ? 'GET' : method
  const route = routes.find(
    ({ method, path }) => method === asked && matchPath(path.slice(1).split('/'), segments) !== undefined,
  )
  const { status, body } = response
  const what = `${method} ${target} → ${status}`
  if (typeof body !== 'string') return
  const value: unknown = JSON.parse(body)
  const fail = (why: string | undefined) => {
    if (why !== undefined) throw new Error(`${what} is not as documented: ${why}\n${body}`)
  }
  if (status >= 400) return fail(whyInvalid('Problem', value))
  const answer = route?.answers[status]
  if (!answer) return fail('this status is not in the document')
  if (!answer.schema) return fail('a body where the document has none')
  fail(whyInvalid(answer.schema, value))
  for (const [name] of response.headers) {
    const written = (answer.headers ?? []).map((header) => header.toLowerCase())
    if (!general.test(name) && !written.includes(name)) fail(`the header ${name}`)
  }
}

export const documentOf = (routes: readonly Route[]) => openApiDocument(routes, '1.0.0')
