// Forwarded headers: whom they name is believed only as far as proxies of ours wrote it.
import type { HttpContext, HttpRequest } from '@holdpoint/core/http'
import { describe, expect, it } from 'vitest'
import { attributed, type AttributionOptions } from '../../src/auth/attribution.ts'
import { fakeRequest } from './fake-request.ts'

const hosts = ['gate.example.com', '127.0.0.1:4180']
const trustedProxies = ['10.0.0.0/8', '2001:db8:1::/48']

async function seenBy(
  remoteAddress: string | undefined,
  headers: readonly (readonly [string, string])[],
  options: Partial<AttributionOptions> = {},
) {
  let seen: { request: HttpRequest; context: HttpContext } | undefined
  const handler = attributed(
    async (request, context = {}) => {
      seen = { request, context }
      return { status: 200, headers: [] }
    },
    { trustedProxies, header: 'x-forwarded-for', hosts, scheme: 'https:', ...options },
  )
  const all = [['host', '127.0.0.1:4180'] as const, ...headers]
  const answer = await handler(fakeRequest({ headers: all }), remoteAddress === undefined ? {} : { remoteAddress })
  return { status: answer?.status, address: seen?.context.remoteAddress, host: seen?.request.header('host') }
}

describe('X-Forwarded-For', () => {
  it.each<[peer: string, chain: string, address: string]>([
    ['10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['::ffff:10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['2001:db8:1::9', '2001:db8:f::1', '2001:db8:f::1'],
    ['10.0.0.1', 'spoofed, 198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['10.0.0.1', '198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['10.0.0.1', '127.0.0.1, 203.0.113.7, 10.0.0.2, 10.0.0.3', '203.0.113.7'],
    ['10.0.0.1', '10.0.0.9, 10.0.0.2', '10.0.0.9'],
    ['10.0.0.1', '203.0.113.7:51234', '203.0.113.7'],
    ['10.0.0.1', '[2001:db8:f::1]:443', '2001:db8:f::1'],
    ['10.0.0.1', '::ffff:203.0.113.7', '203.0.113.7'],
    ['10.0.0.1', '203.0.113.7, unknown', '10.0.0.1'],
    ['10.0.0.1', '203.0.113.7, garbage, 10.0.0.2', '10.0.0.2'],
    ['10.0.0.1', '', '10.0.0.1'],
    ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['11.0.0.1', '198.51.100.1', '11.0.0.1'],
  ])('I33: the peer %s saying %j is %s', async (peer, chain, address) => {
    expect(await seenBy(peer, [['x-forwarded-for', chain]])).toMatchObject({ status: 200, address })
  })

  it('joins several headers in their order, and reads no other header', async () => {
    const both = [
      ['x-forwarded-for', '198.51.100.1'],
      ['x-forwarded-for', '203.0.113.7'],
      ['forwarded', 'for=192.0.2.1;host=evil.example;proto=http'],
      ['x-real-ip', '192.0.2.2'],
    ] as const
    expect(await seenBy('10.0.0.1', both)).toMatchObject({ status: 200, address: '203.0.113.7' })
    expect((await seenBy('10.0.0.1', [])).address).toBe('10.0.0.1')
    expect((await seenBy(undefined, both)).address).toBeUndefined()
  })
})

describe('Forwarded', () => {
  it.each<[value: string, address: string]>([
    ['for=203.0.113.7', '203.0.113.7'],
    ['For="[2001:db8:f::1]:4711"', '2001:db8:f::1'],
    ['for=198.51.100.1, for=203.0.113.7;proto=https', '203.0.113.7'],
    ['for="x, for=10.0.0.5", for=203.0.113.7', '203.0.113.7'],
    ['for=203.0.113.7, for=10.0.0.2', '203.0.113.7'],
    ['for=_hidden, for=10.0.0.2', '10.0.0.2'],
    ['for=unknown', '10.0.0.1'],
    ['by=203.0.113.7', '10.0.0.1'],
    ['xfor=203.0.113.7', '10.0.0.1'],
  ])('%j is %s', async (value, address) => {
    expect(await seenBy('10.0.0.1', [['forwarded', value]], { header: 'forwarded' })).toMatchObject({ address })
  })

  it('I29: an open quote of the client’s takes nothing from what the proxy wrote, and many of them no time', async () => {
    const by = (value: string) => seenBy('10.0.0.1', [['forwarded', value]], { header: 'forwarded' })
    expect((await by('for=", for=203.0.113.7')).address).toBe('203.0.113.7')
    expect((await by('for="a, for=203.0.113.7;proto=http')).status).toBe(421)
    const startedAt = performance.now()
    expect((await by(`"${'\\"'.repeat(500_000)}, for=203.0.113.7`)).address).toBe('203.0.113.7')
    // Looking for the end of each quote anew takes an hour.
    expect(performance.now() - startedAt).toBeLessThan(20_000)
  })

  it('reads nothing else', async () => {
    const headers = [['x-forwarded-for', '203.0.113.7']] as const
    expect((await seenBy('10.0.0.1', headers, { header: 'forwarded' })).address).toBe('10.0.0.1')
  })
})

describe('host and scheme', () => {
  it('take a trusted proxy’s word, for names of ours only', async () => {
    const forwarded = (host: string) => seenBy('10.0.0.1', [['x-forwarded-host', host]])
    expect(await forwarded('Gate.Example.Com')).toMatchObject({ status: 200, host: 'Gate.Example.Com' })
    for (const host of ['evil.example', '', 'gate.example.com, evil.example', 'evil.example, gate.example.com'])
      expect((await forwarded(host)).status).toBe(421)
    expect(await seenBy('203.0.113.9', [['x-forwarded-host', 'evil.example']])).toMatchObject({
      status: 200,
      host: '127.0.0.1:4180',
    })
  })

  it('a connection in the clear is refused where people use https', async () => {
    const proto = (value: string, peer = '10.0.0.1') => seenBy(peer, [['x-forwarded-proto', value]])
    expect((await proto('https')).status).toBe(200)
    expect((await proto('HTTPS')).status).toBe(200)
    for (const value of ['http', 'https, http', 'ws', '']) expect((await proto(value)).status).toBe(421)
    expect((await proto('http', '203.0.113.9')).status).toBe(200)
  })
})
