// Other origins' pages, where the host allows them by name. Off unless asked for, and never with cookies: a page elsewhere
// needs a key of its own.
import { HoldpointError } from '../domain/errors.ts'
import type { HttpHandler, HttpResponse } from './http.ts'
import type { Header } from './respond.ts'

const exposed = 'ETag, Location, Preference-Applied, Retry-After'
const sent =
  'Authorization, Content-Type, Holdpoint-Approval, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Prefer'

/** `handler`, which pages of `origins` may call. Throws `invalid_config` for what is no origin; `*` is none. */
export function allowOrigins(handler: HttpHandler, origins: readonly string[]): HttpHandler {
  for (const origin of origins)
    if (!isOrigin(origin))
      throw new HoldpointError(
        'invalid_config',
        `cors: "${origin}" is not an origin; write it as a browser does, such as https://console.example.com.`,
      )
  if (origins.length === 0) return handler

  return async (request, context) => {
    const origin = request.headerCount('origin') === 1 ? request.header('origin') : undefined
    const allowed = origin !== undefined && origins.includes(origin) ? origin : undefined
    const response = await handler(request, context)
    if (response === undefined) return undefined
    const asksFirst = request.method === 'OPTIONS' && request.header('access-control-request-method') !== undefined
    if (allowed === undefined) return withHeaders(response, [vary])
    if (asksFirst) return preflight(response, allowed)
    return withHeaders(response, [
      vary,
      ['access-control-allow-origin', allowed],
      ['access-control-expose-headers', exposed],
    ])
  }
}

const vary: Header = ['vary', 'Origin']

const isOrigin = (text: string): boolean => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text

const withHeaders = (response: HttpResponse, more: readonly Header[]): HttpResponse => ({
  ...response,
  headers: [...response.headers, ...more],
})

/** From the refusal of OPTIONS, which says what methods the path takes. */
function preflight({ headers }: HttpResponse, origin: string): HttpResponse {
  const methods = headers.find(([name]) => name === 'allow')?.[1] ?? ''
  return {
    status: 204,
    headers: [
      vary,
      ['access-control-allow-origin', origin],
      ['access-control-allow-methods', methods],
      ['access-control-allow-headers', sent],
      ['access-control-max-age', '600'],
    ],
  }
}
