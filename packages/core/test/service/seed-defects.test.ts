// What went wrong with rules and defaults in the change that this project grew from, and does not here.
import { describe, expect, it } from 'vitest'
import type { ApprovalDraft } from '../../src/parse/draft.ts'
import { bot, createWorld, must, principal } from './world.ts'

const ruler = principal('ann', { scopes: ['decide', 'rules'] })

const message = (target: Readonly<Record<string, string>>): ApprovalDraft => ({
  action: { kind: 'outbound.message', target: { channel: 'log', ...target }, input: { payloads: [{ text: 'hi' }] } },
})

/** A world in which a message to this target was allowed for good. */
async function allowedForGood(target: Readonly<Record<string, string>>) {
  const world = createWorld()
  const status = async (other: Readonly<Record<string, string>>) =>
    must(await world.approvals.request(bot, message(other))).approval.status
  const { approval } = must(await world.approvals.request(bot, message(target)))
  must(await world.approvals.decide(ruler, approval.id, { verdict: 'allow-always', digest: approval.digest }))
  return { ...world, status }
}

describe('allow-always', () => {
  it('D1: takes effect for the very same, and for nothing wider', async () => {
    const { status } = await allowedForGood({ to: '+1555' })
    expect(await status({ to: '+1555' })).toBe('approved')
    for (const wider of [{ to: '+1555', account: 'bob' }, { to: '+1555', thread: '1' }, { to: '+15550' }, { to: '' }])
      expect(await status(wider), JSON.stringify(wider)).toBe('pending')
  })

  it.each([
    ['a star', { to: '*' }, { to: '+1555' }],
    ['two stars', { to: '**' }, { to: 'a:b' }],
    ['a question mark', { to: '+155?' }, { to: '+1555' }],
    ['a colon', { to: 'a:account=b' }, { to: 'a', account: 'b' }],
    ['an equals sign', { to: '+1', account: 'x=y' }, { to: '+1', account: 'x' }],
  ])('D2: %s in a target stands for itself', async (_, allowed, other) => {
    const { status } = await allowedForGood(allowed)
    expect(await status(allowed)).toBe('approved')
    expect(await status(other)).toBe('pending')
  })

  it.each([
    ['C0123ABC', 'c0123abc'],
    ['@Ada:matrix.org', '@ada:matrix.org'],
    ['Straße', 'STRASSE'],
  ])('D3: keeps the case of %s', async (to, other) => {
    const { status } = await allowedForGood({ to })
    expect(await status({ to: other })).toBe('pending')
  })

  it('D12: leaves a rule with an end, a maker and a count, which can be revoked', async () => {
    const { rules, status } = await allowedForGood({ to: '+1555' })
    const [rule] = must(await rules.list(ruler, { limit: 10 })).items
    expect(rule).toMatchObject({ loop: 'default', requester: 'key:bot', createdBy: 'ann', uses: 0 })
    expect(rule?.expiresAt).toBeGreaterThan(rule?.createdAt ?? Infinity)
    must(await rules.revoke(ruler, rule?.id ?? ''))
    expect(await status({ to: '+1555' })).toBe('pending')
  })
})
