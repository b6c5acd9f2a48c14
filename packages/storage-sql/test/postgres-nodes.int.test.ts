// Two nodes on one PostgreSQL: people who want opposite things, callbacks, and time itself, all within milliseconds of
// each other. What everyone was told fits one order, and what was run is what was approved, once.
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Approval, ApprovalResult, Status, Verdict } from '@holdpoint/core'
import { approvalModel, findOrder, type Heard, type Operation, type Said } from '@holdpoint/testkit'
import { postgresForTests } from './postgres-for-tests.ts'
import { principal, startNode, type Execution, type Node } from './two-nodes.ts'

const postgres = postgresForTests()
const count = process.env['HOLDPOINT_SCALE'] === 'full' ? 2_000 : 200
const clients = 8

const bot = principal('key:bot', ['request'])
const [ann, bob] = [principal('ann', ['decide']), principal('bob', ['decide'])]
const all = principal('all', ['decide'])

type Step = Operation<Said, Heard>

interface Story {
  readonly made: Approval
  readonly steps: Step[]
  readonly expiring: boolean
}

const draft = (n: number, expiresInMs: number) => ({
  action: { kind: 'tool.call', target: { tool: 'rm', n: String(n) }, input: { n } },
  expiresInMs,
})

/** Calls, and notes what was said and heard, and when; an error says nothing for certain. */
async function note<T>(
  { steps }: Story,
  input: Said,
  call: () => Promise<ApprovalResult<T>>,
  hear: (value: T) => Heard = () => 'ok',
): Promise<void> {
  const from = performance.now()
  try {
    const answer = await call()
    const output = answer.ok ? hear(answer.value) : answer.code
    steps.push({ input, output, from, to: performance.now() })
  } catch {
    steps.push({ input, from, to: Infinity })
  }
}

const read = (story: Story, node: Node) =>
  note(
    story,
    { type: 'read' },
    () => node.approvals.get(all, story.made.id),
    ({ status }: Approval) => `is:${status}`,
  )

const decide = (story: Story, node: Node, who: typeof ann, verdict: Verdict) => {
  const { id, digest } = story.made
  const said = { type: 'decide', by: who.id, verdict, chosen: verdict, digest, hasReason: false } as const
  return note(story, said, () => node.approvals.decide(who, id, { verdict, digest }))
}

const callback = async (story: Story, node: Node, verdict: Verdict) => {
  const answer = { event: 'completed', remoteId: `chat-${story.made.id}`, verdict, reviewer: 'chat:eve' } as const
  const from = performance.now()
  await node.approvals.answer('chat', story.made.id, answer, true)
  return { from, to: performance.now(), verdict }
}

const start = (story: Story, node: Node) => {
  const { id, digest } = story.made
  const said = { type: 'start', by: 'requester', digest } as const
  return note(story, said, () => node.approvals.start(bot, id, digest))
}

async function live(nodes: readonly [Node, Node], n: number): Promise<Story> {
  const expiring = n % 3 === 0
  const executor = n % 2 === 0 ? 'gateway' : 'requester'
  const requested = await nodes[n % 2 === 0 ? 0 : 1].approvals.request(bot, draft(n, expiring ? 1_000 : 600_000), {
    executor,
  })
  if (!requested.ok) throw new Error(requested.detail)
  const made = requested.value.approval
  const story: Story = { made, steps: [], expiring }
  const [a, b] = Math.random() < 0.5 ? nodes : [nodes[1], nodes[0]]
  // Within 5 ms of the expiry, on either side of it.
  if (expiring) await sleep(Math.max(0, made.expiresAt - Date.now() - 5 + Math.random() * 10))
  const [, , called] = await Promise.all([
    decide(story, a, ann, 'allow-once'),
    decide(story, b, bob, 'deny'),
    callback(story, Math.random() < 0.5 ? a : b, n % 5 === 0 ? 'deny' : 'allow-once'),
    read(story, a),
    read(story, b),
    ...(n % 7 === 0 ? [note(story, { type: 'cancel' }, () => a.approvals.cancel(bot, made.id))] : []),
  ])
  await Promise.all([read(story, a), read(story, b)])
  await Promise.all([start(story, a), start(story, b)])
  await finish(story, a, called)
  return story
}

/** Adds what no client did: time, the callback if it counted, and the gateway's own start and finish. */
async function finish(
  { made, steps }: Story,
  node: Node,
  called: { readonly from: number; readonly to: number; readonly verdict: Verdict },
): Promise<void> {
  const last = await node.approvals.get(all, made.id)
  if (!last.ok) throw new Error(last.detail)
  if (last.value.votes.some((vote) => vote.via === 'chat'))
    steps.push({ input: { type: 'counted', by: 'chat:eve', verdict: called.verdict }, output: 'ok', ...called })
  // The database's clock and ours are one on this machine, but for a millisecond's fraction.
  const expiresAt = made.expiresAt - performance.timeOrigin
  if (expiresAt - 2 < performance.now())
    steps.push({
      input: { type: 'turn', from: 'pending', to: 'expired' },
      output: 'ok',
      from: expiresAt - 2,
      to: expiresAt + 2,
    })
}

const ended: readonly Status[] = ['denied', 'expired', 'cancelled', 'succeeded', 'started']

describe('two nodes', () => {
  it(
    `${count} approvals, ${clients} clients, opposing decisions, callbacks and expiries within 5 ms: one order each (I2, I4, I5, I8)`,
    { timeout: 600_000 },
    async () => {
      const schema = postgres.freshSchema()
      const executions: Execution[] = []
      const { url } = postgres.server()
      const nodes = [
        await startNode({ name: 'a', url, schema, executions }),
        await startNode({ name: 'b', url, schema, executions }),
      ] as const
      const stories: Story[] = []
      let next = 0
      const client = async () => {
        while (next < count) stories.push(await live(nodes, next++))
      }
      await Promise.all(Array.from({ length: clients }, client))
      const finals = await settled(nodes[0], stories)

      const tally: Record<string, number> = {}
      for (const [n, story] of stories.entries()) {
        const final = finals[n]
        if (!final) throw new Error('every story has an end')
        tally[final.status] = (tally[final.status] ?? 0) + 1
        judgeOrder(story, final, executions)
        judgeRecord(final, executions)
      }
      process.stdout.write(`two nodes on PostgreSQL: ${JSON.stringify(tally)}\n`)
      // All of them happen, else this has raced nothing.
      for (const status of ['denied', 'expired', 'succeeded', 'started'])
        expect(tally[status], status).toBeGreaterThan(0)
      expect(new Set(executions.map(({ node }) => node)).size).toBe(2)
      const left = await postgres.query(`select id from ${schema}.holdpoint_records where outbox <> '[]'`)
      expect(left).toEqual([])
    },
  )
})

async function settled(node: Node, stories: readonly Story[]): Promise<readonly Approval[]> {
  const endsAt = performance.now() + 60_000
  for (;;) {
    const finals = await Promise.all(stories.map(({ made }) => node.approvals.get(all, made.id)))
    const found = finals.flatMap((final) => (final.ok ? [final.value] : []))
    const open = found.filter(
      ({ status, executor }) => !ended.includes(status) || (status === 'started' && executor === 'gateway'),
    )
    if (found.length === stories.length && open.length === 0) {
      // What became of it is told to the channel, too, before we look for what was left undone.
      await sleep(3_000)
      return found
    }
    if (performance.now() > endsAt) throw new Error(`not ended: ${JSON.stringify(open.slice(0, 3))}`)
    await sleep(50)
  }
}

function judgeOrder({ made, steps }: Story, final: Approval, executions: readonly Execution[]): void {
  const { requester, digest, executor, thresholds, editable } = made
  const run = executions.find(({ id }) => id === made.id)
  const own: Step[] = []
  if (run) {
    const from = Math.min(...steps.map((step) => step.from))
    own.push({ input: { type: 'start', by: 'gateway', digest }, output: 'ok', from, to: run.at })
    own.push({
      input: { type: 'finish', ticket: final.ticket ?? '', outcome: 'succeeded' },
      output: 'ok',
      from: run.at,
      to: performance.now(),
    })
  }
  const last = { input: { type: 'read' }, output: `is:${final.status}`, from: 2 ** 50, to: 2 ** 50 } as const
  const terms = { first: made.status, requester, digest, executor, thresholds, editable, ticket: final.ticket }
  const order = findOrder([...steps, ...own, last], approvalModel(terms), 200_000)
  expect(order, `${made.id} of ${final.executor}: ${JSON.stringify([...steps, ...own, last], undefined, 1)}`).toEqual({
    found: 'order',
  })
}

/** PROMISES.md §4: none of these may be. */
function judgeRecord(final: Approval, executions: readonly Execution[]): void {
  const runs = executions.filter(({ id }) => id === final.id)
  const counted = final.votes.map(({ verdict }) => verdict)
  expect(runs.length, 'two starts').toBeLessThanOrEqual(1)
  for (const { digest } of runs) expect(digest, 'a start with another digest').toBe(final.digest)
  const hasStarted = final.startedAt !== undefined
  if (runs.length > 0) expect(hasStarted && counted.includes('allow-once'), 'a start without approval').toBe(true)
  expect(hasStarted, 'a start of what was not approved').toBe(['started', 'succeeded'].includes(final.status))
  if (hasStarted || final.status === 'denied') {
    expect(counted, 'not exactly one decision').toHaveLength(1)
    expect(final.decidedAt, 'decided after its expiry').toBeLessThan(final.expiresAt)
  } else expect(counted, 'a decision without its effect').toEqual([])
}
