// The inbox: server-rendered pages that work without a script. A GET changes nothing; every change is a form that was
// posted from our own page, with the session's token, and passes the same service as any other way in.
import { parseDecision, statuses, type Approvals, type Principal, type Status } from '@holdpoint/core'
import {
  answering,
  decodeCursor,
  encodeCursor,
  matchPath,
  parseTarget,
  problem,
  type BodyLimits,
  type HttpContext,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from '@holdpoint/core/http'
import type { Ids, Log } from '@holdpoint/core'
import type { FailedAttempts } from '../auth/failed-attempts.ts'
import { checkFormPost, checkSameOrigin } from '../auth/same-origin.ts'
import type { Session, Sessions } from '../auth/sessions.ts'
import type { SignInLinks } from '../auth/sign-in-links.ts'
import { approvalPage } from './approval-page.ts'
import { script, stylesheet } from './assets.ts'
import { html } from './html.ts'
import { listPage } from './list-page.ts'
import { page, redirect } from './page.ts'
import { readForm, type Form } from './read-form.ts'
import { signInPage } from './sign-in-page.ts'

export interface InboxOptions {
  readonly approvals: Approvals
  readonly sessions: Sessions
  readonly links: SignInLinks
  /** The gateway's own credential, as a person may type it into the form. */
  readonly operator: (credential: string) => Principal | undefined
  readonly limiter: FailedAttempts
  readonly publicOrigin: string
  readonly loops: () => readonly string[]
  readonly limits: BodyLimits
  readonly log: Log
  readonly ids: Ids
}

interface Visit {
  readonly options: InboxOptions
  readonly request: HttpRequest
  readonly context: HttpContext
  readonly query: URLSearchParams
  /** The approval's id, where the path has one. */
  readonly id: string
}

type Page = (visit: Visit) => HttpResponse | Promise<HttpResponse>

const routes: readonly { readonly path: readonly string[]; readonly GET?: Page; readonly POST?: Page }[] = [
  { path: ['plain'], GET: showList },
  { path: ['plain', 'sign-in'], GET: () => signInPage(), POST: signIn },
  { path: ['plain', 'sign-out'], POST: signOut },
  { path: ['plain', 'approvals', '{id}'], GET: showApproval },
  { path: ['plain', 'approvals', '{id}', 'decision'], POST: decide },
  { path: ['plain', 'inbox.css'], GET: () => stylesheet },
  { path: ['plain', 'inbox.js'], GET: () => script },
]

/** Serves the pages and their two assets; undefined for any other path. */
export function createInbox(options: InboxOptions): HttpHandler {
  return async (request, context = {}) => {
    const target = parseTarget(request.target)
    for (const route of target ? routes : []) {
      const params = target && matchPath(route.path, target.segments)
      if (!target || !params) continue
      const run = request.method === 'POST' ? route.POST : isRead(request) ? route.GET : undefined
      const visit = { options, request, context, query: target.query, id: params['id'] ?? '' }
      return run ? answering(options, async () => run(visit)) : notHere()
    }
    return undefined
  }
}

const isRead = ({ method }: HttpRequest): boolean => method === 'GET' || method === 'HEAD'

const notHere = (): HttpResponse =>
  page({
    title: 'Not here',
    body: html`<h1>Not here</h1>
      <p>This address doesn’t take that.</p>`,
    status: 405,
  })

const noSuch = (csrf: string): HttpResponse =>
  page({
    title: 'Not found',
    body: html`<h1>Not found</h1>
      <p>There is no such approval, or none that you may see. <a href="/plain">Back to the inbox</a></p>`,
    status: 404,
    csrf,
  })

async function showList({ options, request, query }: Visit): Promise<HttpResponse> {
  const session = await options.sessions.read(request)
  if (!session) return redirect('/plain/sign-in')
  const loops = options.loops()
  const loop = loops.find((name) => name === query.get('loop')) ?? loops[0] ?? 'default'
  const named = query.get('status') ?? 'pending'
  const status: Status | undefined =
    named === 'all' ? undefined : (statuses.find((known) => known === named) ?? 'pending')
  const after = decodeCursor(query.get('cursor') ?? '')
  const listed = await options.approvals.list(session.principal, {
    loop,
    limit: 50,
    ...(status && { status }),
    ...(after && { after }),
  })
  if (!listed.ok) return problem(listed)
  const { items, next } = listed.value
  return listPage({ csrf: session.csrf, loop, loops, status, items, ...(next && { next: encodeCursor(next) }) })
}

async function showApproval({ options, request, id }: Visit): Promise<HttpResponse> {
  const session = await options.sessions.read(request)
  if (!session) return redirect('/plain/sign-in')
  const got = await options.approvals.get(session.principal, id)
  return got.ok ? approvalPage({ csrf: session.csrf, approval: got.value }) : noSuch(session.csrf)
}

async function decide({ options, request, id }: Visit): Promise<HttpResponse> {
  const posted = await readOwnForm(options, request)
  if ('status' in posted) return posted
  const { session, form } = posted
  const { csrf, principal } = session
  const reason = form('reason')?.trim()
  const decision = parseDecision({ verdict: form('verdict'), digest: form('digest'), ...(reason && { reason }) })
  const decided = decision.ok ? await options.approvals.decide(principal, id, decision.value) : decision
  if (decided.ok) return redirect(`/plain/approvals/${encodeURIComponent(id)}`)
  const got = await options.approvals.get(principal, id)
  if (!got.ok) return noSuch(csrf)
  return approvalPage({ csrf, approval: got.value, notice: `Nothing changed. ${decided.detail}`, status: 409 })
}

async function signIn({ options, request, context }: Visit): Promise<HttpResponse> {
  const { sessions, links, operator, limiter } = options
  const sameOrigin = checkSameOrigin(request, options.publicOrigin)
  if (!sameOrigin.ok) return problem(sameOrigin)
  const form = await readForm(request, options.limits)
  if (!form.ok) return problem(form)
  const code = form.value('code')
  const token = form.value('token')
  const principal = code === undefined ? operator(token ?? '') : await links.consume(code)
  if (principal) {
    const { cookie } = await sessions.create(principal.id)
    return redirect('/plain', [['set-cookie', cookie]])
  }
  if (!limiter.count(context.remoteAddress)) return signInPage('Too many failed attempts; wait a minute.', 429)
  return code === undefined
    ? signInPage('That is not the gateway’s token.', 401)
    : signInPage('This link has been used or is too old. Print a fresh one with: holdpoint link', 401)
}

async function signOut({ options, request }: Visit): Promise<HttpResponse> {
  const posted = await readOwnForm(options, request)
  if ('status' in posted) return posted
  return redirect('/plain/sign-in', [['set-cookie', await options.sessions.end(request)]])
}

/** The form, if it was posted from our own page by the session's own person; else the answer to give. */
async function readOwnForm(
  options: InboxOptions,
  request: HttpRequest,
): Promise<HttpResponse | { readonly session: Session; readonly form: Form }> {
  // Judged before the body is read: a page of somebody else's costs us nothing.
  const sameOrigin = checkSameOrigin(request, options.publicOrigin)
  if (!sameOrigin.ok) return problem(sameOrigin)
  const session = await options.sessions.read(request)
  if (!session) return redirect('/plain/sign-in')
  const form = await readForm(request, options.limits)
  if (!form.ok) return problem(form)
  const checked = checkFormPost(request, options.publicOrigin, session, form.value('csrf'))
  return checked.ok ? { session, form: form.value } : problem(checked)
}
