// Ten nodes on one store: the work is shared, and nobody stampedes. What one leaves undone another does in time.
import { createMemoryStore } from '@holdpoint/storage-memory'
import { createFakeClock } from '@holdpoint/testkit'
import { describe, expect, it } from 'vitest'
import type { Approval } from '../../src/domain/approval.ts'
import type { Delivery, Ids, Store } from '../../src/ports.ts'
import { createHoldpoint } from '../../src/service/holdpoint.ts'
import { createLocalWake } from '../../src/service/local-wake.ts'
import { ann, asking, bot, channel, defaultSettings, deny, draft, must } from './world.ts'

type Calls = Record<'read' | 'commit' | 'won' | 'due', number>

interface TestNode {
  readonly name: string
  readonly calls: Calls
  readonly holdpoint: ReturnType<typeof createHoldpoint>
  /** From now on its store fails and its channel says nothing: it is dead, but doesn't know. */
  die(): void
}

/** 128 bits of which the same come in every run. */
function seededIds(seed: number): Ids {
  let state = seed
  const word = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state.toString(16).padStart(8, '0')
  }
  // The low bits of such a generator have a short period; its words are mixed by halves.
  return { random: () => Array.from({ length: 8 }, () => word().slice(0, 4)).join('') }
}

function cluster(count: number, ask: (node: string, effectId: string) => Promise<Delivery> | Delivery = delivered) {
  const clock = createFakeClock()
  const inner = createMemoryStore({ now: clock.now })
  // All nodes hear all hints, at once.
  const wake = createLocalWake()
  const looks: number[] = []
  const nodes = Array.from({ length: count }, (_, n): TestNode => {
    const name = `n${n}`
    const calls: Calls = { read: 0, commit: 0, won: 0, due: 0 }
    let dead = false
    const alive = () => {
      if (dead) throw new Error('dead')
    }
    const store: Store = {
      ...inner,
      async read(...args) {
        alive()
        calls.read += 1
        return inner.read(...args)
      },
      async commit(...args) {
        alive()
        calls.commit += 1
        const verdict = await inner.commit(...args)
        if (verdict === 'won') calls.won += 1
        return verdict
      },
      async due(...args) {
        alive()
        calls.due += 1
        looks.push(clock.now())
        return inner.due(...args)
      },
    }
    const chat = channel('chat', { ask: async (effect) => ask(name, effect.id) })
    const settings = { ...defaultSettings, ...asking('chat') }
    const options = { store, wake, clock, ids: seededIds(n + 1), channels: [chat], settings: () => settings }
    return { name, calls, holdpoint: createHoldpoint(options), die: () => void (dead = true) }
  })
  const start = () => {
    for (const { holdpoint } of nodes) holdpoint.pump.start()
  }
  const stop = () => Promise.all(nodes.map(({ holdpoint }) => holdpoint.pump.stop(1_000)))
  return { clock, inner, looks, nodes, start, stop }
}

const delivered = (): Delivery => ({ then: 'delivered' })

const sum = (nodes: readonly TestNode[], call: keyof Calls) =>
  nodes.reduce((total, { calls }) => total + calls[call], 0)

const ask = async ({ holdpoint }: TestNode, changes = {}): Promise<Approval> =>
  must(await holdpoint.approvals.request(bot, { ...draft, ...changes })).approval

describe('ten nodes', () => {
  it('leave a question to the node that was asked: the others don’t even look at it', async () => {
    const { clock, nodes, start, stop } = cluster(10)
    start()
    await clock.advance(100)
    const [first, ...others] = nodes
    if (!first) throw new Error('there are ten nodes')
    for (let n = 0; n < 20; n += 1) await ask(first)
    await clock.advance(0)
    expect(first.calls.won).toBe(40)
    expect(sum(others, 'read')).toBe(0)
    expect(sum(others, 'commit')).toBe(0)
    await stop()
  })

  it('sweep 500 that expire at one moment with next to no write in vain', async () => {
    const { clock, inner, nodes, start, stop } = cluster(10)
    const [first] = nodes
    if (!first) throw new Error('there are ten nodes')
    start()
    for (let n = 0; n < 500; n += 1) await ask(first)
    await clock.advance(30_000)
    const before = { commit: sum(nodes, 'commit'), won: sum(nodes, 'won') }
    await clock.advance(40_000)
    expect(await inner.due('approvals', clock.now(), 1)).toEqual([])
    // One that ends each, and one that takes its audit note from the outbox.
    expect(sum(nodes, 'won') - before.won).toBe(1_000)
    expect(sum(nodes, 'commit') - before.commit).toBeLessThan(1_100)
    await stop()
  })

  it('don’t look at the same moments', async () => {
    const { clock, looks, start, stop } = cluster(10)
    start()
    await clock.advance(60_000)
    await stop()
    const later = looks.filter((at) => at > (looks[0] ?? 0) + 5_000)
    const moments = Map.groupBy(later, (at) => at)
    const most = Math.max(...[...moments.values()].map((at) => at.length))
    expect(most).toBeLessThanOrEqual(4)
    // Ten nodes, a look each second or somewhat more often.
    expect(later.length).toBeGreaterThan(500)
    expect(later.length).toBeLessThan(1_100)
  })

  it('take over what a dead one had leased, within 30 s, under the same effect id (I12, I13)', async () => {
    const asked: { readonly node: string; readonly effectId: string; readonly at: number }[] = []
    let kill = () => {}
    const { clock, nodes, start, stop } = cluster(10, (node, effectId) => {
      asked.push({ node, effectId, at: clock.now() })
      kill()
      return node === 'n0' ? new Promise<Delivery>(() => {}) : delivered()
    })
    kill = () => nodes[0]?.die()
    start()
    const [first] = nodes
    if (!first) throw new Error('there are ten nodes')
    const diedAt = clock.now()
    await ask(first)
    await clock.advance(30_000)
    expect(asked.map(({ node }) => node === 'n0')).toEqual([true, false])
    expect(new Set(asked.map(({ effectId }) => effectId)).size).toBe(1)
    expect((asked[1]?.at ?? Infinity) - diedAt).toBeLessThanOrEqual(30_000)
    await stop()
  })

  it('finish what is under way when one is drained, and the rest is done by others, all of it once', async () => {
    const asked: string[] = []
    const { clock, inner, nodes, start, stop } = cluster(3, async (_, effectId) => {
      await new Promise<void>((resolve) => clock.after(200, resolve))
      asked.push(effectId)
      return delivered()
    })
    start()
    const [first, second] = nodes
    if (!first || !second) throw new Error('there are three nodes')
    const all = await Promise.all(Array.from({ length: 200 }, () => ask(first)))
    await clock.advance(10)
    const draining = first.holdpoint.pump.stop(5_000)
    await clock.advance(10_000)
    await draining
    expect(asked.toSorted()).toEqual(all.map(({ id }) => `${id}:1:0`).toSorted())
    expect(must(await second.holdpoint.approvals.decide(ann, all[0]?.id ?? '', deny(all[0] ?? never()))).status).toBe(
      'denied',
    )
    expect(await inner.due('approvals', clock.now(), 1_000)).toEqual([])
    await stop()
  })
})

const never = (): never => {
  throw new Error('there are 200 approvals')
}
