// One visit to a page: what was asked, by whom, and the form it posted, if it is really one of our own.
import type { Approvals, Ids, Log } from '@holdpoint/core'
import { problem, type BodyLimits, type HttpContext, type HttpRequest, type HttpResponse } from '@holdpoint/core/http'
import type { OwnOrigins } from '../auth/host-check.ts'
import { checkFormPost, checkSameOrigin } from '../auth/same-origin.ts'
import type { SetOwnPassword } from '../auth/own-password.ts'
import type { Session, Sessions } from '../auth/sessions.ts'
import type { SignIn } from '../auth/sign-in.ts'
import { redirect } from './page.ts'
import { readForm, type Form } from './read-form.ts'

export interface InboxOptions {
  readonly approvals: Approvals
  readonly sessions: Sessions
  readonly signIn: SignIn
  readonly setPassword: SetOwnPassword
  /** Which of the two the gateway's own credential is. */
  readonly mode: () => 'token' | 'password'
  readonly own: OwnOrigins
  readonly loops: () => readonly string[]
  /** What people should know before they look at the list. */
  readonly notice: () => string | undefined
  readonly limits: BodyLimits
  readonly log: Log
  readonly ids: Ids
}

export interface Visit {
  readonly options: InboxOptions
  readonly request: HttpRequest
  readonly context: HttpContext
  readonly query: URLSearchParams
  /** The path's `{id}`, where it has one. */
  readonly id: string
}

export type Page = (visit: Visit) => HttpResponse | Promise<HttpResponse>

export interface PageRoute {
  readonly path: readonly string[]
  readonly GET?: Page
  readonly POST?: Page
}

/** The form, if it was posted from our own page by the session's own person; else the answer to give. */
export async function readOwnForm({
  options,
  request,
}: Visit): Promise<HttpResponse | { readonly session: Session; readonly form: Form }> {
  // Judged before the body is read: a page of somebody else's costs us nothing.
  const sameOrigin = checkSameOrigin(request, options.own)
  if (!sameOrigin.ok) return problem(sameOrigin)
  const session = await options.sessions.read(request)
  if (!session) return redirect('/plain/sign-in')
  const form = await readForm(request, options.limits)
  if (!form.ok) return problem(form)
  const checked = checkFormPost(request, options.own, session, form.value('csrf'))
  return checked.ok ? { session, form: form.value } : problem(checked)
}
