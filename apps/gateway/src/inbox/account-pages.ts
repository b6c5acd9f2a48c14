// Signing in and out, and the sessions of whoever is signed in, as pages.
import { problem, type HttpResponse } from '@holdpoint/core/http'
import type { SignInAttempt } from '../auth/sign-in.ts'
import { checkSameOrigin } from '../auth/same-origin.ts'
import { accountPage } from './account-page.ts'
import { redirect } from './page.ts'
import { readForm, type Form } from './read-form.ts'
import { signInPage } from './sign-in-page.ts'
import { readOwnForm, type PageRoute, type Visit } from './visit.ts'

export const accountPages: readonly PageRoute[] = [
  { path: ['plain', 'sign-in'], GET: ({ options }) => signInPage(options.mode()), POST: signIn },
  { path: ['plain', 'sign-out'], POST: signOut },
  { path: ['plain', 'account'], GET: showAccount },
  { path: ['plain', 'account', 'password'], POST: setPassword },
  { path: ['plain', 'account', 'end-session'], POST: endSession },
  { path: ['plain', 'account', 'end-others'], POST: endOthers },
]

/** Nobody is known yet who sends it. */
const maxSignInBytes = 8_192

async function signIn({ options, request, context }: Visit): Promise<HttpResponse> {
  const sameOrigin = checkSameOrigin(request, options.own)
  if (!sameOrigin.ok) return problem(sameOrigin)
  const form = await readForm(request, { ...options.limits, maxBytes: maxSignInBytes })
  if (!form.ok) return problem(form)
  const signedIn = await options.signIn(toAttempt(form.value), request, context)
  if (signedIn.ok) {
    const { session, cookie } = signedIn.value
    // Whoever comes by an invitation has a password to set first.
    const isInvited = session.method === 'link' && session.principal.id !== 'operator'
    return redirect(isInvited ? '/plain/account' : '/plain', [['set-cookie', cookie]])
  }
  const status = signedIn.code === 'too_many_requests' ? 429 : 401
  return signInPage(options.mode(), { notice: signedIn.detail, status })
}

function toAttempt(form: Form): SignInAttempt {
  const [code, name, password] = [form('code'), form('name'), form('password')]
  if (code !== undefined) return { code }
  if (password === undefined) return { token: form('token') ?? '' }
  return name === undefined ? { password } : { password, name }
}

async function signOut(visit: Visit): Promise<HttpResponse> {
  const posted = await readOwnForm(visit)
  if ('status' in posted) return posted
  return redirect('/plain/sign-in', [['set-cookie', await visit.options.sessions.end(visit.request)]])
}

async function showAccount({ options, request }: Visit): Promise<HttpResponse> {
  const session = await options.sessions.read(request)
  if (!session) return redirect('/plain/sign-in')
  return accountPage({ session, sessions: await options.sessions.list(session.principal.id) })
}

async function endSession(visit: Visit): Promise<HttpResponse> {
  const posted = await readOwnForm(visit)
  if ('status' in posted) return posted
  await visit.options.sessions.revoke(posted.session.principal.id, posted.form('session') ?? '')
  return redirect('/plain/account')
}

async function endOthers(visit: Visit): Promise<HttpResponse> {
  const posted = await readOwnForm(visit)
  if ('status' in posted) return posted
  await visit.options.sessions.revokeOthers(posted.session.principal.id, posted.session.id)
  return redirect('/plain/account')
}

async function setPassword(visit: Visit): Promise<HttpResponse> {
  const posted = await readOwnForm(visit)
  if ('status' in posted) return posted
  const { session, form } = posted
  const [password = '', current] = [form('password'), form('current')]
  const { options, request, context } = visit
  const input = current === undefined ? { password } : { password, current }
  const set = await options.setPassword(session, input, request, context)
  if (set.ok) return redirect('/plain', [['set-cookie', set.value.cookie]])
  const sessions = await options.sessions.list(session.principal.id)
  return accountPage({ session, sessions, notice: `The password is not changed. ${set.detail}` })
}
