// `/v1/reviewers`: how administrators let people in over HTTP, and show them out.
import { json, problem, readJson, type BodyLimits } from '@holdpoint/core/http'
import type { GatewayRoute } from './gateway-route.ts'
import type { ReviewerAdministration } from './reviewer-administration.ts'
import { toWireInvited, toWireReviewer } from './wire-reviewer.ts'

export function reviewersRoutes(options: {
  readonly reviewers: ReviewerAdministration
  readonly limits: BodyLimits
}): readonly GatewayRoute[] {
  const { reviewers, limits } = options
  return [
    {
      method: 'GET',
      path: '/v1/reviewers',
      async run({ principal }) {
        const listed = await reviewers.list(principal)
        return listed.ok ? json(200, { items: listed.value.map(toWireReviewer) }) : problem(listed)
      },
    },
    {
      method: 'POST',
      path: '/v1/reviewers',
      async run({ principal, request }) {
        const body = await readJson(request, limits)
        if (!body.ok) return problem(body)
        const added = await reviewers.add(principal, body.value)
        return added.ok ? json(201, toWireInvited(added.value)) : problem(added)
      },
    },
    {
      method: 'POST',
      path: '/v1/reviewers/{id}/reset',
      async run({ principal, id }) {
        const reset = await reviewers.reset(principal, id)
        return reset.ok ? json(200, toWireInvited(reset.value)) : problem(reset)
      },
    },
    {
      method: 'DELETE',
      path: '/v1/reviewers/{id}',
      async run({ principal, id }) {
        const removed = await reviewers.remove(principal, id)
        return removed.ok ? { status: 204, headers: [] } : problem(removed)
      },
    },
  ]
}
