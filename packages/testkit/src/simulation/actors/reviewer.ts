// Somebody who decides, over the API: sometimes on what it hasn't seen, twice, both ways at once, on its own request,
// or without being on the list.
import { digestOf, type Approval, type Digest, type Principal, type Verdict } from '@holdpoint/core'
import { numberOf } from '../history.ts'
import { mayMakeRules, outsider, requesters, reviewers } from '../plan.ts'
import type { Scene } from '../scene.ts'

const principalOf = (id: string): Principal => ({
  id,
  scopes: mayMakeRules(id) ? ['decide', 'rules'] : ['decide'],
  loops: ['*'],
  via: 'api',
})

export async function review(scene: Scene): Promise<void> {
  const { world, shared, client } = scene
  const { random } = world
  const approvals = shared.all('approvals')
  if (approvals.length === 0) return
  const { id } = random.pick(approvals)
  const by = random.chance(0.15) ? random.pick([outsider, ...requesters]) : random.pick(reviewers)
  if (random.chance(0.15)) return takeBack(scene, id, by)
  if (random.chance(0.05)) return takeBackRule(scene, id)
  if (random.chance(0.15)) return confer(scene, id, by)
  const read = await client.call({ name: 'read', approval: id, by }, (approvals) => approvals.get(principalOf(by), id))
  if (!read?.ok) return
  const seen = digestShown(scene, read.value)
  const verdict = random.pick<Verdict>(['allow-once', 'allow-always', 'allow-always', 'deny'])
  const tries = [decide(scene, read.value, by, verdict, seen)]
  if (random.chance(0.15)) tries.push(decide(scene, read.value, by, random.chance(0.5) ? verdict : 'deny', seen))
  await Promise.all(tries)
}

async function takeBack({ world, client }: Scene, id: string, by: string): Promise<void> {
  await world.sleep(world.random.int(500))
  await client.call({ name: 'revoke', approval: id, by }, (approvals) => approvals.revoke(principalOf(by), id))
}

async function takeBackRule({ world, history, nodes }: Scene, rule: string): Promise<void> {
  const reply = await world.random.pick(nodes).call(({ rules }) => rules.revoke(principalOf('ann'), rule))
  if (reply.type === 'answered' && reply.value.ok) history.revocations.push({ rule, at: world.now() })
}

/** What decides nothing, and must change nothing that does. */
async function confer({ world, client }: Scene, id: string, by: string): Promise<void> {
  const name = world.random.pick(['claim', 'release', 'comment'] as const)
  await client.call({ name, approval: id, by }, (approvals) => {
    if (name === 'claim') return approvals.claim(principalOf(by), id, 500)
    return name === 'release' ? approvals.release(principalOf(by), id) : approvals.comment(principalOf(by), id, 'hm')
  })
}

/** The digest of what this reviewer believes to decide on. */
function digestShown({ world, history }: Scene, approval: Approval): Digest {
  if (!world.random.chance(0.08)) return approval.digest
  const { digest: other } = world.random.pick(history.writes).after
  const { loop, requester, action } = approval
  const changed = digestOf(loop, requester, { ...action, input: { n: -1 } })
  return other === approval.digest ? changed : other
}

async function decide(scene: Scene, approval: Approval, by: string, verdict: Verdict, digest: Digest): Promise<void> {
  const { world, history, client } = scene
  const { random } = world
  const { id, action, loop, requester } = approval
  await world.sleep(random.int(30))
  const changed = { ...action, input: { n: numberOf(action), text: random.pick(['do less', 'do more']) } }
  const isEdit = random.chance(action.kind === 'edit.call' ? 0.3 : 0.03)
  const edited = isEdit ? digestOf(loop, requester, changed) : undefined
  history.choices.push({
    approval: id,
    reviewer: by,
    verdict,
    digest: edited ?? digest,
    via: 'api',
    step: world.step(),
  })
  const reason = random.chance(0.9) ? { reason: 'so' } : {}
  const remember = random.chance(0.5) ? { remember: { maxUses: random.between(1, 2) } } : {}
  const input = { verdict, digest, ...reason, ...(edited !== undefined && { edited }) }
  const decision = { verdict, digest, ...reason, ...remember, ...(isEdit && { input: changed.input }) }
  for (let attempt = 0; attempt < 3; attempt++) {
    const answer = await client.call({ name: 'decide', approval: id, by, input }, (approvals) =>
      approvals.decide(principalOf(by), id, decision),
    )
    if (answer) return
    await world.sleep(100)
  }
}
