// Callbacks that were authentic and strange: who may see them, and how a human deals with them.
import { describe, expect, it } from 'vitest'
import { ann, bob, bot, codeOf, createWorld, deny, allow, must, principal } from '../service/world.ts'

const bytes = new TextEncoder().encode('{"event":"request.exploded"}')
const strange = (approval: string) => ({ approval, channel: 'hitl-sh', reason: 'nobody knows this event', bytes })

async function quarantined() {
  const world = createWorld()
  const approval = await world.ask()
  await world.quarantine.keep(strange(approval.id))
  const [item] = must(await world.quarantine.list(ann, { limit: 10 })).items
  if (!item) throw new Error('nothing was kept')
  return { ...world, approval, item }
}

describe('the quarantine', () => {
  it('keeps what came, with its reason, once', async () => {
    const { quarantine, item, approval } = await quarantined()
    expect(item).toMatchObject({
      status: 'open',
      approval: approval.id,
      loop: 'default',
      reason: 'nobody knows this event',
      text: '{"event":"request.exploded"}',
    })
    await quarantine.keep(strange(approval.id))
    expect(must(await quarantine.list(ann, { limit: 10 })).items).toHaveLength(1)
    expect(must(await quarantine.get(ann, item.id))).toEqual(item)
  })

  it('keeps nothing for an approval that is gone', async () => {
    const { quarantine } = await quarantined()
    await quarantine.keep(strange('no-such-approval'))
    expect(must(await quarantine.list(ann, { limit: 10 })).items).toHaveLength(1)
  })

  it('I26: looks, to those of another loop, like nothing', async () => {
    const { quarantine, item, approval } = await quarantined()
    const stranger = principal('eve', { scopes: ['decide'], loops: ['other'] })
    expect(codeOf(await quarantine.get(stranger, item.id))).toBe('not_found')
    expect(codeOf(await quarantine.settle(stranger, item.id, deny(approval)))).toBe('not_found')
    expect(codeOf(await quarantine.dismiss(stranger, item.id))).toBe('not_found')
    expect(must(await quarantine.list(stranger, { limit: 10 })).items).toEqual([])
    expect(codeOf(await quarantine.list(stranger, { loop: 'default', limit: 10 }))).toBe('not_found')
    for (const id of ['', 'x', '\u0000', '../approvals', 'x'.repeat(300)])
      expect(codeOf(await quarantine.get(ann, id))).toBe('not_found')
  })

  it('I23: takes the scope that deciding takes (H78583)', async () => {
    const { quarantine, item, approval, stored } = await quarantined()
    expect(codeOf(await quarantine.list(bot, { limit: 10 }))).toBe('forbidden')
    expect(codeOf(await quarantine.settle(bot, item.id, allow(approval)))).toBe('forbidden')
    expect(codeOf(await quarantine.dismiss(bot, item.id))).toBe('forbidden')
    expect((await stored(approval.id)).status).toBe('pending')
  })
})

describe('settling', () => {
  it('I23: is the human’s own decision on the approval, whatever the body said', async () => {
    const { quarantine, item, approval, stored } = await quarantined()
    const settled = must(await quarantine.settle(ann, item.id, { ...deny(approval), reason: 'not this one' }))
    expect(settled).toMatchObject({ status: 'settled', closedBy: 'ann', verdict: 'deny', note: 'not this one' })
    expect(await stored(approval.id)).toMatchObject({
      status: 'denied',
      votes: [{ reviewer: 'ann', verdict: 'deny', via: 'api' }],
    })
    expect(must(await quarantine.settle(ann, item.id, deny(approval)))).toEqual(settled)
    expect(codeOf(await quarantine.settle(bob, item.id, allow(approval)))).toBe('already_settled')
    expect(codeOf(await quarantine.dismiss(bob, item.id))).toBe('already_settled')
  })

  it('I21: on another digest than the approval’s changes nothing', async () => {
    const { quarantine, item, approval, stored } = await quarantined()
    const digest = `sha256:${'0'.repeat(64)}` as const
    expect(codeOf(await quarantine.settle(ann, item.id, { verdict: 'allow-once', digest }))).toBe('digest_mismatch')
    expect((await stored(approval.id)).status).toBe('pending')
    expect(must(await quarantine.get(ann, item.id)).status).toBe('open')
  })

  it('I4: one that was decided meanwhile is told how, and can be dismissed', async () => {
    const { quarantine, item, approval, approvals } = await quarantined()
    must(await approvals.decide(bob, approval.id, deny(approval)))
    expect(codeOf(await quarantine.settle(ann, item.id, allow(approval)))).toBe('already_decided')
    expect(must(await quarantine.dismiss(ann, item.id, 'decided in the inbox'))).toMatchObject({ status: 'dismissed' })
    expect(must(await quarantine.list(ann, { status: 'open', limit: 10 })).items).toEqual([])
  })

  it('I4: two at once: one decision, one closing', async () => {
    const { quarantine, item, approval, stored } = await quarantined()
    const results = await Promise.all([
      quarantine.settle(ann, item.id, allow(approval)),
      quarantine.settle(bob, item.id, deny(approval)),
    ])
    const { status } = await stored(approval.id)
    const closed = must(await quarantine.get(ann, item.id))
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(closed.verdict).toBe(status === 'approved' ? 'allow-once' : 'deny')
  })
})
