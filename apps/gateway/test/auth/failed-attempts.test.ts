// The limit on failures: exact, by the client's canonical address, in bounded space.
import { describe, expect, it } from 'vitest'
import { canonicalAddress } from '../../src/auth/canonical-address.ts'
import { createFailedAttempts } from '../../src/auth/failed-attempts.ts'

describe('canonicalAddress', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:aaaa::1.2.3.4', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::9', '2001:db8:1:3::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['not an address', 'unknown'],
    ['203.0.113.7:80', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
  ])('I33: %s counts as %s', (address, canonical) => {
    expect(canonicalAddress(address)).toBe(canonical)
  })
})

describe('failed attempts', () => {
  const times = (n: number, run: () => boolean) => Array.from({ length: n }, run).filter(Boolean).length

  it('I33: counts exactly 300 of 1,000 concurrent failures of one /64, and leaves its neighbour alone', async () => {
    const limiter = createFailedAttempts({ now: () => 0 })
    const results = await Promise.all(
      Array.from({ length: 1_000 }, async (_, n) => {
        await Promise.resolve()
        return limiter.count(`2001:db8:1:2::${n.toString(16)}`)
      }),
    )
    expect(results.filter(Boolean)).toHaveLength(300)
    expect(limiter.count('2001:db8:1:3::1')).toBe(true)
  })

  it('never counts more than the limit within any window, also across a boundary', () => {
    let now = 0
    const limiter = createFailedAttempts({ now: () => now })
    now = 59_000
    expect(times(400, () => limiter.count('203.0.113.7'))).toBe(300)
    now = 61_000
    expect(times(400, () => limiter.count('203.0.113.7'))).toBe(0)
    now = 119_000
    expect(times(400, () => limiter.count('203.0.113.7'))).toBe(300)
  })

  it('I32: keeps at most so many addresses, dropping the one that failed longest ago', () => {
    const limiter = createFailedAttempts({ limit: 1, maxKeys: 3, now: () => 0 })
    for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.3']) expect(limiter.count(address)).toBe(true)
    expect(limiter.count('10.0.0.1')).toBe(false)
    expect(limiter.count('10.0.0.4')).toBe(true)
    expect(limiter.count('10.0.0.1')).toBe(false)
    expect(limiter.count('10.0.0.2')).toBe(true)
  })
})
