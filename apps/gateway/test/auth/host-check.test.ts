// DNS rebinding: names that lead here but are not ours.
import { describe, expect, it } from 'vitest'
import { isAllowedHost, ownHosts, ownOrigins } from '../../src/auth/host-check.ts'
import { fakeRequest, firstValues } from './fake-request.ts'

const asked = (allowed: readonly string[], ...hosts: string[]) =>
  isAllowedHost(fakeRequest({ headers: hosts.map((host) => ['host', host] as const) }), allowed)

describe('isAllowedHost', () => {
  const local = ownHosts({ publicUrl: 'http://127.0.0.1:4180', boundPort: 4180 })

  it('takes the public name and the loopback names with the bound port (P14197)', () => {
    for (const host of ['127.0.0.1:4180', 'localhost:4180', 'LOCALHOST:4180', '[::1]:4180'])
      expect(asked(local, host)).toBe(true)
    const behindProxy = ownHosts({
      publicUrl: 'https://Hold.Example/at',
      boundPort: 4180,
      allowedHosts: ['Gate.internal:8443'],
    })
    for (const host of ['hold.example', 'hold.example:443', 'localhost:4180', 'gate.internal:8443'])
      expect(asked(behindProxy, host)).toBe(true)
    expect(asked(ownHosts({ publicUrl: 'http://hold.example', boundPort: 80 }), 'localhost')).toBe(true)
  })

  it.each([
    'evil.example',
    'evil.example:4180',
    'localhost',
    'localhost:4181',
    'localhost.:4180',
    '127.0.0.1:4180.evil.example',
    '127.0.0.2:4180',
    'user@127.0.0.1:4180',
    '127.0.0.1:4180, 127.0.0.1:4180',
    '',
  ])('refuses %j', (host) => {
    expect(asked(local, host)).toBe(false)
  })

  it('refuses two hosts and none', () => {
    expect(asked(local)).toBe(false)
    const host = ['host', 'localhost:4180'] as const
    expect(isAllowedHost(firstValues({ headers: [host] }), local)).toBe(true)
    expect(isAllowedHost(firstValues({ headers: [host, host] }), local)).toBe(false)
    expect(asked(local, 'localhost:4180', 'localhost:4180')).toBe(false)
  })
})

describe('ownOrigins', () => {
  const own = ownOrigins({ publicUrl: 'https://hold.example', boundPort: 4180, allowedHosts: ['gate.internal:8443'] })

  it.each<[string, string | undefined]>([
    ['https://hold.example', undefined],
    ['https://hold.example', '10.0.0.5:4180'],
    ['https://hold.example', 'hold.example:443'],
    ['https://gate.internal:8443', 'Gate.Internal:8443'],
    ['http://localhost:4180', 'localhost:4180'],
    ['http://[::1]:4180', '[::1]:4180'],
  ])('a page of %s under the host %s is ours', (origin, host) => {
    expect(own.has(origin, host)).toBe(true)
  })

  it.each<[string, string | undefined]>([
    ['http://hold.example', 'hold.example'],
    ['https://gate.internal:8443', 'hold.example'],
    ['https://gate.internal:8443', undefined],
    ['http://localhost:4180', '127.0.0.1:4180'],
    ['https://localhost:4180', 'localhost:4180'],
    ['https://evil.example', 'evil.example'],
    ['https://hold.example.evil.example', 'hold.example'],
    ['null', 'hold.example'],
    ['', ''],
  ])('a page of %j under the host %j is not', (origin, host) => {
    expect(own.has(origin, host)).toBe(false)
  })
})
