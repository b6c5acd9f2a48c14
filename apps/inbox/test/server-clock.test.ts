// Time left is counted by the server's clock, whatever the device believes.
import { expect, it } from 'vitest'
import { createServerClock } from '../src/state/server-clock.ts'

const server = Date.parse('2026-01-01T00:00:00Z')

it('follows the server from a device whose clock is off by hours', () => {
  const off = 5 * 3_600_000
  const clock = createServerClock(() => server + off)
  clock.heard(new Date(server).toUTCString(), server + off)
  expect(clock.now()).toBe(server)
})

it('takes the answer that lags least: the header is cut to the second and has travelled', () => {
  let local = server
  const clock = createServerClock(() => local)
  for (const [sentAt, receivedAt] of [
    [server + 900, server + 1_400],
    [server + 2_010, server + 2_030],
    [server + 3_700, server + 4_000],
  ] as const)
    clock.heard(new Date(Math.floor(sentAt / 1_000) * 1_000).toUTCString(), receivedAt)
  local = server + 5_000
  expect(server + 5_000 - clock.now()).toBe(30)
})

it('is the device’s own before any answer, and after one without a date', () => {
  const clock = createServerClock(() => 7)
  clock.heard(null, 1)
  clock.heard('nonsense', 1)
  expect(clock.now()).toBe(7)
})

it('follows a step of the server’s clock once the answers before it are forgotten', () => {
  const clock = createServerClock(() => server)
  clock.heard(new Date(server + 60_000).toUTCString(), server)
  for (let i = 0; i < 20; i += 1) clock.heard(new Date(server).toUTCString(), server)
  expect(clock.now()).toBe(server)
})
