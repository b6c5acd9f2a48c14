import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports.ts'
import { HoldpointError } from '../../src/domain/errors.ts'
import { dayMs, noon, person, ruleFor, subject } from './sample-rules.ts'
import { createWorld } from './world.ts'

const times = <T>(count: number, run: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => run(n)))

/** Each call takes some turns of the event loop, a different number each time, so that callers interleave. */
function slow(store: Store): Store {
  let calls = 0
  const turns = async () => {
    for (let left = (calls += 1) % 7; left > 0; left--) await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    ...store,
    async read(collection, id) {
      await turns()
      const record = await store.read(collection, id)
      await turns()
      return record
    },
    async commit(next, expectedRev, before) {
      await turns()
      return store.commit(next, expectedRev, before)
    },
  }
}

/** Every `nth` commit rejects although it took place. */
function forgetful(store: Store, nth: number): Store {
  let commits = 0
  return {
    ...store,
    async commit(next, expectedRev, before) {
      const verdict = await store.commit(next, expectedRev, before)
      if ((commits += 1) % nth === 0) throw new HoldpointError('unavailable', 'the connection broke')
      return verdict
    },
  }
}

describe('limited rules (I31)', () => {
  it('grant exactly maxUses to 50 at once on one node', async () => {
    const { rules, stored } = createWorld()
    const rule = ruleFor(subject, { maxUses: 7 })
    await rules.write(rule)
    const results = await times(50, () => rules.consume(rule))
    expect(results.filter(({ ok }) => ok)).toHaveLength(7)
    expect(results.filter((result) => !result.ok && result.code === 'not_found')).toHaveLength(43)
    expect(await stored(rule.id)).toMatchObject({ uses: 7, lastUsedAt: noon })
    expect(await rules.find(subject)).toBeUndefined()
    expect(await rules.isStillLive(rule.id)).toBe(true)
  })

  it.each([2, 5, 20])('grant exactly maxUses over %i nodes on a slow store', async (count) => {
    const { node, stored } = createWorld(slow)
    const nodes = Array.from({ length: count }, () => node())
    const rule = ruleFor(subject, { maxUses: 7 })
    await nodes[0]?.write(rule)
    const results = await times(100, (n) => nodes[n % count]?.consume(rule) ?? Promise.reject(new Error('no node')))
    expect(results.filter(({ ok }) => ok)).toHaveLength(7)
    expect((await stored(rule.id)).uses).toBe(7)
  })

  it('may burn uses when commits are lost, and never grant more', async () => {
    const { node, stored } = createWorld((store) => forgetful(store, 3))
    const rule = ruleFor(subject, { maxUses: 7 })
    await node().write(rule)
    let granted = 0
    for (let n = 0; n < 20; n++) if ((await node().consume(rule)).ok) granted += 1
    expect(granted).toBeGreaterThan(0)
    expect(granted).toBeLessThan(7)
    expect((await stored(rule.id)).uses).toBe(7)
  })

  it('reject when the store fails twice, and grant nothing', async () => {
    const { node } = createWorld((store) => forgetful(store, 1))
    const rule = ruleFor(subject, { maxUses: 7 })
    await node().write(rule)
    await expect(node().consume(rule)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('are judged by what is stored, not by what the caller holds', async () => {
    const { rules } = createWorld()
    const { maxUses: _, ...unlimited } = ruleFor(subject, { maxUses: 1 })
    await rules.write({ ...unlimited, maxUses: 1 })
    expect((await rules.consume(unlimited)).ok).toBe(true)
    expect(await rules.consume(unlimited)).toMatchObject({ ok: false, code: 'not_found' })
    expect(await rules.consume({ ...unlimited, id: 'ap_none' })).toMatchObject({ ok: false, code: 'not_found' })
  })

  it('leave an older live rule to be found when they are used up', async () => {
    const { rules, clock, stored } = createWorld()
    const older = ruleFor(subject)
    const newer = ruleFor(subject, { maxUses: 1, createdAt: noon + 1, expiresAt: noon + dayMs })
    await rules.write(older)
    await rules.write(newer)
    expect((await rules.find(subject))?.id).toBe(newer.id)
    expect((await rules.consume(newer)).ok).toBe(true)
    expect((await rules.find(subject))?.id).toBe(older.id)
    await clock.advance(1_000)
    expect(await rules.consume(newer)).toMatchObject({ ok: false, code: 'not_found' })
    expect(await stored(newer.id)).toEqual({ ...newer, uses: 1, lastUsedAt: noon })
  })

  it('refuse inside the write once they have expired (I8)', async () => {
    const { rules, clock, stored } = createWorld()
    const rule = ruleFor(subject, { maxUses: 7, expiresAt: noon + 1_000 })
    await rules.write(rule)
    expect((await rules.consume(rule)).ok).toBe(true)
    await clock.advance(1_000)
    expect(await rules.consume(rule)).toMatchObject({ ok: false, code: 'expired' })
    expect((await stored(rule.id)).uses).toBe(1)
  })

  it('refuse where the time runs out between judging and writing (I8)', async () => {
    let late = async () => {}
    const { node, clock, stored } = createWorld((store) => ({
      ...store,
      async commit(next, expectedRev, before) {
        await late()
        return store.commit(next, expectedRev, before)
      },
    }))
    const rule = ruleFor(subject, { maxUses: 7, expiresAt: noon + 1_000 })
    await node().write(rule)
    late = () => clock.advance(1_000)
    expect(await node().consume(rule)).toMatchObject({ ok: false, code: 'expired' })
    expect((await stored(rule.id)).uses).toBe(0)
  })
})

describe('revoking while rules are used (I30, I31)', () => {
  it.each(Array.from({ length: 20 }, (_, n) => n))('grants nothing after the revocation (round %i)', async (round) => {
    const { node, stored } = createWorld(slow)
    const [one, other] = [node(), node()]
    const rule = ruleFor(subject, { maxUses: 1_000 })
    await one.write(rule)
    let granted = 0
    let revoked = false
    const consumers = times(20, async () => {
      for (let n = 0; n < 5; n++) {
        const revokedBefore = revoked
        const { ok } = await one.consume(rule)
        if (ok) granted += 1
        if (revokedBefore) expect(ok).toBe(false)
      }
    })
    for (let turn = 0; turn < round; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect((await other.revoke(person(), rule.id)).ok).toBe(true)
    revoked = true
    const usesThen = (await stored(rule.id)).uses
    await consumers
    expect(await stored(rule.id)).toMatchObject({ uses: usesThen, revokedBy: 'ann' })
    expect(granted).toBe(usesThen)
  })

  it.each(Array.from({ length: 20 }, (_, n) => n))('is never undone by a flush (round %i) (H78225)', async (round) => {
    const { node, stored } = createWorld(slow)
    const [one, other] = [node(), node()]
    const rule = ruleFor(subject)
    await one.write(rule)
    await times(10, () => one.consume(rule))
    const flushing = one.flush()
    for (let turn = 0; turn < round; turn++) await new Promise((resolve) => setImmediate(resolve))
    const [revoked] = await Promise.all([other.revoke(person(), rule.id), flushing])
    expect(revoked.ok).toBe(true)
    const then = await stored(rule.id)
    expect(then.revokedBy).toBe('ann')
    expect([0, 10]).toContain(then.uses)
    await one.close()
    expect(await stored(rule.id)).toEqual(then)
    expect(await node().find(subject)).toBeUndefined()
  })

  it('leaves what was counted before it unwritten: a revoked rule is written no more', async () => {
    const { node, stored } = createWorld()
    const [one, other] = [node(), node()]
    const rule = ruleFor(subject)
    await one.write(rule)
    await times(3, () => one.consume(rule))
    await other.revoke(person(), rule.id)
    await one.flush()
    expect(await stored(rule.id)).toEqual({ ...rule, revokedAt: noon, revokedBy: 'ann' })
  })

  it.each([{}, { maxUses: 7 }])('acts at once on the node that revoked: %j', async (limit) => {
    const { rules } = createWorld()
    const rule = ruleFor(subject, limit)
    await rules.write(rule)
    expect(await rules.find(subject)).toBeDefined()
    await rules.revoke(person(), rule.id)
    expect(await rules.find(subject)).toBeUndefined()
    expect(await rules.isStillLive(rule.id)).toBe(false)
    expect(await rules.consume(rule)).toMatchObject({ ok: false, code: 'revoked' })
  })
})

describe('unlimited rules', () => {
  it('are counted in batches, over nodes, and never down', async () => {
    const { node, stored, clock } = createWorld(slow)
    const nodes = [node(), node(), node()]
    const rule = ruleFor(subject)
    await nodes[0]?.write(rule)
    await times(90, (n) => nodes[n % 3]?.consume(rule) ?? Promise.reject(new Error('no node')))
    expect((await stored(rule.id)).uses).toBe(0)
    await clock.advance(500)
    await nodes[0]?.consume(rule)
    await Promise.all(nodes.map((one) => one.flush()))
    expect(await stored(rule.id)).toMatchObject({ uses: 91, lastUsedAt: noon + 500 })
    await Promise.all(nodes.map((one) => one.close()))
    expect((await stored(rule.id)).uses).toBe(91)
  })

  it('are written by themselves within flushMs, and leave no timer', async () => {
    const { node, stored, clock } = createWorld()
    const rules = node({ clock, flushMs: 1_000 })
    const rule = ruleFor(subject)
    await rules.write(rule)
    await times(5, () => rules.consume(rule))
    expect(clock.pending).toBe(1)
    await clock.advance(1_000)
    expect((await stored(rule.id)).uses).toBe(5)
    await rules.consume(rule)
    await rules.close()
    expect((await stored(rule.id)).uses).toBe(6)
    expect(clock.pending).toBe(0)
  })

  it('keep what could not be written for the next flush', async () => {
    let isDown = false
    const { node, stored, heard } = createWorld((store) => ({
      ...store,
      async commit(...call) {
        if (isDown) throw new HoldpointError('unavailable', 'the store is down')
        return store.commit(...call)
      },
    }))
    const rules = node()
    const rule = ruleFor(subject)
    await rules.write(rule)
    await times(3, () => rules.consume(rule))
    isDown = true
    await rules.flush()
    expect(heard).toContain('uses of a rule not written yet')
    isDown = false
    await rules.consume(rule)
    await rules.flush()
    expect((await stored(rule.id)).uses).toBe(4)
  })

  it('refuse once they have expired (I8)', async () => {
    const { rules, clock } = createWorld()
    const rule = ruleFor(subject, { expiresAt: noon + 1_000 })
    await rules.write(rule)
    expect((await rules.consume(rule)).ok).toBe(true)
    await clock.advance(1_000)
    expect(await rules.consume(rule)).toMatchObject({ ok: false, code: 'expired' })
  })
})
