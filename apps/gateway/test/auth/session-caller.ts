// Calls to the routes about sessions, as our own page makes them.
import type { AuthConfig } from '../../src/config/gateway-config.ts'
import { fakeRequest } from './fake-request.ts'
import { operatorToken, origin, testGateway, type TestGatewayOptions } from './test-gateway.ts'

export type Headers = readonly (readonly [string, string])[]
export const own: Headers = [
  ['origin', origin],
  ['sec-fetch-site', 'same-origin'],
]
const jsonType = ['content-type', 'application/json'] as const

export function sessionCaller(auth?: AuthConfig, options: TestGatewayOptions = {}) {
  const gateway = testGateway(auth === undefined ? options : { ...options, auth: () => auth })
  const call = async (
    method: string,
    target: string,
    { headers = own, body, address = '203.0.113.7' }: { headers?: Headers; body?: unknown; address?: string } = {},
  ) => {
    const request = fakeRequest({
      method,
      target,
      headers: body === undefined ? headers : [jsonType, ...headers],
      body: body === undefined ? '' : JSON.stringify(body),
    })
    const answer = await gateway.handler(request, { remoteAddress: address })
    const text = answer?.body
    return {
      status: answer?.status,
      cookie: answer?.headers.find(([name]) => name === 'set-cookie')?.[1],
      body: typeof text === 'string' && text !== '' ? JSON.parse(text) : undefined,
    }
  }
  const signIn = async (body: unknown = { token: operatorToken }, more: Headers = []) => {
    const answer = await call('POST', '/v1/session', { headers: [...own, ...more], body })
    const cookie = ['cookie', answer.cookie?.split(';')[0] ?? ''] as const
    const csrf = ['holdpoint-csrf', String(answer.body?.csrf)] as const
    return { ...answer, mine: [...own, cookie, csrf] as Headers, read: [cookie] as Headers }
  }
  return { ...gateway, call, signIn }
}
