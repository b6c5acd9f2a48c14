// Whether a request that carries a cookie was sent by our own page. What a browser leaves out, or a flood of headers
// pushes out, never counts as yes.
import { ok, refuse, type Result } from '@holdpoint/core'
import type { HttpRequest } from '@holdpoint/core/http'
import type { OwnOrigins } from './host-check.ts'
import { sameSecret } from './secret.ts'
import type { Session } from './sessions.ts'

const safeMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

export const isSafe = ({ method }: HttpRequest): boolean => safeMethods.includes(method)

/**
 * Passes safe methods, and others if `Sec-Fetch-Site` and `Origin` say that they come from our own page. Refuses with
 * `cross_origin`.
 */
export function checkSameOrigin(request: HttpRequest, own: OwnOrigins): Result<true> {
  if (isSafe(request)) return ok(true)
  const crossOrigin = refuse('cross_origin', `Changes by a signed-in person must come from ${own.publicOrigin} itself.`)
  if (request.headerCount('origin') > 1 || request.headerCount('sec-fetch-site') > 1) return crossOrigin
  const origin = request.header('origin')
  const site = request.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return crossOrigin
  // `none` is what a browser says of its own doing (a bookmark, a reload): that alone doesn't name our page.
  if (origin === undefined) return site === 'same-origin' ? ok(true) : crossOrigin
  return own.has(origin, request.header('host')) ? ok(true) : crossOrigin
}

/**
 * As `checkSameOrigin`, for the API: what another site's page reads with the cookie is refused too, and a change needs
 * the session's token in the header `Holdpoint-Csrf`, which no other page can know.
 */
export function checkSessionCall(request: HttpRequest, own: OwnOrigins, session: Session): Result<true> {
  const site = request.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return refuse('cross_origin', 'A page of another site asked for this.')
  const sameOrigin = checkSameOrigin(request, own)
  if (!sameOrigin.ok || isSafe(request)) return sameOrigin
  const sent = request.headerCount('holdpoint-csrf') === 1 ? request.header('holdpoint-csrf') : undefined
  if (sent !== undefined && sameSecret(sent, session.csrf)) return ok(true)
  return refuse(
    'cross_origin',
    'A change with the session cookie needs the header Holdpoint-Csrf; GET /v1/session tells its value.',
    'Holdpoint-Csrf',
  )
}

/** As `checkSameOrigin`, for a form: its field `csrf` must be the session's too. */
export function checkFormPost(
  request: HttpRequest,
  own: OwnOrigins,
  session: Session,
  csrf: string | undefined,
): Result<true> {
  const sameOrigin = checkSameOrigin(request, own)
  if (!sameOrigin.ok) return sameOrigin
  if (csrf === undefined || !sameSecret(csrf, session.csrf))
    return refuse('cross_origin', 'This form is not from your session; load the page again.', 'csrf')
  return sameOrigin
}
