// `/v1/session` and `/v1/sessions`: signing in and out for a page with a script, who one is, and where else one is signed
// in. Nobody sees or ends another's session.
import { mayUseLoop, refuse, type Principal } from '@holdpoint/core'
import { json, problem, readJson, type BodyLimits, type Header, type HttpRequest } from '@holdpoint/core/http'
import type { GatewayCredential } from './gateway-credential.ts'
import type { GatewayRoute } from './gateway-route.ts'
import type { OwnOrigins } from './host-check.ts'
import { checkSameOrigin } from './same-origin.ts'
import { parseSignInAttempt } from './sign-in-attempt.ts'
import { parseNewPassword } from './new-password.ts'
import type { SetOwnPassword } from './own-password.ts'
import type { SignIn } from './sign-in.ts'
import type { Session, Sessions } from './sessions.ts'
import { toWireSession } from './wire-session.ts'

export interface SessionRoutesOptions {
  readonly signIn: SignIn
  readonly setPassword: SetOwnPassword
  readonly sessions: Sessions
  readonly credential: GatewayCredential
  readonly own: OwnOrigins
  readonly loops: () => readonly string[]
  readonly limits: BodyLimits
}

/** Nobody is known yet who sends it. */
const maxSignInBytes = 8_192

export function sessionRoutes(options: SessionRoutesOptions): readonly GatewayRoute[] {
  const { signIn, setPassword, sessions, credential, own, limits } = options
  const signInLimits = { ...limits, maxBytes: Math.min(limits.maxBytes, maxSignInBytes) }

  const whoIs = (principal: Principal, session: Session | undefined) => ({
    principal: principal.id,
    scopes: principal.scopes,
    loops: options.loops().filter((loop) => mayUseLoop(principal, loop)),
    ...(session && { csrf: session.csrf, session: toWireSession(session, session.id) }),
  })

  /** The session that the request came with; none for a key, whatever cookie it sends besides. */
  const sessionOf = async (request: HttpRequest): Promise<Session | undefined> =>
    request.headerCount('authorization') > 0 ? undefined : sessions.read(request)

  return [
    {
      method: 'GET',
      path: '/v1/sign-in',
      open: true,
      run: async () => json(200, { gateway: credential.mode() }),
    },
    {
      method: 'POST',
      path: '/v1/session',
      open: true,
      async run({ request, context }) {
        // Judged before the body is read. Without it, another site could sign a person in as somebody else.
        const sameOrigin = checkSameOrigin(request, own)
        if (!sameOrigin.ok) return problem(sameOrigin)
        const body = await readJson(request, signInLimits)
        if (!body.ok) return problem(body)
        const attempt = parseSignInAttempt(body.value)
        if (!attempt.ok) return problem(attempt)
        const signedIn = await signIn(attempt.value, request, context)
        if (!signedIn.ok) return problem(signedIn)
        const { session, cookie } = signedIn.value
        return json(200, whoIs(session.principal, session), [setCookie(cookie)])
      },
    },
    {
      method: 'GET',
      path: '/v1/session',
      run: async ({ request, principal }) => json(200, whoIs(principal, await sessionOf(request))),
    },
    {
      method: 'DELETE',
      path: '/v1/session',
      async run({ request }) {
        if ((await sessionOf(request)) === undefined) return problem(noSession)
        return { status: 204, headers: [setCookie(await sessions.end(request))] }
      },
    },
    {
      method: 'POST',
      path: '/v1/session/password',
      async run({ request, context }) {
        const session = await sessionOf(request)
        if (session === undefined) return problem(noSession)
        const body = await readJson(request, signInLimits)
        if (!body.ok) return problem(body)
        const input = parseNewPassword(body.value)
        if (!input.ok) return problem(input)
        const set = await setPassword(session, input.value, request, context)
        if (!set.ok) return problem(set)
        return json(200, whoIs(set.value.session.principal, set.value.session), [setCookie(set.value.cookie)])
      },
    },
    {
      method: 'GET',
      path: '/v1/sessions',
      async run({ request, principal }) {
        const current = await sessionOf(request)
        if (current === undefined) return problem(noSession)
        const items = await sessions.list(principal.id)
        return json(200, { items: items.map((item) => toWireSession(item, current.id)) })
      },
    },
    {
      method: 'DELETE',
      path: '/v1/sessions',
      async run({ request, principal }) {
        const current = await sessionOf(request)
        if (current === undefined) return problem(noSession)
        return json(200, { ended: await sessions.revokeOthers(principal.id, current.id) })
      },
    },
    {
      method: 'DELETE',
      path: '/v1/sessions/{id}',
      async run({ request, principal, id }) {
        if ((await sessionOf(request)) === undefined) return problem(noSession)
        const ended = await sessions.revoke(principal.id, id)
        return ended ? { status: 204, headers: [] } : problem(refuse('not_found', 'You have no such session.'))
      },
    },
  ]
}

const setCookie = (cookie: string): Header => ['set-cookie', cookie]

const noSession = refuse('forbidden', 'This is about sessions of people; a key or the gateway’s credential has none.')
