// The calls on the audit log. Entries go out as they are hashed, so that whoever keeps them can verify them without us.
import { parseAuditQuery, parseHeadQuery } from '../parse/audit-query.ts'
import { toAuditWire } from '../parse/audit-record.ts'
import type { Audit } from '../service/audit.ts'
import { json, problem } from './respond.ts'
import type { GuardedRoute } from './route.ts'

const common = {
  400: { means: 'A parameter is wrong; `field` names it.' },
  403: { means: '`forbidden`: it takes the scope `admin` in that loop.' },
  404: { means: 'No loop that you may use.' },
}

/** Their schemas are in `auditSchemas`. */
export function auditRoutes(audit: Audit): readonly GuardedRoute[] {
  return [
    {
      method: 'GET',
      path: '/v1/audit',
      operationId: 'listAudit',
      summary: 'Read the audit chain of one loop, oldest first',
      parameters: ['chain', 'after', 'limit'],
      answers: { 200: { means: 'A page.', schema: 'AuditPage' }, ...common },
      async run({ query, principal }) {
        const parsed = parseAuditQuery(query)
        const page = parsed.ok ? await audit.list(principal, parsed.value) : parsed
        if (!page.ok) return problem(page)
        const { items, next } = page.value
        return json(200, { items: items.map(toAuditWire), ...(next !== undefined && { next }) })
      },
    },
    {
      method: 'GET',
      path: '/v1/audit/head',
      operationId: 'auditHead',
      summary: 'The end of the audit chain of one loop; keep it elsewhere, and a cut log shows',
      parameters: ['chain'],
      answers: { 200: { means: 'The head.', schema: 'AuditHead' }, ...common },
      async run({ query, principal }) {
        const parsed = parseHeadQuery(query)
        const head = parsed.ok ? await audit.head(principal, parsed.value.loop) : parsed
        return head.ok ? json(200, head.value) : problem(head)
      },
    },
  ]
}
