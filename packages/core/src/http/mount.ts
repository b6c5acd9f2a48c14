// A handler below a path of its host, such as `/holdpoint`.
import { HoldpointError } from '../domain/errors.ts'
import type { HttpHandler, HttpRequest } from './http.ts'

/**
 * Serves `handler` under `prefix` and nothing else; the handler sees its own paths, and what it answers as `Location`
 * begins with the prefix. Throws `invalid_config` for a prefix that isn't plain segments, such as `/holdpoint`.
 */
export function mountedAt(prefix: string, handler: HttpHandler): HttpHandler {
  if (prefix === '' || prefix === '/') return handler
  if (!/^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/.test(prefix))
    throw new HoldpointError('invalid_config', `prefix must be plain segments such as "/holdpoint", not "${prefix}".`)
  return async (request, context) => {
    if (!request.target.startsWith(`${prefix}/`)) return undefined
    const response = await handler(below(prefix, request), context)
    if (!response) return undefined
    const headers = response.headers.map(([name, value]) =>
      name.toLowerCase() === 'location' && value.startsWith('/')
        ? ([name, prefix + value] as const)
        : ([name, value] as const),
    )
    return { ...response, headers }
  }
}

const below = (prefix: string, request: HttpRequest): HttpRequest => ({
  method: request.method,
  target: request.target.slice(prefix.length),
  header: (name) => request.header(name),
  headerCount: (name) => request.headerCount(name),
  body: (maxBytes, timeoutMs) => request.body(maxBytes, timeoutMs),
  // Only looked up where somebody listens: adapters make it on demand.
  get signal() {
    return request.signal
  },
})
