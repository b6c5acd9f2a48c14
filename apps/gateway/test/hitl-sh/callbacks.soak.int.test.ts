// Many deliveries of a few answers through two gateways on one store: one decision each, whatever comes twice, late or in
// contradiction. HOLDPOINT_SCALE=full: 100,000 deliveries for 5,000 approvals.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createHoldpoint,
  createIds,
  defaultSettings,
  defaultThresholds,
  type Channel,
  type Principal,
} from '@holdpoint/core'
import { mintCallbackSecret } from '@holdpoint/core/hitl-sh'
import { createCallbackHandler, type HttpRequest } from '@holdpoint/core/http'
import { openSqliteStore } from '@holdpoint/storage-sql'
import { expect, it, onTestFinished } from 'vitest'
import { memoryLog } from '../auth/memory-log.ts'
import { eventually } from '../e2e/eventually.ts'

const isFull = process.env['HOLDPOINT_SCALE'] === 'full'
const held = isFull ? 5000 : 50
const deliveries = isFull ? 100_000 : 500

const bot: Principal = { id: 'key:bot', scopes: ['request'], loops: ['*'], via: 'api' }
const ann: Principal = { id: 'ann', scopes: ['decide'], loops: ['*'], via: 'api' }
const key = 'a callback key for the soak alone'
const loopId = 'e'.repeat(24)

/** Names each question after its approval, and confirms what was said of it. */
const channel: Channel = {
  name: 'hitl-sh',
  ask: async ({ channel: name, digest }, { id, thresholds: { verdicts } }) => ({
    then: 'delivered',
    command: { type: 'record-ask', channel: name, remoteId: id, remoteLoop: loopId, digest, verdicts },
  }),
  confirm: async ({ channel: name, answer }) => ({
    then: 'delivered',
    command: { type: 'answer', channel: name, answer, trusted: true },
  }),
  settle: async () => ({ then: 'delivered' }),
}

async function twoGateways() {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-soak-'))
  const { log } = memoryLog()
  const loop = { thresholds: defaultThresholds, channels: [channel.name] }
  const settings = { ...defaultSettings, maxPending: held, loops: { default: loop } }
  const open = async () => {
    const store = await openSqliteStore({ path: join(folder, 'soak.db') })
    const parts = createHoldpoint({ store, settings: () => settings, channels: [channel], log })
    const handler = createCallbackHandler({
      ...parts,
      keys: () => [key],
      limits: { maxBytes: 65_536, timeoutMs: 1000 },
      confirm: () => 'always',
      log,
      ids: createIds(),
    })
    parts.pump.start()
    return { ...parts, store, handler }
  }
  const gateways = [await open(), await open()]
  onTestFinished(async () => {
    for (const { approvals, pump, store } of gateways) {
      approvals.close()
      await pump.stop(5000)
      await store.close()
    }
    await rm(folder, { recursive: true, force: true })
  })
  return gateways
}

function posted(id: string, body: object): HttpRequest {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  return {
    method: 'POST',
    target: `/hitl/callback/${mintCallbackSecret(id, key)}`,
    header: (name) => headers[name],
    headerCount: (name) => (headers[name] === undefined ? 0 : 1),
    body: async () => ({ ok: true, bytes: new TextEncoder().encode(JSON.stringify(body)) }),
    signal: new AbortController().signal,
  }
}

const events = [
  ...['allow-once', 'deny'].map((value) => ({
    event: 'request.completed',
    status: 'completed',
    response_data: { selected_value: value },
  })),
  { event: 'request.timeout', status: 'timeout' },
  { event: 'request.cancelled', status: 'cancelled' },
  { event: 'request.claimed', status: 'claimed' },
]

it(`I4, I5, I14: ${deliveries} deliveries for ${held} approvals through two gateways: one decision each`, async () => {
  const gateways = await twoGateways()
  const [first] = gateways
  if (!first) throw new Error('there is no gateway')
  const ids: string[] = []
  for (let n = 0; n < held; n++) {
    const made = await first.approvals.request(bot, {
      action: { kind: 'tool.call', target: {}, input: n },
      expiresInMs: 86_400_000,
    })
    if (made.ok) ids.push(made.value.approval.id)
  }
  expect(ids).toHaveLength(held)
  const startedAt = performance.now()
  const statuses = new Map<number, number>()
  const deliver = async (n: number) => {
    const id = ids[n % held] ?? ''
    const gateway = gateways[Math.floor(n / held) % gateways.length]
    const event = events[Math.floor(Math.random() * events.length)]
    const body = { ...event, request_id: id, loop_id: loopId, response_by: { user_id: `u${n % 7}` } }
    const answer = await gateway?.handler(posted(id, body))
    statuses.set(answer?.status ?? 0, (statuses.get(answer?.status ?? 0) ?? 0) + 1)
  }
  for (let from = 0; from < deliveries; from += 100)
    await Promise.all(Array.from({ length: Math.min(100, deliveries - from) }, (_, n) => deliver(from + n)))
  // Each is answered at least once with a decision.
  for (const id of ids) {
    const body = { ...events[1], request_id: id, loop_id: loopId, response_by: { user_id: 'last' } }
    await first.handler(posted(id, body))
  }
  const perSecond = Math.round(deliveries / ((performance.now() - startedAt) / 1000))
  process.stdout.write(`${deliveries} deliveries, ${perSecond}/s\n`)
  expect([...statuses.keys()]).toEqual([200])

  await eventually(
    'all are decided',
    async () => {
      const pending = await first.approvals.list(ann, { status: 'pending', limit: 1 })
      return pending.ok && pending.value.items.length === 0
    },
    { timeoutMs: isFull ? 600_000 : 40_000, everyMs: 200 },
  )
  for (const id of ids) {
    const got = await first.approvals.get(ann, id)
    if (!got.ok) throw new Error(got.detail)
    const { status, votes, asks } = got.value
    expect(votes).toHaveLength(1)
    expect(status).toBe(votes[0]?.verdict === 'deny' ? 'denied' : 'approved')
    expect(asks.filter((ask) => ask.counted)).toHaveLength(1)
  }
}, 1_800_000)
