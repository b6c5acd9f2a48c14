// A hundred calls an hour, and a thousand questions: nothing storms, nothing is exceeded, nothing is lost, and what is asked
// is what is most urgent.
import { createHitlShAllowance, createHitlShChannel, createHitlShClient } from '@holdpoint/client-hitl-sh'
import { createHoldpoint, defaultSettings, defaultThresholds, type Approval, type Principal } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { startHitlShStandIn } from '@holdpoint/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { memoryLog } from '../auth/memory-log.ts'
import { eventually } from '../e2e/eventually.ts'
import { createUsedUpReport } from '../../src/gateway/used-up-report.ts'

const bot: Principal = { id: 'key:bot', scopes: ['request'], loops: ['*'], via: 'api' }
const ann: Principal = { id: 'ann', scopes: ['decide'], loops: ['*'], via: 'inbox' }
const hourMs = 3_600_000
/** A thousand at full scale. */
const waiting = process.env['HOLDPOINT_SCALE'] === 'full' ? 1000 : 300

async function openBench() {
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  const standIn = await startHitlShStandIn({ rateLimit: 100, now })
  const { log, lines } = memoryLog()
  const report = createUsedUpReport(log)
  const allowance = createHitlShAllowance({ now, onChange: report.onChange })
  const channel = createHitlShChannel({
    client: createHitlShClient({ apiKey: standIn.apiKey, baseUrl: standIn.url, allowance }),
    loopFor: () => standIn.loopId,
    callbackUrlFor: (id) => `http://127.0.0.1:9/hitl/callback/${id}`,
    inboxUrlFor: (id) => `http://127.0.0.1:9/approvals/${id}`,
    confirm: 'always',
    priorityFor: (loop) => (loop === 'urgent' ? 'critical' : 'high'),
    log,
    now,
  })
  const loop = { thresholds: defaultThresholds, channels: [channel.name] }
  const settings = { ...defaultSettings, maxPending: 10_000, loops: { default: loop, urgent: loop } }
  const { approvals, pump } = createHoldpoint({
    store: createMemoryStore({ now }),
    settings: () => settings,
    channels: [channel],
    log,
  })
  onTestFinished(async () => {
    approvals.close()
    await pump.stop(1000)
    await standIn.close()
  })
  const creates = () => standIn.calls().filter(({ operation }) => operation === 'create').length
  const ask = async (n: number): Promise<Approval> => {
    const made = await approvals.request(bot, {
      loop: n % 10 === 0 ? 'urgent' : 'default',
      action: { kind: 'tool.call', target: { tool: 'mail' }, input: n },
      // What is asked later is needed sooner.
      expiresInMs: 10 * hourMs - n * 1000,
    })
    if (!made.ok) throw new Error(made.detail)
    return made.value.approval
  }
  return { standIn, allowance, report, approvals, pump, lines, creates, ask, pass: (ms: number) => (aheadMs += ms) }
}

it(`I13, I36: ${waiting} questions and 100 calls an hour`, async () => {
  const bench = await openBench()
  const { standIn, allowance, approvals } = bench
  const asked = await Promise.all(Array.from({ length: waiting }, (_, n) => bench.ask(n)))
  bench.pump.start()
  await eventually('all but the asked ones wait', () => bench.creates() + allowance.state().waiting === waiting, {
    timeoutMs: 50_000,
  })
  // The rest of the hour is kept for the answers.
  expect(bench.creates()).toBe(60)
  expect(standIn.calls()).toHaveLength(60)

  // The operator can see it: in the log once, in the inbox, and as figures.
  expect(bench.lines.filter((line) => line.startsWith('HITL.sh: this hour'))).toHaveLength(1)
  expect(bench.report.notice(allowance.state())).toMatch(
    /^\d+ questions wait to be asked on HITL\.sh, .*decided here\.$/,
  )
  expect(allowance.state()).toMatchObject({ limit: 100, remaining: 40, waiting: waiting - 60 })

  // What waits is decided here, and an answer there is read back although no question may be asked.
  // One that is not among the next sixty: whoever is gone keeps its place for a minute.
  const [unasked] = asked.filter(
    ({ id, loop }) => loop !== 'urgent' && !standIn.requests().some((request) => request.callback_url?.endsWith(id)),
  )
  const decided = await approvals.decide(ann, unasked?.id ?? '', {
    verdict: 'deny',
    digest: unasked?.digest ?? 'sha256:',
  })
  expect(decided.ok && decided.value.status).toBe('denied')
  const [question] = standIn.requests()
  await standIn.answer(question?.id ?? '', 'allow-once').catch(() => undefined)
  const answered = question?.callback_url?.split('/').at(-1) ?? ''
  const hint = {
    event: 'completed',
    remoteId: question?.id ?? '',
    remoteLoop: standIn.loopId,
    verdict: 'allow-once',
  } as const
  await approvals.answer('hitl-sh', answered, { ...hint, reviewer: `hitl-sh:${'a'.repeat(24)}` }, false)
  await eventually('the answer is read back', async () => {
    const got = await approvals.get(ann, answered)
    return got.ok && got.value.status === 'approved'
  })

  // No storm: each was tried, told when to come back, and left alone.
  const before = bench.lines.filter((line) => line.includes('ask retry')).length
  expect(before).toBeLessThanOrEqual(waiting * 2)
  await new Promise((resolve) => setTimeout(resolve, 2500))
  expect(bench.lines.filter((line) => line.includes('ask retry'))).toHaveLength(before)
  expect(standIn.calls().length).toBeLessThanOrEqual(100)

  // The next hour goes to the most urgent, then to what expires first.
  const first = new Set(standIn.requests().map(({ context }) => JSON.stringify(context)))
  const rest = asked.filter(({ id }) => ![...first].some((context) => context.includes(id)) && id !== unasked?.id)
  const best = rest
    .toSorted((a, b) => (a.loop === b.loop ? a.expiresAt - b.expiresAt : a.loop === 'urgent' ? -1 : 1))
    .slice(0, 60)
    .map(({ id }) => id)
  bench.pass(hourMs + 500)
  await eventually('the next sixty are asked', () => bench.creates() === 120, { timeoutMs: 30_000 })
  const second = standIn
    .requests()
    .slice(60)
    .map(({ callback_url }) => callback_url?.split('/').at(-1))
  expect(second.toSorted()).toEqual(best.toSorted())
  expect(standIn.calls().length - 61).toBeLessThanOrEqual(100)
}, 120_000)
