// A signed-in person without a browser: for forms that no browser would send.
import { expect } from 'vitest'
import type { Answer } from './api.ts'
import type { GatewayProcess } from './gateway-process.ts'

export interface InboxSession {
  readonly cookie: string
  readonly csrf: string
  /** Posts a form as our own page does, but for what `headers` replace; an empty one is left out. */
  post(
    path: string,
    form: string | Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>
  get(path: string): Promise<Answer>
}

export async function signIn(gateway: GatewayProcess): Promise<InboxSession> {
  const anonymous = gateway.api()
  const own = {
    origin: gateway.url,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
  }
  const form = new URLSearchParams({ token: gateway.operatorToken }).toString()
  const signedIn = await anonymous.post('/plain/sign-in', form, own)
  expect(signedIn.status).toBe(303)
  const [cookie = ''] = String(signedIn.headers['set-cookie']).split(';')
  const get = (path: string) => anonymous.get(path, { cookie })
  const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec((await get('/plain')).text) ?? []
  expect(csrf).not.toBe('')
  return {
    cookie,
    csrf,
    get,
    post(path, form, headers = {}) {
      const sent = Object.entries({ ...own, cookie, ...headers }).filter(([, value]) => value !== '')
      const body = typeof form === 'string' ? form : new URLSearchParams(form).toString()
      return anonymous.post(path, body, Object.fromEntries(sent))
    },
  }
}
