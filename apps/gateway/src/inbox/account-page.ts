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
  readonly notice?: string
}

export function accountPage({ session, sessions, notice }: AccountPage): HttpResponse {
  const { csrf, principal } = session
  const token = html`<input type="hidden" name="csrf" value="${csrf}" />`
  const others = sessions.length > 1
  const body = html`<h1>Signed in as ${showHidden(principal.id)}</h1>
    ${notice === undefined ? undefined : html`<p class="notice" role="alert">${notice}</p>`}
    ${principal.id === 'operator' ? undefined : passwordForm(session, token)}
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
  return page({ title: 'Your account', body, csrf, status: notice === undefined ? 200 : 409 })
}

function passwordForm({ method, principal }: Session, token: Html): Html {
  const current = html`<label
    >Current password <input type="password" name="current" autocomplete="current-password" required
  /></label>`
  return html`<h2>Your password</h2>
    <form class="decide" method="post" action="/plain/account/password">
      ${token}
      <input
        type="text"
        name="username"
        value="${principal.id.replace(/^person:/, '')}"
        autocomplete="username"
        hidden
      />
      ${method === 'link' ? undefined : current}
      <label
        >New password, 12 characters or more
        <input type="password" name="password" autocomplete="new-password" minlength="12" maxlength="256" required
      /></label>
      <button class="allow">Set password</button>
    </form>`
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
