// How long it takes from a reviewer's decision until whoever waits for it knows: the decision's own commit included; in
// one process, and from one process to another over LISTEN and NOTIFY.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Approval } from '@holdpoint/core'
import { quantile } from './cycles-per-second.ts'
import { machineMs, openNode, principal, type BenchNode, type DecidedMessage } from './postgres-node.ts'

export interface WakeRow {
  readonly where: 'one process' | 'two processes'
  readonly decisions: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface WakeOptions {
  readonly url: string
  readonly decisions?: number
}

const bot = principal('key:bot', ['request'])
const ann = principal('ann', ['decide'])
const draft = { action: { kind: 'tool.call', target: { tool: 'rm' }, input: {} } }
const warmUps = 20

/** When the decision began, in ms of the machine's clock. */
type Decide = (approval: Approval) => Promise<number>

export async function postgresWake({ url, decisions = 500 }: WakeOptions): Promise<readonly WakeRow[]> {
  const alone = await openNode(url, true)
  const here: Decide = async ({ id, digest }) => {
    const startedAtMs = machineMs()
    await alone.holdpoint.approvals.decide(ann, id, { verdict: 'allow-once', digest })
    return startedAtMs
  }
  const inOne = await measure(alone, here, decisions)
  await alone.close()

  const waiter = await openNode(url, false)
  const script = fileURLToPath(new URL('./postgres-node.js', import.meta.url))
  const other = fork(script, [url], { env: { ...process.env, HOLDPOINT_BENCH_NODE: '1' } })
  await once(other, 'message')
  const there: Decide = async ({ id, digest }) => {
    const said = once(other, 'message')
    other.send({ id, digest })
    const [decided]: DecidedMessage[] = await said
    return decided?.startedAtMs ?? Number.NaN
  }
  try {
    const inTwo = await measure(waiter, there, decisions)
    return [
      { where: 'one process', ...inOne },
      { where: 'two processes', ...inTwo },
    ]
  } finally {
    other.disconnect()
    await once(other, 'exit')
    await waiter.close()
  }
}

async function measure({ holdpoint }: BenchNode, decide: Decide, decisions: number): Promise<Omit<WakeRow, 'where'>> {
  const took: number[] = []
  for (let n = 0; n < decisions + warmUps; n += 1) {
    const requested = await holdpoint.approvals.request(bot, draft)
    if (!requested.ok) throw new Error(requested.detail)
    const { approval } = requested.value
    const waiting = holdpoint.approvals.wait(bot, approval.id, { timeoutMs: 30_000 }).then((waited) => {
      if (!waited.ok || waited.value.status !== 'approved') throw new Error('it was approved, and not heard of')
      return machineMs()
    })
    // Time to have read it, and to have gone to sleep.
    await sleep(4)
    const [awakeAtMs, startedAtMs] = await Promise.all([waiting, decide(approval)])
    if (n >= warmUps) took.push(awakeAtMs - startedAtMs)
  }
  return { decisions, p50Ms: quantile(took, 0.5), p99Ms: quantile(took, 0.99) }
}
