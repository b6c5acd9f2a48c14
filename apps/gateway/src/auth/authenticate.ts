// Who sent a request to the API: the gateway's credential or an API key in `Authorization`, else the session cookie.
import { ok, refuse, type Principal, type Refusal, type Result } from '@holdpoint/core'
import type { Authenticate, HttpContext, HttpRequest } from '@holdpoint/core/http'
import { readCredential } from './credential.ts'
import type { FailedAttempts } from './failed-attempts.ts'
import type { GatewayCredential } from './gateway-credential.ts'
import type { OwnOrigins } from './host-check.ts'
import type { Keys } from './keys.ts'
import { checkSameOrigin, checkSessionCall } from './same-origin.ts'
import type { SecurityLog } from './security-log.ts'
import type { Sessions } from './sessions.ts'

export interface AuthenticateOptions {
  readonly credential: GatewayCredential
  readonly keys: Pick<Keys, 'verify'>
  readonly sessions: Pick<Sessions, 'isSent' | 'read'>
  readonly limiter: FailedAttempts
  readonly own: OwnOrigins
  readonly security: SecurityLog
}

/** Refuses with `unauthenticated`, `too_many_requests` or `cross_origin`. */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { credential, keys, sessions, limiter, own, security } = options

  async function byHeader(request: HttpRequest): Promise<Result<Principal>> {
    const sent = readCredential(request)
    if (!sent.ok) return sent
    const { scheme } = sent.value
    if (scheme === 'basic') {
      if (credential.mode() !== 'password')
        return refuse('unauthenticated', 'This gateway takes "Authorization: Bearer <key>" and no other scheme.')
      // A browser adds a password it has once been given by itself, so a page elsewhere could make it send this.
      const fromBrowser = request.headerCount('origin') > 0 || request.headerCount('sec-fetch-site') > 0
      const sameOrigin = fromBrowser ? checkSameOrigin(request, own) : ok(true)
      if (!sameOrigin.ok) return sameOrigin
    }
    const principal =
      credential.fromHeader(sent.value) ??
      (sent.value.scheme === 'bearer' ? await keys.verify(sent.value.text) : undefined)
    return principal === undefined
      ? refuse('unauthenticated', 'This credential is not valid, or no longer.')
      : ok(principal)
  }

  async function byCookie(request: HttpRequest): Promise<Result<Principal>> {
    // Judged before anything is read: a page of somebody else's costs us nothing.
    const sameOrigin = checkSameOrigin(request, own)
    if (!sameOrigin.ok) return sameOrigin
    const session = await sessions.read(request)
    if (session === undefined) return refuse('unauthenticated', 'You are signed out; sign in again.')
    const checked = checkSessionCall(request, own, session)
    return checked.ok ? ok(session.principal) : checked
  }

  // The credential is judged before the limit: others' failures never shut out who has a valid one.
  function counted(refusal: Refusal, context: HttpContext, way: string): Refusal {
    if (refusal.code !== 'unauthenticated') {
      security.refused(refusal.code, context, { way })
      return refusal
    }
    if (!limiter.count(context.remoteAddress))
      return refuse('too_many_requests', 'Too many failed attempts from this address; wait a minute.')
    // Only what is counted is logged: the log grows no faster than the limit allows.
    security.refused('unauthenticated', context, { way })
    return refusal
  }

  return async (request, context) => {
    // A header that was sent decides alone, even an empty one: it must not fall back to a cookie.
    const hasHeader = request.headerCount('authorization') > 0
    if (!hasHeader && !sessions.isSent(request))
      return refuse('unauthenticated', 'Send an API key as "Authorization: Bearer <key>", or sign in.')
    const result = hasHeader ? await byHeader(request) : await byCookie(request)
    return result.ok ? result : counted(result, context, hasHeader ? 'header' : 'session')
  }
}
