// DNS rebinding: names that lead here but are not ours.
import { describe, expect, it } from 'vitest'
import { allowedHosts, isAllowedHost } from '../../src/auth/host-check.ts'
import { fakeRequest, firstValues } from './fake-request.ts'

const asked = (allowed: readonly string[], ...hosts: string[]) =>
  isAllowedHost(fakeRequest({ headers: hosts.map((host) => ['host', host] as const) }), allowed)

describe('isAllowedHost', () => {
  const local = allowedHosts('http://127.0.0.1:4180', 4180)

  it('takes the public name and the loopback names with the bound port', () => {
    for (const host of ['127.0.0.1:4180', 'localhost:4180', 'LOCALHOST:4180', '[::1]:4180'])
      expect(asked(local, host)).toBe(true)
    const behindProxy = allowedHosts('https://Hold.Example/at', 4180)
    for (const host of ['hold.example', 'hold.example:443', 'localhost:4180'])
      expect(asked(behindProxy, host)).toBe(true)
    expect(asked(allowedHosts('http://hold.example', 80), 'localhost')).toBe(true)
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
