// `/v1/keys` and `/v1/sign-in-links`: how administrators hand out ways in over HTTP.
import { json, problem, readJson, type BodyLimits } from '@holdpoint/core/http'
import type { GatewayRoute } from './gateway-route.ts'
import type { KeyAdministration } from './key-administration.ts'
import type { CreateOperatorLink } from './link-administration.ts'
import { toWireKey } from './wire-key.ts'

export interface KeysRoutesOptions {
  readonly keys: KeyAdministration
  readonly createLink: CreateOperatorLink
  readonly limits: BodyLimits
}

export function keysRoutes({ keys, createLink, limits }: KeysRoutesOptions): readonly GatewayRoute[] {
  return [
    {
      method: 'GET',
      path: '/v1/keys',
      async run({ principal }) {
        const listed = await keys.list(principal)
        return listed.ok ? json(200, { items: listed.value.map(toWireKey) }) : problem(listed)
      },
    },
    {
      method: 'POST',
      path: '/v1/keys',
      async run({ principal, request }) {
        const body = await readJson(request, limits)
        if (!body.ok) return problem(body)
        const created = await keys.create(principal, body.value)
        return created.ok ? json(201, created.value) : problem(created)
      },
    },
    {
      method: 'POST',
      path: '/v1/keys/{id}/rotate',
      async run({ principal, id, request }) {
        const body = await readJson(request, limits)
        if (!body.ok) return problem(body)
        const rotated = await keys.rotate(principal, id, body.value)
        return rotated.ok ? json(200, rotated.value) : problem(rotated)
      },
    },
    {
      method: 'DELETE',
      path: '/v1/keys/{id}',
      async run({ principal, id }) {
        const revoked = await keys.revoke(principal, id)
        return revoked.ok ? { status: 204, headers: [] } : problem(revoked)
      },
    },
    {
      method: 'POST',
      path: '/v1/sign-in-links',
      async run({ principal }) {
        const link = await createLink(principal)
        if (!link.ok) return problem(link)
        return json(201, { url: link.value.url, expiresAt: new Date(link.value.expiresAt).toISOString() })
      },
    },
  ]
}
