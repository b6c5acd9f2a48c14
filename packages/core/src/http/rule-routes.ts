// The calls on rules. Each reads its input, calls the service with the caller's own principal, and answers.
import { encodeCursor } from '../parse/cursor.ts'
import { parseRuleListQuery } from '../parse/rule.ts'
import type { Rules } from '../service/rules.ts'
import { readJson } from './read-body.ts'
import { json, problem } from './respond.ts'
import type { GuardedRoute } from './route.ts'
import { toRuleWire } from './rule-wire.ts'

const common = {
  400: { means: 'A field is wrong; `field` names it.' },
  403: { means: '`forbidden`: it takes the scope `rules` in that loop.' },
  404: { means: 'None that you may see.' },
}

/** Their schemas are in `ruleSchemas`. */
export function ruleRoutes(rules: Rules): readonly GuardedRoute[] {
  return [
    {
      method: 'GET',
      path: '/v1/rules',
      operationId: 'listRules',
      summary: 'List the rules of one loop, newest first',
      parameters: ['loop', 'ruleStatus', 'limit', 'cursor'],
      answers: { 200: { means: 'A page.', schema: 'RulePage' }, ...common },
      async run({ query, principal }) {
        const parsed = parseRuleListQuery(query)
        if (!parsed.ok) return problem(parsed)
        const { cursor, ...filter } = parsed.value
        const page = await rules.list(principal, { ...filter, ...(cursor && { after: cursor }) })
        if (!page.ok) return problem(page)
        const { items, next, at } = page.value
        return json(200, {
          items: items.map((rule) => toRuleWire(rule, at)),
          ...(next && { next: encodeCursor(next) }),
        })
      },
    },
    {
      method: 'POST',
      path: '/v1/rules',
      operationId: 'createRule',
      summary: 'Write a rule down: exactly this action of this requester runs without asking',
      body: 'RuleDraft',
      answers: {
        201: { means: 'The rule, live.', schema: 'Rule' },
        ...common,
        403: { means: '`forbidden`, or `self_review`: a rule for your own requests.' },
      },
      async run({ request, principal }, { limits }) {
        const body = await readJson(request, limits)
        if (!body.ok) return problem(body)
        const made = await rules.create(principal, body.value)
        return made.ok ? json(201, toRuleWire(made.value, made.value.createdAt)) : problem(made)
      },
    },
    {
      method: 'DELETE',
      path: '/v1/rules/{id}',
      operationId: 'revokeRule',
      summary: 'Revoke a rule; it stays listed as revoked',
      answers: { 200: { means: 'The revoked rule; again, the same.', schema: 'Rule' }, ...common },
      async run({ params, principal }) {
        const revoked = await rules.revoke(principal, params['id'] ?? '')
        return revoked.ok ? json(200, toRuleWire(revoked.value, revoked.value.createdAt)) : problem(revoked)
      },
    },
  ]
}
