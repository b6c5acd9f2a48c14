// Who sent a request to the API: the operator's token or an API key in `Authorization`, else the session cookie.
import { refuse, type Principal, type Refusal, type Result, ok } from '@holdpoint/core'
import type { Authenticate, HttpContext, HttpRequest } from '@holdpoint/core/http'
import { createOperatorCheck, readBearer } from './credential.ts'
import type { FailedAttempts } from './failed-attempts.ts'
import type { Keys } from './keys.ts'
import { checkSameOrigin } from './same-origin.ts'
import type { Sessions } from './sessions.ts'

export interface AuthenticateOptions {
  readonly operatorToken: string
  readonly keys: Pick<Keys, 'verify'>
  readonly sessions: Pick<Sessions, 'isSent' | 'read'>
  readonly limiter: FailedAttempts
  /** `https://holdpoint.example`: scheme, host and port, as a browser writes it in `Origin`. */
  readonly publicOrigin: string
}

/** Refuses with `unauthenticated`, `too_many_requests` or `cross_origin`. */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { keys, sessions, limiter, publicOrigin } = options
  const asOperator = createOperatorCheck(options.operatorToken)

  async function byHeader(request: HttpRequest): Promise<Result<Principal>> {
    const credential = readBearer(request)
    if (!credential.ok) return credential
    const principal = asOperator(credential.value) ?? (await keys.verify(credential.value))
    return principal === undefined
      ? refuse('unauthenticated', 'This credential is not valid, or no longer.')
      : ok(principal)
  }

  async function byCookie(request: HttpRequest): Promise<Result<Principal>> {
    const sameOrigin = checkSameOrigin(request, publicOrigin)
    if (!sameOrigin.ok) return sameOrigin
    const session = await sessions.read(request)
    return session === undefined
      ? refuse('unauthenticated', 'You are signed out; sign in again.')
      : ok(session.principal)
  }

  // The credential is judged before the limit: others' failures never shut out who has a valid one.
  const counted = (refusal: Refusal, context: HttpContext): Refusal =>
    refusal.code !== 'unauthenticated' || limiter.count(context.remoteAddress)
      ? refusal
      : refuse('too_many_requests', 'Too many failed attempts from this address; wait a minute.')

  return async (request, context) => {
    // A header that was sent decides alone, even an empty one: it must not fall back to a cookie.
    const hasHeader = request.headerCount('authorization') > 0
    if (!hasHeader && !sessions.isSent(request))
      return refuse('unauthenticated', 'Send an API key as "Authorization: Bearer <key>", or sign in.')
    const result = hasHeader ? await byHeader(request) : await byCookie(request)
    return result.ok ? result : counted(result, context)
  }
}
