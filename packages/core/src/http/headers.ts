// The headers that Holdpoint reads: Prefer, ETags, Idempotency-Key, Holdpoint-Approval.
import { ok, refuse, type Result } from '../domain/errors.ts'
import type { HttpRequest } from './http.ts'

/** `Prefer: wait=<seconds>` in ms, at most `maxWaitMs`; 0 without one (RFC 7240). */
export function preferredWaitMs(request: HttpRequest, maxWaitMs: number): number {
  const preferences = request.header('prefer')?.split(/[,;]/) ?? []
  for (const preference of preferences) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*$/i.exec(preference)?.[1]
    if (seconds !== undefined) return Math.min(Number(seconds) * 1000, maxWaitMs)
  }
  return 0
}

export const etag = (version: number): string => `"${version}"`

/** The version that If-Match or If-None-Match names; undefined without the header or for `*`. */
export function versionIn(request: HttpRequest, name: 'if-match' | 'if-none-match'): Result<number | undefined> {
  const value = request.header(name)
  if (value === undefined || value.trim() === '*') return ok(undefined)
  const version = /^\s*(?:W\/)?"?(\d{1,15})"?\s*$/.exec(value)?.[1]
  return version === undefined
    ? refuse('invalid_request', `${name} names one version, such as "3", as ETag gave it.`, name)
    : ok(Number(version))
}

export function idempotencyKey(request: HttpRequest): Result<string | undefined> {
  const key = request.header('idempotency-key')
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return ok(key)
  return refuse('invalid_request', 'Idempotency-Key is 1–255 visible ASCII characters.', 'Idempotency-Key')
}
