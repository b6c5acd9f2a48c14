import { describe, expect, it } from 'vitest'
import type { Scope } from '../../src/domain/principal.ts'
import { dayMs, noon, person, ruleFor, subject } from './sample-rules.ts'
import { createWorld } from './world.ts'

const draft = { requester: 'key:bot', kind: 'outbound.message', target: { channel: 'log', to: '+1555' } }

describe('create (I31)', () => {
  it('makes a live rule for thirty days', async () => {
    const { rules } = createWorld()
    const made = await rules.create(person(), draft)
    if (!made.ok) throw new Error(made.detail)
    expect(made.value).toEqual({
      ...draft,
      id: expect.stringMatching(/^rule_[0-9a-f]{32}$/),
      loop: 'default',
      createdBy: 'ann',
      createdAt: noon,
      expiresAt: noon + 30 * dayMs,
      uses: 0,
    })
    expect(await rules.find(subject)).toEqual(made.value)
  })

  it('binds the input where there is one, null included', async () => {
    const { rules } = createWorld()
    await rules.create(person(), { ...draft, input: null, maxUses: 2, expiresInMs: 60_000 })
    expect(await rules.find(subject)).toBeUndefined()
    const nothing = { ...subject, action: { ...subject.action, input: null } }
    expect(await rules.find(nothing)).toMatchObject({ maxUses: 2, expiresAt: noon + 60_000 })
  })

  it('takes the scope in the loop, and hides other loops (I26)', async () => {
    const { rules } = createWorld()
    const others: readonly Scope[] = ['request', 'decide', 'admin']
    expect(await rules.create(person('ann', others), draft)).toMatchObject({ code: 'forbidden' })
    expect(await rules.create(person(), { ...draft, loop: 'ops' })).toMatchObject({ code: 'not_found', field: 'loop' })
    expect(await rules.create(person(), { ...draft, loop: 'none' })).toMatchObject({ code: 'not_found', field: 'loop' })
    const both = person('ann', ['rules'], ['ops', 'solo'])
    expect(await rules.create(both, draft)).toMatchObject({ code: 'invalid_request', field: 'loop' })
  })

  it('is not for one’s own requests where requester and reviewer are two (I24)', async () => {
    const { rules } = createWorld()
    const bot = person('key:bot', ['request', 'rules'], ['default', 'solo'])
    expect(await rules.create(bot, draft)).toMatchObject({ code: 'self_review', field: 'requester' })
    expect(await rules.create(bot, { ...draft, loop: 'solo' })).toMatchObject({ ok: true })
  })

  it('keeps what it was given, whatever the caller does to it then', async () => {
    const { rules } = createWorld()
    const target = { channel: 'log', to: '+1555' }
    const making = rules.create(person(), { ...draft, target })
    target.to = '*'
    expect(await making).toMatchObject({ ok: true, value: { target: { to: '+1555' } } })
  })
})

describe('list (I26, I31)', () => {
  it('pages newest first, by status', async () => {
    const { rules, clock } = createWorld()
    for (let n = 0; n < 7; n++)
      await rules.write(ruleFor(subject, { id: `r${n}`, createdAt: noon + n, expiresAt: noon + dayMs * (n + 1) }))
    await rules.write(ruleFor({ ...subject, loop: 'ops' }))
    await rules.revoke(person(), 'r5')
    await rules.write(ruleFor(subject, { id: 'r7', createdAt: noon + 7, maxUses: 1, uses: 1 }))
    await clock.advance(2 * dayMs)
    const idsOf = async (status?: 'live' | 'expired' | 'revoked' | 'used-up') => {
      const ids: string[] = []
      for (let after: { sortKey: string; id: string } | undefined, first = true; first || after; first = false) {
        const page = await rules.list(person(), { limit: 2, ...(status && { status }), ...(after && { after }) })
        if (!page.ok) throw new Error(page.detail)
        ids.push(...page.value.items.map(({ id }) => id))
        after = page.value.next
      }
      return ids.join(' ')
    }
    expect(await idsOf()).toBe('r7 r6 r5 r4 r3 r2 r1 r0')
    expect(await idsOf('live')).toBe('r6 r4 r3 r2')
    expect(await idsOf('expired')).toBe('r1 r0')
    expect(await idsOf('revoked')).toBe('r5')
    expect(await idsOf('used-up')).toBe('r7')
  })

  it('takes the scope in the loop, and hides other loops', async () => {
    const { rules } = createWorld()
    expect(await rules.list(person('ann', ['decide']), { limit: 1 })).toMatchObject({ code: 'forbidden' })
    expect(await rules.list(person(), { loop: 'ops', limit: 1 })).toMatchObject({ code: 'not_found' })
  })
})

describe('revoke (I30, I31)', () => {
  it('keeps the rule as revoked; again, it is the same; written again, it stays so', async () => {
    const { rules, clock, stored } = createWorld()
    const rule = ruleFor(subject)
    expect(await rules.write(rule)).toBe('created')
    expect(await rules.write({ ...rule, expiresAt: noon + 60 * dayMs })).toBe('exists')
    const first = await rules.revoke(person(), rule.id)
    expect(first).toEqual({ ok: true, value: { ...rule, revokedAt: noon, revokedBy: 'ann' } })
    await clock.advance(1_000)
    expect(await rules.revoke(person('bea'), rule.id)).toEqual(first)
    expect(await rules.write(rule)).toBe('exists')
    expect(await rules.find(subject)).toBeUndefined()
    expect(await stored(rule.id)).toMatchObject({ revokedBy: 'ann' })
  })

  it('hides other loops, then asks for the scope (I26)', async () => {
    const { rules } = createWorld()
    const rule = ruleFor({ ...subject, loop: 'ops' })
    await rules.write(rule)
    const missing = await rules.revoke(person(), 'ap_none')
    expect(missing).toMatchObject({ code: 'not_found' })
    expect(await rules.revoke(person(), rule.id)).toEqual(missing)
    expect(await rules.revoke(person('ann', ['decide'], ['ops']), rule.id)).toMatchObject({ code: 'forbidden' })
    expect((await rules.revoke(person('ann', ['rules'], ['*']), rule.id)).ok).toBe(true)
  })

  it('of an approval reaches a rule that is not written yet', async () => {
    const { rules } = createWorld()
    const rule = ruleFor(subject)
    expect(await rules.revokeOf(rule.id, 'ann')).toBeUndefined()
    expect(await rules.revokeOf(rule.id, 'ann', rule)).toMatchObject({ revokedBy: 'ann' })
    expect(await rules.write(rule)).toBe('exists')
    expect(await rules.find(subject)).toBeUndefined()
    const written = ruleFor(subject)
    await rules.write(written)
    expect(await rules.revokeOf(written.id, 'bea', written)).toMatchObject({ revokedBy: 'bea' })
    expect(await rules.find(subject)).toBeUndefined()
  })
})

describe('write', () => {
  it('tells at once, not when it is looked for, of a rule that can’t be kept', async () => {
    const { rules } = createWorld()
    await expect(rules.write(ruleFor(subject, { expiresAt: Number.NaN }))).rejects.toThrow()
    await expect(rules.write(ruleFor(subject, { expiresAt: Infinity }))).rejects.toThrow()
    await expect(rules.write(ruleFor(subject, { requester: '' }))).rejects.toThrow('requester')
  })
})
