// The OpenAPI 3.1 document, from the table that routes the calls.
import { examples } from './examples.ts'
import { answerHeaders, parameters, type AnswerHeaderName } from './parameters.ts'
import type { Answer, Route } from './route.ts'
import { schemas, type SchemaName } from './schemas.ts'

export function openApiDocument(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Holdpoint',
      version,
      description:
        'Holds actions until a human has allowed exactly them. Times are ISO 8601 in UTC; absent fields are left out; ' +
        'further fields may be added. Every error is a problem of RFC 9457 with a stable `code`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: tags.map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas,
      parameters,
      headers: answerHeaders,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key, or the gateway’s own credential.' },
      },
    },
  }
}

const tags = [
  ['approvals', 'Ask, wait, decide, start, finish.'],
  ['rules', 'What runs without asking.'],
  ['quarantine', 'Callbacks that were not understood.'],
  ['audit', 'Who did what, in a chain that shows tampering.'],
  ['webhooks', 'Messages to callback URLs that no receiver took.'],
  ['policy', 'What the policy would say.'],
  ['outbound', 'Messages that the gateway delivers itself.'],
  ['events', 'What changes, as it changes.'],
  ['operations', 'Is it alive, and what does it speak.'],
] as const

/** The first part of the path says it, or the operation is about the gateway itself. */
function tagOf({ path }: Route): string {
  const [, , about = ''] = path.split('/')
  if (about === 'decisions') return 'approvals'
  return tags.find(([name]) => path.startsWith('/v1/') && name === about)?.[0] ?? 'operations'
}

function operation(route: Route): object {
  const { body } = route
  return {
    operationId: route.operationId,
    tags: [tagOf(route)],
    summary: route.summary,
    ...(route.describes !== undefined && { description: route.describes }),
    security: route.open ? [] : [{ key: [] }],
    parameters: [
      ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...(route.parameters ?? []).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ],
    ...(body !== undefined && {
      requestBody: { required: !route.bodyOptional, content: { 'application/json': media(body) } },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, answer]) => [status, response(Number(status), answer)]),
      ),
      ...(!route.open && { 401: response(401, { means: '`unauthenticated`.' }) }),
      default: response(500, { means: 'A problem, as RFC 9457.' }),
    },
  }
}

const media = (name: SchemaName) => ({
  schema: { $ref: `#/components/schemas/${name}` },
  ...(examples[name] !== undefined && { example: examples[name] }),
})

const headersOf = (names: readonly AnswerHeaderName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

function response(status: number, { means, schema, type = 'application/json', headers }: Answer): object {
  const sent = { description: means, ...(headers && { headers: headersOf(headers) }) }
  // The example of a problem is of one code: with each status it would only mislead.
  if (status >= 400)
    return { ...sent, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
  return { ...sent, ...(schema !== undefined && { content: { [type]: media(schema) } }) }
}
