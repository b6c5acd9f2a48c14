// The administrator's calls to a running gateway, over its HTTP API with the operator's credential.
import { errorTable, ok, refuse, scopes, type ErrorCode, type Refusal, type Result } from '@holdpoint/core'
import { request, type Dispatcher } from 'undici'
import { z } from 'zod'
import { operatorName } from '../auth/gateway-credential.ts'
import type { AuthConfig } from '../config/gateway-config.ts'
import type { Admin } from './admin.ts'
import { remoteQuarantine } from './remote-quarantine.ts'

const timeoutMs = 10_000

type Method = 'GET' | 'POST' | 'DELETE'

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
const problem = z.object({ code: z.string(), detail: z.string().optional(), field: z.string().optional() })

/** Calls reject with the socket's error when the gateway can't be reached; `isNotListening` tells which are harmless. */
export function createRemoteAdmin(gateway: { url: string; auth: AuthConfig }, dispatcher: Dispatcher): Admin {
  async function call<T>(method: Method, path: string, expected: number, shape: z.ZodType<T>, body?: unknown) {
    const answer = await request(`${gateway.url.replace(/\/+$/, '')}${path}`, {
      method,
      dispatcher,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      headers: {
        authorization: toAuthorization(gateway.auth),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const json = parseJson(await answer.body.text())
    if (answer.statusCode >= 400) return toRefusal(answer.statusCode, json)
    const value = shape.safeParse(json)
    return answer.statusCode === expected && value.success ? ok(value.data) : notTheGateway
  }

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
  }
}

function toAuthorization(auth: AuthConfig): string {
  if (auth.mode === 'token') return `Bearer ${auth.token}`
  return `Basic ${Buffer.from(`${operatorName}:${auth.password}`).toString('base64')}`
}

/** Whether nothing has been sent because nobody accepts connections there. */
export function isNotListening(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isNotListening)
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
}

const notTheGateway = refuse(
  'unavailable',
  'What listens there is not this gateway; check server.host and server.port.',
)

function toRefusal(status: number, json: unknown): Refusal {
  const parsed = problem.safeParse(json)
  if (!parsed.success || !isErrorCode(parsed.data.code)) return notTheGateway
  const { code, detail = errorTable[code].meaning, field } = parsed.data
  if (status === 401) return refuse(code, 'The gateway does not take the operator’s credential from this config.')
  return refuse(code, detail, field)
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
