// One call to a running gateway over its HTTP API, with the operator's credential, its answer read by a schema.
import { errorTable, ok, refuse, type ErrorCode, type Refusal, type Result } from '@holdpoint/core'
import { request, type Dispatcher } from 'undici'
import { z } from 'zod'
import { operatorName } from '../auth/gateway-credential.ts'
import type { AuthConfig } from '../config/gateway-config.ts'

const timeoutMs = 10_000

export interface GatewayAddress {
  readonly url: string
  readonly auth: AuthConfig
}

export type GatewayCaller = <T>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  expected: number,
  shape: z.ZodType<T>,
  body?: unknown,
) => Promise<Result<T>>

const problem = z.object({ code: z.string(), detail: z.string().optional(), field: z.string().optional() })

/** Rejects with the socket's error when the gateway can't be reached; `isNotListening` tells which are harmless. */
export function createCaller(gateway: GatewayAddress, dispatcher: Dispatcher): GatewayCaller {
  return async (method, path, expected, shape, body) => {
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
