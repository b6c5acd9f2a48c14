// The administrator's calls to a running gateway, over its HTTP API with the operator's credential.
import { ok, scopes, type Result } from '@holdpoint/core'
import type { Dispatcher } from 'undici'
import { z } from 'zod'
import type { Admin } from './admin.ts'
import { createCaller, type GatewayAddress } from './gateway-caller.ts'
import { remoteQuarantine } from './remote-quarantine.ts'
import { createRemoteAuditAdmin } from './remote-audit-admin.ts'

const createdKey = z.object({ id: z.string(), key: z.string() })
const createdLink = z.object({ url: z.string(), expiresAt: z.string() })
const listedKeys = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      scopes: z.array(z.enum(scopes)),
      loops: z.array(z.string()),
      status: z.enum(['active', 'expired', 'revoked']),
      createdAt: z.string(),
      expiresAt: z.string().optional(),
      revokedAt: z.string().optional(),
      lastUsedAt: z.string().optional(),
    }),
  ),
})
const reviewer = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  loops: z.array(z.string()),
  status: z.enum(['active', 'removed']),
  hasPassword: z.boolean(),
})
const invited = reviewer.extend({ url: z.string(), expiresAt: z.string() })
/** Calls reject with the socket's error when the gateway can't be reached; `isNotListening` tells which are harmless. */
export function createRemoteAdmin(gateway: GatewayAddress, dispatcher: Dispatcher): Admin {
  const call = createCaller(gateway, dispatcher)
  return {
    quarantine: remoteQuarantine(call),
    createKey: (draft) => call('POST', '/v1/keys', 201, createdKey, draft),
    async listKeys() {
      const listed = await call('GET', '/v1/keys', 200, listedKeys)
      return listed.ok ? ok(listed.value.items) : listed
    },
    rotateKey: (id, graceMs) =>
      call(
        'POST',
        `/v1/keys/${encodeURIComponent(id)}/rotate`,
        200,
        createdKey,
        graceMs === undefined ? {} : { graceMs },
      ),
    async revokeKey(id): Promise<Result<true>> {
      const revoked = await call('DELETE', `/v1/keys/${encodeURIComponent(id)}`, 204, z.undefined())
      return revoked.ok ? ok(true) : revoked
    },
    createLink: () => call('POST', '/v1/sign-in-links', 201, createdLink),
    addReviewer: (draft) => call('POST', '/v1/reviewers', 201, invited, draft),
    async listReviewers() {
      const listed = await call('GET', '/v1/reviewers', 200, z.object({ items: z.array(reviewer) }))
      return listed.ok ? ok(listed.value.items) : listed
    },
    resetReviewer: (name) => call('POST', `/v1/reviewers/${encodeURIComponent(name)}/reset`, 200, invited),
    async removeReviewer(name): Promise<Result<true>> {
      const removed = await call('DELETE', `/v1/reviewers/${encodeURIComponent(name)}`, 204, z.undefined())
      return removed.ok ? ok(true) : removed
    },
    ...createRemoteAuditAdmin(call),
  }
}
