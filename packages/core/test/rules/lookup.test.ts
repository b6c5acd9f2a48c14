import { describe, expect, it } from 'vitest'
import { HoldpointError } from '../../src/domain/errors.ts'
import { inputDigestOf, matchKeyOf } from '../../src/domain/rule.ts'
import { rulesCollection, toRuleRecord } from '../../src/parse/rule-record.ts'
import type { Store, StoreRecord } from '../../src/ports.ts'
import { createRuleCache } from '../../src/service/rule-cache.ts'
import { dayMs, noon, person, ruleFor, subject } from './sample-rules.ts'
import { createWorld } from './world.ts'

describe('find', () => {
  it('takes the newest of those that match', async () => {
    const { rules } = createWorld()
    const [older, newer] = [ruleFor(subject), ruleFor(subject, { createdAt: noon + 1 })]
    await rules.write(newer)
    await rules.write(older)
    expect((await rules.find(subject))?.id).toBe(newer.id)
  })

  it('passes over many that are over', async () => {
    const { rules } = createWorld()
    const live = ruleFor(subject, { createdAt: noon - 100 })
    await rules.write(live)
    for (let n = 0; n < 30; n++) {
      await rules.write(ruleFor(subject, { createdAt: noon - n, expiresAt: noon }))
      await rules.write(ruleFor(subject, { createdAt: noon - n, maxUses: 1, uses: 1 }))
      await rules.write(ruleFor(subject, { createdAt: noon - n, revokedAt: noon, revokedBy: 'ann' }))
    }
    expect((await rules.find(subject))?.id).toBe(live.id)
  })

  it('keeps loops, requesters and kinds apart (I26)', async () => {
    const { rules } = createWorld()
    await rules.write(ruleFor(subject))
    expect(await rules.find(subject)).toBeDefined()
    expect(await rules.find({ ...subject, loop: 'ops' })).toBeUndefined()
    expect(await rules.find({ ...subject, requester: 'key:bot2' })).toBeUndefined()
    expect(await rules.find({ ...subject, action: { ...subject.action, kind: 'tool.call' } })).toBeUndefined()
  })

  it('binds the input where the kind demands it, and where the rule does', async () => {
    const { rules } = createWorld()
    const bound = { ...subject, bindInput: true }
    const other = { ...subject.action, input: { payloads: [{ text: 'ho' }] } }
    await rules.write(ruleFor(subject))
    expect(await rules.find({ ...subject, action: other })).toBeDefined()
    expect(await rules.find(bound)).toBeUndefined()

    const ops = { ...subject, loop: 'ops' }
    await rules.write(ruleFor(ops, { inputDigest: inputDigestOf(ops.action) }))
    expect(await rules.find({ ...ops, bindInput: true })).toBeDefined()
    expect(await rules.find(ops)).toBeDefined()
    expect(await rules.find({ ...ops, action: other })).toBeUndefined()
    expect(await rules.find({ ...ops, action: other, bindInput: true })).toBeUndefined()
  })

  it('judges expiry by the store’s clock, also of what it remembers (I8)', async () => {
    const { node, clock, rules } = createWorld()
    const stuck = node({ now: () => 0 })
    const rule = ruleFor(subject, { expiresAt: noon + 1_000 })
    await rules.write(rule)
    await clock.advance(999)
    expect(await stuck.find(subject)).toBeDefined()
    expect(await stuck.isStillLive(rule.id)).toBe(true)
    await clock.advance(1)
    expect(await stuck.find(subject)).toBeUndefined()
    expect(await stuck.isStillLive(rule.id)).toBe(false)
    expect(await stuck.find(subject, noon + 999)).toBeDefined()
  })

  it('sees another node’s revocation within 5 s, and a new rule at once (I1, I30)', async () => {
    const { rules: one, node, clock } = createWorld()
    const other = node()
    const rule = ruleFor(subject)
    expect(await other.find(subject)).toBeUndefined()
    await one.write(rule)
    expect(await other.find(subject)).toBeDefined()
    await one.revoke(person(), rule.id)
    let seenAfterMs = 0
    while ((await other.find(subject)) && seenAfterMs < 10_000) {
      await clock.advance(100)
      seenAfterMs += 100
    }
    expect(seenAfterMs).toBeLessThanOrEqual(4_000)
    expect(await other.isStillLive(rule.id)).toBe(false)
    expect(await other.consume(rule)).toMatchObject({ ok: false, code: 'revoked' })
  })

  it('doesn’t prolong what it remembers by using it (I30)', async () => {
    const { rules: one, node, clock } = createWorld()
    const other = node()
    const rule = ruleFor(subject)
    await one.write(rule)
    await other.find(subject)
    await one.revoke(person(), rule.id)
    for (let passedMs = 0; passedMs < 4_000; passedMs += 500) {
      await other.isStillLive(rule.id)
      await other.consume(rule)
      await clock.advance(500)
    }
    expect(await other.isStillLive(rule.id)).toBe(false)
    expect(await other.find(subject)).toBeUndefined()
  })

  it('doesn’t remember what was read before a revocation on this node', async () => {
    let hold = async () => {}
    const { node } = createWorld((store) => ({
      ...store,
      async list(...call) {
        const page = await store.list(...call)
        await hold()
        return page
      },
    }))
    const rules = node()
    const rule = ruleFor(subject)
    await rules.write(rule)
    const gate = Promise.withResolvers<void>()
    hold = () => gate.promise
    const finding = rules.find(subject)
    await new Promise((resolve) => setImmediate(resolve))
    await rules.revoke(person(), rule.id)
    gate.resolve()
    await finding
    expect(await rules.find(subject)).toBeUndefined()
  })

  it('rejects while the store is down, rather than answer (I6)', async () => {
    let isDown = false
    const guard = <T>(value: Promise<T>): Promise<T> =>
      isDown ? Promise.reject(new HoldpointError('unavailable', 'the store is down')) : value
    const { node } = createWorld((store) => ({
      ...store,
      now: () => guard(store.now()),
      list: (...call) => guard(store.list(...call)),
      read: (...call) => guard(store.read(...call)),
    }))
    const rules = node()
    const rule = ruleFor(subject)
    await rules.write(rule)
    await rules.find(subject)
    isDown = true
    await expect(rules.find(subject)).rejects.toThrow(HoldpointError)
    await expect(rules.isStillLive(rule.id)).rejects.toThrow(HoldpointError)
    await expect(rules.consume(rule)).rejects.toThrow(HoldpointError)
  })
})

describe('a record that is not fully understood asks (I6, I17, I31)', () => {
  const rule = ruleFor(subject)
  const record = toRuleRecord(rule, 1)
  const body = (changes: object) => JSON.stringify({ ...(JSON.parse(record.body) as object), ...changes })
  const rows: readonly (readonly [string, Partial<StoreRecord>])[] = [
    ['no JSON', { body: record.body.slice(0, -2) }],
    ['another form', { schema: 2 }],
    ['a field of a later version', { body: body({ onlyOn: 'mondays' }) }],
    ['a duplicate key', { body: record.body.replace('{', '{"uses":0,') }],
    ['a missing field', { body: record.body.replace(',"uses":0', '') }],
    ['another target under this key', { body: body({ target: { channel: 'log', to: '+1556' } }) }],
    ['another requester', { body: body({ requester: 'key:evil' }) }],
    ['another loop', { body: body({ loop: 'ops' }) }],
    ['a longer life than its index says', { body: body({ expiresAt: rule.expiresAt + dayMs }) }],
    ['a life that is no number', { body: body({ expiresAt: 'never' }) }],
    ['no life', { body: body({ expiresAt: null }) }],
    ['uses below none', { body: body({ uses: -1 }) }],
    ['another id', { body: body({ id: 'ap_x' }) }],
    ['half a revocation', { body: body({ revokedBy: 'ann' }) }],
    ['a revocation that the index doesn’t know', { body: body({ revokedBy: 'ann', revokedAt: noon }) }],
    ['no turn', { turn: null }],
    ['an array', { body: '[]' }],
    ['null', { body: 'null' }],
  ]

  it.each(rows)('%s', async (_, changes) => {
    const { rules, inner, heard } = createWorld()
    await inner.create({ ...record, ...changes })
    expect(await rules.find(subject)).toBeUndefined()
    expect(await rules.isStillLive(rule.id)).toBe(false)
    expect((await rules.consume(rule)).ok).toBe(false)
    expect(heard.filter((message) => message.includes(rule.id))).not.toHaveLength(0)
    // Nor is it rewritten, or brought to life by the write that comes again.
    expect(await rules.write(rule)).toBe('exists')
    await rules.close()
    expect(await inner.read(rulesCollection, rule.id)).toEqual({ ...record, ...changes })
    expect(await rules.revoke(person(), rule.id)).toMatchObject({ ok: false, code: 'unreadable_record' })
    await expect(rules.revokeOf(rule.id, 'ann', rule)).rejects.toMatchObject({ code: 'unreadable_record' })
    expect(await rules.revoke(person('eve', ['rules'], ['ops']), rule.id)).toMatchObject({ code: 'not_found' })
  })

  it('doesn’t hide an older one that is whole, however many there are', async () => {
    const { rules, inner } = createWorld()
    const whole = ruleFor(subject, { createdAt: noon - 1 })
    await rules.write(whole)
    for (let n = 0; n < 25; n++) await inner.create({ ...record, id: `damaged_${n}` })
    expect((await rules.find(subject))?.id).toBe(whole.id)
  })

  it('an index entry that leads to another rule than it says finds nothing', async () => {
    const other = { ...subject, requester: 'key:other' }
    const lying = (store: Store): Store => ({
      ...store,
      list: (collection, query) =>
        store.list(collection, { ...query, facets: [undefined, undefined, undefined, undefined] }),
    })
    const { node } = createWorld(lying)
    await node().write(ruleFor(other))
    expect(await node().find(other)).toBeDefined()
    expect(await node().find(subject)).toBeUndefined()
  })
})

describe('the cache', () => {
  it('holds at most so many, the oldest by use first out', () => {
    const cache = createRuleCache(() => 0, 3)
    const rules = ['a', 'b', 'c', 'd'].map((requester) => ruleFor({ ...subject, requester }))
    const isKept = () =>
      rules.map(({ id, requester }) => [
        cache.byId(id) !== undefined,
        cache.byKey(matchKeyOf({ ...subject, requester })) !== undefined,
      ])
    for (const [n, rule] of rules.entries()) {
      if (n === 3) {
        cache.byId(rules[0]?.id ?? '')
        cache.byKey(matchKeyOf({ ...subject, requester: 'a' }))
      }
      cache.keepNewest(rule, cache.mark())
    }
    expect(isKept()).toEqual([
      [true, true],
      [false, false],
      [true, true],
      [true, true],
    ])
  })

  it('asks the store no more than every 4 s for a hot rule, and each time for none (I32)', async () => {
    let lists = 0
    const { node, clock } = createWorld((store) => ({
      ...store,
      list(...call) {
        lists += 1
        return store.list(...call)
      },
    }))
    const rules = node()
    // Once for any input, once for this input.
    await rules.find(subject)
    await rules.find(subject)
    expect(lists).toBe(4)
    await rules.write(ruleFor(subject))
    for (let n = 0; n < 39; n++) {
      expect(await rules.find(subject)).toBeDefined()
      await clock.advance(100)
    }
    expect(lists).toBe(5)
    await clock.advance(100)
    await rules.find(subject)
    expect(lists).toBe(6)
  })
})
