// Is it alive, can it serve, and what does it speak.
import { openApiDocument } from './openapi.ts'
import { problemsRoute } from './problems-route.ts'
import { json, problem } from './respond.ts'
import type { OpenRoute, Route } from './route.ts'

export interface Readiness {
  readonly ready: boolean
  /** What is wrong, for the operator; no secrets. */
  readonly why?: string
  /** What is not as it should be although it can serve; no secrets, anybody reads them. */
  readonly warnings?: readonly string[]
}

export function operationsRoutes(
  readiness: () => Promise<Readiness>,
  version: string,
  routes: readonly Route[],
): readonly OpenRoute[] {
  let document: unknown
  const own: OpenRoute[] = [
    problemsRoute,
    {
      method: 'GET',
      path: '/healthz',
      operationId: 'health',
      summary: 'The process answers',
      open: true,
      answers: { 200: { means: 'It does.', schema: 'Ok' } },
      run: () => Promise.resolve(json(200, { ok: true })),
    },
    {
      method: 'GET',
      path: '/readyz',
      operationId: 'readiness',
      summary: 'The store answers and the gateway is not stopping',
      open: true,
      answers: {
        200: { means: 'Ready; `warnings` says what is amiss all the same.', schema: 'Ready' },
        503: { means: 'Not ready; `detail` says why.' },
      },
      async run() {
        const { ready, why, warnings = [] } = await readiness()
        return ready
          ? json(200, { ok: true, ...(warnings.length > 0 && { warnings }) })
          : problem({ code: 'unavailable', detail: why ?? 'Not ready.' })
      },
    },
    {
      method: 'GET',
      path: '/openapi.json',
      operationId: 'openapi',
      summary: 'This document',
      open: true,
      answers: { 200: { means: 'OpenAPI 3.1.', schema: 'OpenApi' } },
      run: () => Promise.resolve(json(200, (document ??= openApiDocument([...routes, ...own], version)))),
    },
  ]
  return own
}
