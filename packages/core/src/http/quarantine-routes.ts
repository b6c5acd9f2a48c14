// The calls on quarantined callbacks: look at what came, and deal with it by hand.
import type { Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import type { QuarantinedCallback } from '../domain/quarantine.ts'
import { encodeCursor } from '../parse/cursor.ts'
import { parseDismissal, parseQuarantineQuery, parseSettlement } from '../parse/quarantine.ts'
import type { ApprovalRefusal } from '../service/commit.ts'
import type { Quarantine } from '../service/quarantine.ts'
import type { HttpResponse } from './http.ts'
import { readJson, readOptionalJson } from './read-body.ts'
import { json, problem } from './respond.ts'
import type { GuardedRoute } from './route.ts'

const common = {
  400: { means: 'A field is wrong; `field` names it.' },
  403: { means: '`forbidden`: it takes the scope `decide` in that loop.' },
  404: { means: 'None that you may see.' },
}
const one: GuardedRoute['answers'] = { 200: { means: 'The callback.', schema: 'QuarantinedCallback' }, ...common }

/** Their schemas are in `quarantineSchemas`. */
export function quarantineRoutes(quarantine: Quarantine): readonly GuardedRoute[] {
  return [
    {
      method: 'GET',
      path: '/v1/quarantine',
      operationId: 'listQuarantine',
      summary: 'List the callbacks of one loop that were authentic but not understood, newest first',
      parameters: ['loop', 'quarantineStatus', 'limit', 'cursor'],
      answers: { 200: { means: 'A page.', schema: 'QuarantinePage' }, ...common },
      async run({ query, principal }) {
        const parsed = parseQuarantineQuery(query)
        if (!parsed.ok) return problem(parsed)
        const { cursor, ...filter } = parsed.value
        const page = await quarantine.list(principal, { ...filter, ...(cursor && { after: cursor }) })
        if (!page.ok) return problem(page)
        const { items, next } = page.value
        return json(200, { items: items.map(toQuarantineWire), ...(next && { next: encodeCursor(next) }) })
      },
    },
    {
      method: 'GET',
      path: '/v1/quarantine/{id}',
      operationId: 'getQuarantined',
      summary: 'Read one of them, with what was sent',
      answers: one,
      run: async ({ params, principal }) => answer(await quarantine.get(principal, params['id'] ?? '')),
    },
    {
      method: 'POST',
      path: '/v1/quarantine/{id}/settle',
      operationId: 'settleQuarantined',
      summary: 'Decide its approval yourself, and close it',
      body: 'Settlement',
      answers: { ...one, 409: { means: '`already_settled`, or what `decide` refuses.' } },
      async run({ request, params, principal }, { limits }) {
        const body = await readJson(request, limits)
        const parsed = body.ok ? parseSettlement(body.value) : body
        if (!parsed.ok) return problem(parsed)
        return answer(await quarantine.settle(principal, params['id'] ?? '', parsed.value))
      },
    },
    {
      method: 'POST',
      path: '/v1/quarantine/{id}/dismiss',
      operationId: 'dismissQuarantined',
      summary: 'Close it and decide nothing',
      body: 'Dismissal',
      bodyOptional: true,
      answers: { ...one, 409: { means: '`already_settled`.' } },
      async run({ request, params, principal }, { limits }) {
        const body = await readOptionalJson(request, limits)
        const parsed = body.ok ? parseDismissal(body.value) : body
        if (!parsed.ok) return problem(parsed)
        return answer(await quarantine.dismiss(principal, params['id'] ?? '', parsed.value.reason))
      },
    },
  ]
}

const answer = (result: Result<QuarantinedCallback, ApprovalRefusal>): HttpResponse =>
  result.ok ? json(200, toQuarantineWire(result.value)) : problem(result)

function toQuarantineWire({ receivedAt, closedAt, ...rest }: QuarantinedCallback): Json {
  const wire: Record<string, Json> = { ...rest, receivedAt: new Date(receivedAt).toISOString() }
  return closedAt === undefined ? wire : { ...wire, closedAt: new Date(closedAt).toISOString() }
}
