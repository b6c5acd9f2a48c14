// Where people come in: with a one-time link, with a name and password, or with the gateway's own credential.
import type { HttpResponse } from '@holdpoint/core/http'
import { html, type Html } from './html.ts'
import { page } from './page.ts'

/** `mode` is which of the two the gateway's own credential is. */
export function signInPage(
  mode: 'token' | 'password',
  { notice, status = 200 }: { readonly notice?: string; readonly status?: number } = {},
): HttpResponse {
  const body = html`<h1>Sign in</h1>
    ${notice === undefined ? undefined : html`<p class="notice" role="alert">${notice}</p>`}
    <form method="post" action="/plain/sign-in" data-code hidden>
      <input type="hidden" name="code" />
      <p>This one-time link signs you in.</p>
      <button class="allow">Sign in</button>
    </form>
    <form class="decide" method="post" action="/plain/sign-in">
      <label>Name <input type="text" name="name" autocomplete="username" autocapitalize="none" required /></label>
      <label>Password <input type="password" name="password" autocomplete="current-password" required /></label>
      <button>Sign in with your password</button>
    </form>
    ${mode === 'token' ? byToken : html`<p class="soft">The operator’s name is <code>operator</code>.</p>`}
    <p>Or open a sign-in link: the operator’s <code>holdpoint link</code> prints one.</p>`
  return page({ title: 'Sign in', body, status })
}

const byToken: Html = html`<form class="decide" method="post" action="/plain/sign-in">
  <label>Gateway token <input type="password" name="token" autocomplete="off" required /></label>
  <button>Sign in with the token</button>
</form>`
