// Asking: replays under an Idempotency-Key, loops, caps, and what is refused before anything is stored.
import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/domain/json.ts'
import { defaultThresholds } from '../../src/domain/thresholds.ts'
import { allow, ann, bot, codeOf, createWorld, defaultSettings, draft, everything, must, principal } from './world.ts'

const key = { idempotencyKey: 'once' }

describe('an Idempotency-Key', () => {
  it('finds the same approval for the same draft, in whatever state it is now', async () => {
    const { approvals } = createWorld()
    const first = must(await approvals.request(bot, draft, key))
    expect(first.created).toBe(true)
    const again = must(await approvals.request(bot, structuredClone(draft), key))
    expect(again).toMatchObject({ created: false, approval: { id: first.approval.id, status: 'pending' } })
    must(await approvals.decide(ann, first.approval.id, allow(first.approval)))
    expect(must(await approvals.request(bot, draft, key))).toMatchObject({
      created: false,
      approval: { id: first.approval.id, status: 'approved' },
    })
  })

  it('refuses another draft, shows the approval it is for, and keeps it as it is', async () => {
    const { approvals, stored } = createWorld()
    const { approval } = must(await approvals.request(bot, draft, key))
    const before = await stored(approval.id)
    for (const other of [
      { ...draft, action: { ...draft.action, input: 'other' } },
      { ...draft, claim: { title: 'other' } },
      { ...draft, context: { a: 1 } },
      { ...draft, expiresInMs: 5_000 },
    ]) {
      const refused = await approvals.request(bot, other, key)
      expect(refused).toMatchObject({ ok: false, code: 'idempotency_mismatch', approval: { id: approval.id } })
    }
    expect(codeOf(await approvals.request(bot, draft, { ...key, executor: 'gateway' }))).toBe('idempotency_mismatch')
    expect(await stored(approval.id)).toEqual(before)
  })

  it('makes one approval out of twenty at once', async () => {
    const { approvals, inner, clock } = createWorld()
    const results = await Promise.all(Array.from({ length: 20 }, () => approvals.request(bot, draft, key)))
    expect(results.filter((result) => must(result).created)).toHaveLength(1)
    expect(new Set(results.map((result) => must(result).approval.id)).size).toBe(1)
    const all = await inner.list('approvals', {
      facets: [undefined, undefined, undefined, undefined],
      limit: 100,
      direction: 'ascending',
      now: clock.now(),
    })
    expect(all.items).toHaveLength(1)
  })

  it('I26: is the requester’s own, in one loop', async () => {
    const { approvals } = createWorld()
    const other = principal('key:other')
    const mine = must(await approvals.request(bot, draft, key))
    const theirs = must(await approvals.request(other, draft, key))
    const elsewhere = must(await approvals.request(bot, { ...draft, loop: 'other' }, key))
    const ids = [mine, theirs, elsewhere].map((result) => result.approval.id)
    expect(new Set(ids).size).toBe(3)
    expect([theirs.created, elsewhere.created]).toEqual([true, true])
  })

  it('answers a replay from what is stored, whatever the policy and the loops say now', async () => {
    let settings = defaultSettings
    const { approvals } = createWorld({ approvals: { settings: () => settings } })
    must(await approvals.request(bot, draft, key))
    settings = {
      ...settings,
      ...everything('off'),
      maxPending: 0,
      loops: { default: { thresholds: { ...defaultThresholds, reviewers: [] }, channels: [] } },
    }
    expect(must(await approvals.request(bot, draft, key))).toMatchObject({
      created: false,
      approval: { status: 'pending', policy: { answer: 'ask' } },
    })
  })
})

describe('the loop of a request', () => {
  it.each([
    ['the one it names', { loops: ['*'] }, 'other', 'other'],
    ['the key’s only one', { loops: ['other'] }, undefined, 'other'],
    ['`default`, where the key may use all', { loops: ['*'] }, undefined, 'default'],
    ['`default`, where it is among several', { loops: ['other', 'default'] }, undefined, 'default'],
  ] as const)('is %s', async (_, { loops }, named, expected) => {
    const { approvals } = createWorld()
    const request = named === undefined ? draft : { ...draft, loop: named }
    expect(must(await approvals.request(principal('key:x', { loops }), request)).approval.loop).toBe(expected)
  })

  it('is asked for where it can’t be told', async () => {
    const { approvals } = createWorld()
    for (const loops of [['other', 'third'], []])
      expect(await approvals.request(principal('key:x', { loops }), draft)).toMatchObject({
        ok: false,
        code: 'invalid_request',
        field: 'loop',
      })
  })

  it('I26: that one may not use is answered as one that does not exist', async () => {
    const { approvals } = createWorld()
    const limited = principal('key:x', { loops: ['default'] })
    const forbidden = await approvals.request(limited, { ...draft, loop: 'other' })
    const absent = await approvals.request(limited, { ...draft, loop: 'nowhere' })
    expect(forbidden).toMatchObject({ ok: false, code: 'not_found' })
    expect(absent).toEqual(forbidden)
    for (const loop of ['constructor', 'tostring', '__proto__'])
      expect((await approvals.request(bot, { ...draft, loop })).ok).toBe(false)
  })
})

describe('what is refused at the door', () => {
  it('I36: more pending ones than a requester may have in a loop; ended and overdue ones do not count', async () => {
    const { approvals, clock } = createWorld({ settings: { maxPending: 2 } })
    const first = must(await approvals.request(bot, draft)).approval
    must(await approvals.request(bot, { ...draft, expiresInMs: 1_000 }))
    expect(codeOf(await approvals.request(bot, draft))).toBe('too_many_pending')
    expect(codeOf(await approvals.request(bot, { ...draft, loop: 'other' }))).toBe('ok')
    expect(codeOf(await approvals.request(principal('key:other'), draft))).toBe('ok')
    await clock.advance(1_000)
    expect(codeOf(await approvals.request(bot, draft))).toBe('ok')
    expect(codeOf(await approvals.request(bot, draft))).toBe('too_many_pending')
    must(await approvals.cancel(bot, first.id))
    expect(codeOf(await approvals.request(bot, draft))).toBe('ok')
  })

  it('I36: holds under concurrency (P13144)', async () => {
    const { approvals } = createWorld({ settings: { maxPending: 7 } })
    const results = await Promise.all(Array.from({ length: 40 }, () => approvals.request(bot, draft)))
    expect(results.filter((result) => result.ok)).toHaveLength(7)
  })

  it('I25: what nobody could ever approve', async () => {
    const nobody = { ...defaultThresholds, reviewers: [] }
    const loops = { default: { thresholds: nobody, channels: [] } }
    const { approvals, inner } = createWorld({ settings: { loops } })
    expect(codeOf(await approvals.request(bot, draft, key))).toBe('unsatisfiable')
    expect(await inner.due('approvals', Infinity, 10)).toEqual([])
  })

  it('whoever has not the scope, before it is read what is asked', async () => {
    const { approvals } = createWorld()
    expect(codeOf(await approvals.request(ann, { nonsense: true }))).toBe('forbidden')
  })

  it.each([
    ['undefined', { ...draft, action: { ...draft.action, input: { a: undefined } } }, 'action.input'],
    ['a date', { ...draft, action: { ...draft.action, input: new Date() } }, 'action.input'],
    ['no number', { ...draft, expiresInMs: NaN }, 'expiresInMs'],
    ['too short a time', { ...draft, expiresInMs: 999 }, 'expiresInMs'],
    ['too long a time', { ...draft, expiresInMs: 2_592_000_001 }, 'expiresInMs'],
    ['a target that is no text', { ...draft, action: { ...draft.action, target: { to: 5 } } }, 'action.target.to'],
    ['a field that no digest covers', { ...draft, action: { ...draft.action, sudo: true } }, 'action.sudo'],
    ['a callback that nobody would call', { ...draft, callbackUrl: 'https://example.org/' }, 'callbackUrl'],
  ])('I6: %s, named by its field, in process as on the wire', async (_, bad, field) => {
    const { approvals, inner } = createWorld()
    expect(await approvals.request(bot, bad as Json)).toMatchObject({ ok: false, code: 'invalid_request', field })
    expect(await inner.due('approvals', Infinity, 10)).toEqual([])
  })

  it('takes the longest time there is', async () => {
    const { approvals, clock, stored } = createWorld()
    const { approval } = must(await approvals.request(bot, { ...draft, expiresInMs: 2_592_000_000 }))
    expect((await stored(approval.id)).expiresAt).toBe(clock.now() + 2_592_000_000)
  })
})
