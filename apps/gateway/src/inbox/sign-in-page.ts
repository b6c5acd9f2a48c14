// Where people come in: with a one-time link, or with the gateway's own credential.
import type { HttpResponse } from '@holdpoint/core/http'
import { html } from './html.ts'
import { page } from './page.ts'

export function signInPage(notice?: string, status = 200): HttpResponse {
  const body = html`<h1>Sign in</h1>
    ${notice === undefined ? undefined : html`<p class="notice" role="alert">${notice}</p>`}
    <form method="post" action="/plain/sign-in" data-code hidden>
      <input type="hidden" name="code" />
      <p>This one-time link signs you in as the operator.</p>
      <button class="allow">Sign in</button>
    </form>
    <p>
      Open the sign-in link that the gateway printed when it started, or have <code>holdpoint link</code> print a fresh
      one. Or use the gateway’s token:
    </p>
    <form class="decide" method="post" action="/plain/sign-in">
      <label>Gateway token <input type="password" name="token" autocomplete="current-password" required /></label>
      <button>Sign in with the token</button>
    </form>`
  return page({ title: 'Sign in', body, status })
}
