// The calls on messages to callback URLs that no receiver took.
import { encodeCursor } from '../parse/cursor.ts'
import { parseDeadHookQuery } from '../parse/dead-hook-query.ts'
import type { DeadHook, DeadHooks } from '../service/dead-hooks.ts'
import { json, problem } from './respond.ts'
import type { GuardedRoute } from './route.ts'

const common = {
  400: { means: 'A parameter is wrong; `field` names it.' },
  403: { means: '`forbidden`: it takes the scope `admin` in that loop.' },
  404: { means: 'None that you may see.' },
}

/** Their schemas are in `webhookSchemas`. */
export function webhookRoutes(deadHooks: DeadHooks): readonly GuardedRoute[] {
  return [
    {
      method: 'GET',
      path: '/v1/webhooks/dead',
      operationId: 'listDeadWebhooks',
      summary: 'List the messages of one loop that no receiver took, newest first',
      parameters: ['loop', 'limit', 'cursor'],
      answers: { 200: { means: 'A page.', schema: 'DeadWebhookPage' }, ...common },
      async run({ query, principal }) {
        const parsed = parseDeadHookQuery(query)
        if (!parsed.ok) return problem(parsed)
        const { cursor, ...filter } = parsed.value
        const page = await deadHooks.list(principal, { ...filter, ...(cursor && { after: cursor }) })
        if (!page.ok) return problem(page)
        const { items, next } = page.value
        return json(200, { items: items.map(toWire), ...(next && { next: encodeCursor(next) }) })
      },
    },
    {
      method: 'POST',
      path: '/v1/webhooks/dead/{id}/redrive',
      operationId: 'redriveWebhook',
      summary: 'Send it again, with the same webhook-id and a new ladder of retries',
      answers: { 200: { means: 'It is on its way.', schema: 'DeadWebhook' }, ...common },
      async run({ params, principal }) {
        const redriven = await deadHooks.redrive(principal, params['id'] ?? '')
        return redriven.ok ? json(200, toWire(redriven.value)) : problem(redriven)
      },
    },
  ]
}

const toWire = (hook: DeadHook) => ({ ...hook, at: new Date(hook.at).toISOString() })
