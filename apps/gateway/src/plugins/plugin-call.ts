// A guarded request as a plugin's handler sees it, and its answer as the gateway writes it.
import { HoldpointError, parseJson } from '@holdpoint/core'
import type { HttpRequest, HttpResponse, PassedCall } from '@holdpoint/core/http'
import type { PluginAnswer, PluginCall } from './plugin.ts'

export interface CallParts {
  readonly request: HttpRequest
  readonly passed: PassedCall
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Uint8Array
}

export function toPluginCall({ request, passed, params, query, body }: CallParts): PluginCall {
  const { principal, approval } = passed
  const hidden = principal === undefined ? ['cookie'] : ['cookie', 'authorization']
  return {
    method: request.method,
    path: request.target.split('?')[0] ?? '',
    params,
    query,
    header: (name) => (hidden.includes(name.toLowerCase()) ? undefined : request.header(name.toLowerCase())),
    body,
    text: () => new TextDecoder().decode(body),
    json() {
      const parsed = parseJson(body)
      if (parsed.ok) return parsed.value
      throw new HoldpointError(parsed.code, parsed.detail)
    },
    ...(principal && { principal }),
    ...(approval && { approval: { id: approval.id, digest: approval.digest, action: approval.action } }),
    get signal() {
      return request.signal
    },
  }
}

/**
 * Throws where the plugin's answer is none. It comes from the origin of the inbox, so unless the plugin says otherwise a
 * browser runs nothing of it.
 */
export function toResponse(answer: PluginAnswer, passed: PassedCall): HttpResponse {
  const { json, headers = {} } = answer
  if (json !== undefined && answer.body !== undefined) throw new Error('The answer has both json and body.')
  const body = json === undefined ? answer.body : JSON.stringify(json)
  const { status = body === undefined ? 204 : 200 } = answer
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new Error(`${status} is no status to answer.`)
  const own = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  const defaults = Object.entries({
    ...(body !== undefined && {
      'content-type': json === undefined ? 'text/plain; charset=utf-8' : 'application/json',
    }),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  }).filter(([name]) => !own.has(name))
  return {
    status,
    headers: [...defaults, ...Object.entries(headers), ...passed.headers],
    ...(body !== undefined && { body }),
  }
}
