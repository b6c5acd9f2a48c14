// The inbox: server-rendered pages that work without a script. A GET changes nothing; every change is a form that was
// posted from our own page, with the session's token, and passes the same service as any other way in.
import { parseDecision, statuses, type Status } from '@holdpoint/core'
import {
  answering,
  decodeCursor,
  encodeCursor,
  matchPath,
  parseTarget,
  problem,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from '@holdpoint/core/http'
import { accountPages } from './account-pages.ts'
import { approvalPage } from './approval-page.ts'
import { script, stylesheet } from './assets.ts'
import { html } from './html.ts'
import { listPage } from './list-page.ts'
import { page, redirect } from './page.ts'
import { readOwnForm, type InboxOptions, type PageRoute, type Visit } from './visit.ts'

const routes: readonly PageRoute[] = [
  { path: ['plain'], GET: showList },
  ...accountPages,
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
  return listPage({
    csrf: session.csrf,
    loop,
    loops,
    status,
    items,
    notice: options.notice(),
    ...(next && { next: encodeCursor(next) }),
  })
}

async function showApproval({ options, request, id }: Visit): Promise<HttpResponse> {
  const session = await options.sessions.read(request)
  if (!session) return redirect('/plain/sign-in')
  const got = await options.approvals.get(session.principal, id)
  return got.ok ? approvalPage({ csrf: session.csrf, approval: got.value }) : noSuch(session.csrf)
}

async function decide(visit: Visit): Promise<HttpResponse> {
  const { options, id } = visit
  const posted = await readOwnForm(visit)
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
