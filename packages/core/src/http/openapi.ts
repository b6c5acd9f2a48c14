// The OpenAPI 3.1 document, from the table that routes the calls.
import type { Route } from './route.ts'
import { quarantineSchemas } from './quarantine-schemas.ts'
import { ruleSchemas } from './rule-schemas.ts'
import { schemas } from './schemas.ts'

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

export function openApiDocument(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Holdpoint',
      version,
      description: 'Holds actions until a human has allowed exactly them.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { ...schemas, ...ruleSchemas, ...quarantineSchemas },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
  }
}

function operation(route: Route): object {
  return {
    operationId: route.operationId,
    summary: route.summary,
    security: route.open ? [] : [{ key: [] }],
    parameters: [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...(route.body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: ref(route.body) } } },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, answer]) => [status, response(Number(status), answer)]),
      ),
      default: response(500, { means: 'A problem, as RFC 9457.' }),
    },
  }
}

function response(status: number, { means, schema }: { readonly means: string; readonly schema?: string }): object {
  if (status >= 400) return { description: means, content: { 'application/problem+json': { schema: ref('Problem') } } }
  return {
    description: means,
    ...(schema !== undefined && { content: { 'application/json': { schema: ref(schema) } } }),
  }
}
