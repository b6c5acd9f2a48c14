// Where one is signed in, and the way out of each.
import { showHidden } from '@holdpoint/core'
import type { HttpResponse } from '@holdpoint/core/http'
import type { StoredSession } from '../auth/session-record.ts'
import type { Session } from '../auth/sessions.ts'
import { html, type Html } from './html.ts'
import { page } from './page.ts'
import { showInstant } from './show-instant.ts'

export interface AccountPage {
  readonly session: Session
  readonly sessions: readonly StoredSession[]
}

export function accountPage({ session, sessions }: AccountPage): HttpResponse {
  const { csrf, principal } = session
  const token = html`<input type="hidden" name="csrf" value="${csrf}" />`
  const others = sessions.length > 1
  const body = html`<h1>Signed in as ${showHidden(principal.id)}</h1>
    <h2>Your sessions</h2>
    <ul class="list">
      ${sessions.map((item) => row(item, item.id === session.id, token))}
    </ul>
    ${
      others
        ? html`<form class="decide" method="post" action="/plain/account/end-others">
            ${token}<button class="deny">End all others</button>
          </form>`
        : undefined
    }`
  return page({ title: 'Your sessions', body, csrf })
}

function row({ id, method, device, createdAt, expiresAt }: StoredSession, current: boolean, token: Html): Html {
  return html`<li class="session">
    <form method="post" action="/plain/account/end-session">
      ${token}<input type="hidden" name="session" value="${id}" />
      <span class="what">${current ? 'This one' : (device ?? 'An unnamed browser')}</span>
      <span class="soft"
        >signed in by ${method} ${showInstant(createdAt)}, until
        ${showInstant(expiresAt)}${current && device !== undefined ? html` · ${device}` : undefined}</span
      >
      <button>${current ? 'Sign out here' : 'End this session'}</button>
    </form>
  </li>`
}
