// Somebody who asks, over the API: repeats what got no answer, asks two nodes at once, starts twice, with the wrong
// digest, for others, and sometimes never finishes.
import { digestOf, type Action, type Approval, type Executor, type Principal, type RunOutcome } from '@holdpoint/core'
import type { Asked } from '../history.ts'
import { nobody } from '../plan.ts'
import type { Scene } from '../scene.ts'

export const principalOf = (id: string): Principal => ({ id, scopes: ['request'], loops: ['*'], via: 'api' })

export function draw(scene: Scene, n: number, requester: string): Asked {
  const { random } = scene.world
  const loop = random.pick(scene.plan.loops)
  const kind = random.pick(scene.plan.kinds)
  const action: Action = { kind, target: { tool: random.pick(scene.plan.tools) }, input: { n, text: 'do it' } }
  const executor: Executor = random.pick(['requester', 'gateway'] as const)
  const { thresholds } = scene.plan.settings.loops[loop] ?? nobody
  return { n, requester, loop, action, executor, thresholds }
}

export async function askOverApi(scene: Scene, n: number, requester: string): Promise<void> {
  const { world, history } = scene
  const { random } = world
  const asked = draw(scene, n, requester)
  history.asked.set(n, asked)
  const idempotencyKey = random.chance(0.5) ? `key-${n}` : undefined
  const tries = Array.from({ length: idempotencyKey && random.chance(0.4) ? 2 : 1 }, () =>
    ask(scene, asked, idempotencyKey),
  )
  const [made] = (await Promise.all(tries)).filter((approval) => approval !== undefined)
  if (!made) return
  if (random.chance(0.15)) world.spawn(() => cancelLater(scene, made))
  if (random.chance(0.05)) world.spawn(() => finishUnstarted(scene, made))
  const decided = await watch(scene, made)
  if (!decided) return
  if (random.chance(0.3)) world.spawn(() => reopenLater(scene, asked, decided))
  if (decided.status !== 'approved' && random.chance(0.8)) return
  await Promise.all(Array.from({ length: random.chance(0.4) ? 2 : 1 }, () => startAndRun(scene, asked, decided)))
}

async function ask(scene: Scene, asked: Asked, idempotencyKey: string | undefined): Promise<Approval | undefined> {
  const { world, client } = scene
  const { requester, loop, action, executor, n } = asked
  const options = { executor, ...(idempotencyKey !== undefined && { idempotencyKey }) }
  for (let attempt = 0; attempt < 3; attempt++) {
    const draft = { loop, action }
    const answer = await client.call({ name: 'request', approval: `asked-${n}`, by: requester }, (approvals) =>
      approvals.request(principalOf(requester), draft, options),
    )
    if (answer?.ok) return answer.value.approval
    if (answer && answer.code !== 'too_many_pending') return undefined
    await world.sleep(300)
  }
  return undefined
}

/** Waits through any node until it is no longer pending; a wait that got lost is begun again. */
async function watch(scene: Scene, { id, requester, loop }: Approval): Promise<Approval | undefined> {
  const { world, client, plan } = scene
  const endsAt = world.now() + plan.settings.policy.expiresInMs + 5_000
  while (world.now() < endsAt) {
    const timeoutMs = world.random.between(200, 2_000)
    const answer = await client.call({ name: 'read', approval: id, by: requester }, (approvals) =>
      approvals.wait(principalOf(requester), id, { timeoutMs }),
    )
    if (answer?.ok && answer.value.status !== 'pending') return answer.value
    await world.sleep(loop === 'default' ? 20 : 100)
  }
  return undefined
}

async function finishUnstarted({ world, client }: Scene, { id, requester }: Approval): Promise<void> {
  await world.sleep(world.random.int(4_000))
  const input = { ticket: 'guessed', outcome: 'succeeded' as const }
  await client.call({ name: 'finish', approval: id, by: requester, input }, (approvals) =>
    approvals.finish(principalOf(requester), id, input),
  )
}

async function cancelLater(scene: Scene, { id, requester }: Approval): Promise<void> {
  await scene.world.sleep(scene.world.random.int(2_500))
  await scene.client.call({ name: 'cancel', approval: id, by: requester }, (approvals) =>
    approvals.cancel(principalOf(requester), id),
  )
}

/** A new approval, which is then asked and run like the first. */
async function reopenLater(scene: Scene, asked: Asked, { id, requester }: Approval): Promise<void> {
  const { world, client } = scene
  await world.sleep(world.random.int(1_500))
  const again = await client.call({ name: 'reopen', approval: id, by: requester }, (approvals) =>
    approvals.reopen(principalOf(requester), id),
  )
  if (!again?.ok) return
  const decided = await watch(scene, again.value.approval)
  if (decided?.status === 'approved') await startAndRun(scene, asked, decided)
}

async function startAndRun(scene: Scene, asked: Asked, { id, requester, digest, loop }: Approval): Promise<void> {
  const { world, client, effects } = scene
  const { random } = world
  await world.sleep(random.int(random.chance(0.2) ? 3_000 : 50))
  const wrong = digestOf(loop, requester, { ...asked.action, target: { tool: 'other' } })
  const shown = random.chance(0.1) ? wrong : digest
  const started = await client.call(
    { name: 'start', approval: id, by: requester, input: { digest: shown } },
    (approvals) => approvals.start(principalOf(requester), id, shown),
  )
  if (!started?.ok) return
  const { approval, ticket } = started.value
  effects.perform(id, approval.action, 'requester')
  await world.sleep(random.int(random.chance(0.2) ? 4_000 : 200))
  if (random.chance(0.2)) return
  for (let times = random.between(1, 2); times > 0; times--) {
    const said = random.chance(0.1) ? 'not-the-ticket' : ticket
    const outcome = random.pick<RunOutcome>(['succeeded', 'succeeded', 'failed', 'unknown'])
    await client.call({ name: 'finish', approval: id, by: requester, input: { ticket: said, outcome } }, (approvals) =>
      approvals.finish(principalOf(requester), id, { ticket: said, outcome }),
    )
  }
}
