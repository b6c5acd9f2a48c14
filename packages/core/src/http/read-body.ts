// Content type, size and JSON, in that order, before anything else looks at a body.
import { ok, refuse, type Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { parseJson } from '../parse/json.ts'
import type { HttpRequest } from './http.ts'

export interface BodyLimits {
  readonly maxBytes: number
  readonly timeoutMs: number
}

export const isJson = (contentType: string | undefined): boolean =>
  contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json'

/** Refuses: unsupported_media_type, body_too_large, body_timeout, invalid_json, invalid_request. */
export async function readJson(request: HttpRequest, limits: BodyLimits): Promise<Result<Json>> {
  if (!isJson(request.header('content-type')))
    return refuse('unsupported_media_type', 'Send the body as JSON, with the header Content-Type: application/json.')
  const bytes = await readBytes(request, limits)
  return bytes.ok ? parseJson(bytes.value) : bytes
}

/** As `readJson`, but an absent body is `{}`. */
export async function readOptionalJson(request: HttpRequest, limits: BodyLimits): Promise<Result<Json>> {
  const length = request.header('content-length')
  const none = request.header('transfer-encoding') === undefined && (length === undefined || length === '0')
  return none ? ok({}) : readJson(request, limits)
}

export async function readBytes(request: HttpRequest, limits: BodyLimits): Promise<Result<Uint8Array>> {
  const read = await request.body(limits.maxBytes, limits.timeoutMs)
  if (read.ok) return ok(read.bytes)
  switch (read.why) {
    case 'too-large':
      return refuse('body_too_large', `The body may have at most ${limits.maxBytes} bytes.`)
    case 'timeout':
      return refuse('body_timeout', `The body did not arrive within ${limits.timeoutMs / 1000} s.`)
    case 'aborted':
      return refuse('invalid_request', 'The client went away before its body was complete.')
    case 'already-read':
      return refuse(
        'body_already_read',
        'Mount Holdpoint before the body parser: it needs the bytes as they were sent.',
      )
  }
}
