// One good request for each way in, which a row then spoils.
import { canonicalJson, type Json } from '@holdpoint/core'
import type { HostileInput, Way } from './hostile-row.ts'
import type { HostileSite } from './hostile-site.ts'

export interface Held {
  readonly id: string
  readonly digest: string
}

interface GoodRequest {
  readonly method: string
  readonly target: string
  readonly as: 'requester' | 'reviewer' | 'nobody'
  readonly body?: Json
}

const action = { kind: 'tool.call', target: { tool: 'hostile' }, input: {} }

export function goodRequest(way: Way, site: HostileSite, { id, digest }: Held): GoodRequest {
  const requester = { method: 'POST', as: 'requester' } as const
  const reviewer = { method: 'POST', as: 'reviewer' } as const
  const of = (verb: string) => `/v1/approvals/${id}/${verb}`
  switch (way) {
    case 'create':
      return { ...requester, target: '/v1/approvals', body: { action } }
    case 'outbound':
      return { ...requester, target: '/v1/outbound', body: messageOf('hostile') }
    case 'list':
      return { method: 'GET', as: 'reviewer', target: '/v1/approvals' }
    case 'read':
      return { method: 'GET', as: 'reviewer', target: `/v1/approvals/${id}` }
    case 'decision':
      return { ...reviewer, target: of('decision'), body: { verdict: 'allow-once', digest } }
    case 'decisions':
      return { ...reviewer, target: '/v1/decisions', body: { decisions: { [id]: { verdict: 'allow-once', digest } } } }
    case 'start':
      return { ...requester, target: of('start'), body: { digest } }
    case 'finish':
      return { ...requester, target: of('finish'), body: { ticket: 'x', outcome: 'succeeded' } }
    case 'cancel':
      return { ...requester, target: of('cancel'), body: {} }
    case 'comments':
      return { ...reviewer, target: of('comments'), body: { text: 'x' } }
    case 'explain':
      return { ...requester, target: '/v1/policy/explain', body: { action } }
    case 'rules':
      return { ...reviewer, target: '/v1/rules', body: { action } }
    case 'callback':
      return { method: 'POST', as: 'nobody', target: site.callbackPath(id), body: {} }
    case 'guarded':
      return { ...requester, target: '/deploy', body: { text: 'hostile' } }
  }
}

export const messageOf = (text: string) => ({ channel: 'log', to: '+1555', payloads: [{ text }] })

/** The bytes of a way's good request, spoiled by a row; with `keepOpen`, on a connection that stays. */
export function requestFor(way: Way, input: HostileInput, site: HostileSite, held: Held, keepOpen = false): Buffer {
  const good = goodRequest(way, site, held)
  const fill = (text: string) => text.replaceAll('{id}', held.id).replaceAll('{digest}', held.digest)
  const { method = good.method, target = good.target, headers = [] } = input
  const given = input.body ?? (good.body === undefined ? undefined : canonicalJson(good.body))
  const body = typeof given === 'string' ? Buffer.from(fill(given)) : Buffer.from(given ?? '')
  const defaults: (readonly [string, string])[] = [
    ['host', site.host],
    ...(good.as === 'nobody' ? [] : ([['authorization', site.credentials[good.as]]] as const)),
    ...(given === undefined ? [] : ([['content-type', 'application/json']] as const)),
    ...(given === undefined ? [] : ([['content-length', String(body.length)]] as const)),
    ...(keepOpen ? [] : ([['connection', 'close']] as const)),
  ]
  const named = new Set(headers.map(([name]) => name))
  const kept = defaults.filter(([name]) => !named.has(name))
  const sent = [...kept, ...headers.filter((header): header is readonly [string, string] => header[1] !== null)]
  const lines = sent.map(([name, value]) => `${name}: ${fill(value)}\r\n`).join('')
  return Buffer.concat([Buffer.from(`${method} ${fill(target)} HTTP/1.1\r\n${lines}\r\n`), body])
}
