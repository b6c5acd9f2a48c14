// What is counted: each change once, by the node that made it; with labels that nobody outside can make more of; and the
// reference page says the same as the code.
import { readFileSync } from 'node:fs'
import { createHoldpoint, refuse, type Principal, type Store } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { expect, it } from 'vitest'
import { operatorPrincipal } from '../../src/auth/principals.ts'
import { createCountPending } from '../../src/metrics/count-pending.ts'
import { meteredStore } from '../../src/metrics/metered-store.ts'
import { createMetricsRoute } from '../../src/metrics/metrics-route.ts'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { fakeRequest } from '../auth/fake-request.ts'
import { memoryLog } from '../auth/memory-log.ts'

const bot: Principal = { id: 'key:bot', scopes: ['request'], loops: ['*'], via: 'api' }
const ann: Principal = { id: 'ann', scopes: ['decide'], loops: ['*'], via: 'api' }

function measured(inner: Store = createMemoryStore()) {
  const metrics = createMetrics()
  const store = meteredStore(inner, metrics)
  const { approvals } = createHoldpoint({ store })
  const route = createMetricsRoute({
    metrics,
    pending: createCountPending(store, () => ['default'], metrics),
    readiness: async () => ({ ready: true }),
    reloadRefused: () => undefined,
    hitlSh: () => undefined,
    authenticate: async (request) => {
      const sent = request.header('authorization')
      if (sent === 'admin') return { ok: true, value: operatorPrincipal('api') }
      return sent === 'bot' ? { ok: true, value: bot } : refuse('unauthenticated', 'no')
    },
    log: memoryLog().log,
  })
  const ask = async (n: number) => {
    const asked = await approvals.request(bot, { action: { kind: `k${n}`, target: { to: `${n}` }, input: n } })
    if (!asked.ok) throw new Error(asked.detail)
    return asked.value.approval
  }
  const scrape = async (remoteAddress = '127.0.0.1', headers: Record<string, string> = {}) =>
    route(fakeRequest({ target: '/metrics', headers: Object.entries(headers) }), { remoteAddress })
  const text = async () => {
    const body = (await scrape())?.body
    return typeof body === 'string' ? body : ''
  }
  const lines = async (name: string) =>
    (await text()).split('\n').filter((line) => line.startsWith(name) && !line.startsWith('#'))
  return { approvals, ask, scrape, text, lines }
}

it('counts what was asked, decided and still waits; a redone decision once', async () => {
  const { approvals, ask, lines } = measured()
  const [one, two] = [await ask(1), await ask(2), await ask(3)]
  for (const verdict of ['allow-once', 'allow-once'] as const)
    await approvals.decide(ann, one.id, { verdict, digest: one.digest })
  await approvals.decide(ann, two.id, { verdict: 'deny', digest: two.digest })
  expect(await lines('holdpoint_approvals_created_total')).toEqual([
    'holdpoint_approvals_created_total{loop="default"} 3',
  ])
  expect(await lines('holdpoint_approvals_changed_total')).toEqual([
    'holdpoint_approvals_changed_total{loop="default",status="approved"} 1',
    'holdpoint_approvals_changed_total{loop="default",status="denied"} 1',
  ])
  expect(await lines('holdpoint_decision_seconds_count')).toEqual([
    'holdpoint_decision_seconds_count{loop="default",verdict="approved"} 1',
    'holdpoint_decision_seconds_count{loop="default",verdict="denied"} 1',
  ])
  expect(await lines('holdpoint_pending_approvals')).toEqual(['holdpoint_pending_approvals{loop="default"} 1'])
  expect(await lines('nodejs_eventloop_lag_p99_seconds')).toHaveLength(1)
  expect(await lines('holdpoint_hitl_sh')).toEqual([])
})

it('I32: no label holds what a caller has made up', async () => {
  const { ask, text } = measured()
  await ask(77)
  const told = await text()
  expect(told).toContain('holdpoint_')
  expect(told).not.toMatch(/k77|key:bot/)
})

it('tells programs on this machine and administrators, nobody else, and nothing through a proxy', async () => {
  const { scrape } = measured()
  const status = async (...given: Parameters<typeof scrape>) => (await scrape(...given))?.status
  expect(await status('127.0.0.1')).toBe(200)
  expect(await status('::ffff:127.0.0.1')).toBe(200)
  expect(await status('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })).toBe(401)
  expect(await status('127.0.0.1', { authorization: 'bot' })).toBe(403)
  expect(await status('203.0.113.9')).toBe(401)
  expect(await status('203.0.113.9', { authorization: 'admin' })).toBe(200)
})

it('is told the rest when the store is down, and that the store is', async () => {
  const broken = () => Promise.reject(new Error('disk is gone'))
  const { lines } = measured({ ...createMemoryStore(), list: broken, now: broken })
  expect(await lines('holdpoint_pending_approvals')).toEqual([])
  expect(await lines('holdpoint_store_errors_total')).toEqual([expect.stringMatching(/call="now"\} [1-9]/)])
})

it('docs/reference/metrics.md has each of them, with its labels and meaning', async () => {
  const page = readFileSync(new URL('../../../../docs/reference/metrics.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `holdpoint_'))
  const { registry } = createMetrics()
  const own = (await registry.getMetricsAsJSON()).filter(({ name }) => name.startsWith('holdpoint_'))
  expect(rows.map((row) => row.split(' | ').slice(0, 2).join(' ').replaceAll(/[|`]/g, '').trim())).toEqual(
    own.map(({ name, type }) => `${name} ${String(type)}`),
  )
  for (const { help } of own) expect(page).toContain(help)
})
