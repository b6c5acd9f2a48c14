// Whether a request that carries a cookie was sent by our own page. What a browser leaves out, or a flood of headers
// pushes out, never counts as yes.
import { ok, refuse, type Result } from '@holdpoint/core'
import type { HttpRequest } from '@holdpoint/core/http'
import { sameSecret } from './secret.ts'
import type { Session } from './sessions.ts'

const safeMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/**
 * Passes safe methods, and others if `Sec-Fetch-Site` and `Origin` say that they come from `publicOrigin`. Refuses with
 * `cross_origin`.
 */
export function checkSameOrigin(request: HttpRequest, publicOrigin: string): Result<true> {
  if (safeMethods.includes(request.method)) return ok(true)
  const crossOrigin = refuse('cross_origin', `Changes by a signed-in person must come from ${publicOrigin} itself.`)
  if (request.headerCount('origin') > 1 || request.headerCount('sec-fetch-site') > 1) return crossOrigin
  const origin = request.header('origin')
  const site = request.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return crossOrigin
  // `none` is what a browser says of its own doing (a bookmark, a reload): that alone doesn't name our page.
  if (origin === undefined) return site === 'same-origin' ? ok(true) : crossOrigin
  return origin === publicOrigin ? ok(true) : crossOrigin
}

/** As `checkSameOrigin`, for a form: its field `csrf` must be the session's too. */
export function checkFormPost(
  request: HttpRequest,
  publicOrigin: string,
  session: Session,
  csrf: string | undefined,
): Result<true> {
  const sameOrigin = checkSameOrigin(request, publicOrigin)
  if (!sameOrigin.ok) return sameOrigin
  if (csrf === undefined || !sameSecret(csrf, session.csrf))
    return refuse('cross_origin', 'This form is not from your session; load the page again.', 'csrf')
  return sameOrigin
}
