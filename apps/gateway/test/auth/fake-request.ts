// A request record as an adapter would build it, from header pairs.
import type { HttpRequest } from '@holdpoint/core/http'

export interface FakeRequest {
  readonly method?: string
  readonly target?: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly body?: string
}

export function fakeRequest({ method = 'GET', target = '/', headers = [], body = '' }: FakeRequest = {}): HttpRequest {
  const values = (name: string) => headers.filter(([sent]) => sent.toLowerCase() === name).map(([, value]) => value)
  return {
    method,
    target,
    header: (name) => (values(name).length === 0 ? undefined : values(name).join(', ')),
    headerCount: (name) => values(name).length,
    body: async () => ({ ok: true, bytes: new TextEncoder().encode(body) }),
    signal: new AbortController().signal,
  }
}

export const bearer = (credential: string): readonly [string, string] => ['authorization', `Bearer ${credential}`]

export const basic = (name: string, password: string): readonly [string, string] => [
  'authorization',
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
]

/** A request whose doubled headers read as their first value, as Node's own `headers` has them; only the count tells. */
export function firstValues(request: FakeRequest): HttpRequest {
  const first = (name: string) => request.headers?.find(([sent]) => sent.toLowerCase() === name)?.[1]
  return { ...fakeRequest(request), header: first }
}
