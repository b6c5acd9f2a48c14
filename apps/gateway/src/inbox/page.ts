// The frame of every page, and the headers that keep it from being framed, scripted or remembered by anyone else.
import type { Header, HttpResponse } from '@holdpoint/core/http'
import { html, type Html } from './html.ts'

const securityHeaders: readonly Header[] = [
  ['content-type', 'text/html; charset=utf-8'],
  ['cache-control', 'no-store'],
  [
    'content-security-policy',
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  ],
  ['x-frame-options', 'DENY'],
  ['x-content-type-options', 'nosniff'],
  // Not no-referrer: under that, browsers send `Origin: null` with a form, which is refused.
  ['referrer-policy', 'same-origin'],
]

export interface PageOptions {
  readonly title: string
  readonly body: Html
  readonly status?: number
  /** The signed-in person's form token: shows the way out. */
  readonly csrf?: string
  readonly headers?: readonly Header[]
}

export function page({ title, body, status = 200, csrf, headers = [] }: PageOptions): HttpResponse {
  const signOut = html`<form method="post" action="/plain/sign-out">
    <input type="hidden" name="csrf" value="${csrf}" /><button class="quiet">Sign out</button>
  </form>`
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Holdpoint</title>
        <link rel="stylesheet" href="/plain/inbox.css" />
        <script src="/plain/inbox.js" defer></script>
      </head>
      <body>
        <header>
          <a class="brand" href="/plain">Holdpoint</a>
          ${csrf === undefined ? undefined : html`<span class="account"><a href="/plain/account">Account</a>${signOut}</span>`}
        </header>
        <main>${body}</main>
      </body>
    </html>`
  return { status, headers: [...securityHeaders, ...headers], body: document.html }
}

export const redirect = (location: string, headers: readonly Header[] = []): HttpResponse => ({
  status: 303,
  headers: [['location', location], ['cache-control', 'no-store'], ...headers],
})
