// A pump that comes late: what it brings back when its lease, or its start, has passed to another counts for nothing.
import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../src/ports.ts'
import type { Judge } from '../../src/service/judging.ts'
import { allow, ann, asking, channel, createWorld, must } from './world.ts'

const later = (world: ReturnType<typeof createWorld>, ms: number, delivery: Delivery) =>
  new Promise<Delivery>((resolve) => void world.clock.after(ms, () => resolve(delivery)))

describe('a pump that slept over its lease', () => {
  it('I12 I14: can’t acknowledge the attempt of another', async () => {
    const world = createWorld({ settings: asking('chat') })
    const attempts: string[] = []
    const chat = (name: string, ms: number, delivery: Delivery) => [
      channel('chat', {
        ask: (_, __, { attempt }) => {
          attempts.push(`${name} ${attempt}`)
          return later(world, ms, delivery)
        },
      }),
    ]
    // Its timers stand still, so it never hears that its time is over.
    const asleep = { after: () => () => {} }
    const first = chat('asleep', 7_000, { then: 'give-up', reason: 'long ago' })
    const sleeping = world.pump({ channels: first, clock: asleep, leaseMs: 5_000 })
    sleeping.start()
    await world.ask()
    await world.clock.advance(0)
    const second = chat('awake', 3_000, { then: 'retry', afterMs: 100, reason: 'busy' })
    const awake = world.pump({ channels: second, leaseMs: 5_000, pollMs: 100 })
    awake.start()
    // The sleeper gives up at 7,000 ms, while the other tries (5,000…8,000 ms); it is tried once more nonetheless.
    await world.clock.advance(10_000)
    expect(attempts).toEqual(['asleep 1', 'awake 2', 'awake 3'])
    const stop = awake.stop(0)
    await world.clock.advance(10_000)
    await stop
  })
})

describe('a pump that read before another tried', () => {
  it('counts on from the other’s attempts, so that its channel looks for what was left there', async () => {
    const world = createWorld({ settings: asking('chat') })
    const attempts: number[] = []
    let stopped = Promise.resolve()
    const channels = [
      channel('chat', {
        async ask(_, __, { attempt }) {
          attempts.push(attempt)
          // Whoever tries first tries no more.
          if (attempts.length === 1) stopped = quick.stop(1_000)
          return { then: 'retry', afterMs: attempts.length === 1 ? 0 : 60_000, reason: 'busy' }
        },
      }),
    ]
    const quick = world.pump({ channels, pollMs: 60_000 })
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    let reads = 0
    const slowStore = {
      ...world.store,
      async read(collection: string, id: string) {
        const record = await world.store.read(collection, id)
        if (reads++ === 0) await held
        return record
      },
    }
    await world.ask()
    const slow = world.pump({ channels, store: slowStore })
    slow.start()
    await world.clock.advance(0)
    quick.start()
    await world.clock.advance(10)
    await stopped
    expect(attempts).toEqual([1])
    release()
    await world.clock.advance(10)
    expect(attempts).toEqual([1, 2])
    await slow.stop(0)
  })
})

describe('a pump whose policy stops a start', () => {
  it.each([
    ['has lapsed', 0],
    ['another has started', 1],
  ] as const)('I1 I2: does not run what %s while the policy was asked', async (meanwhile, expected) => {
    const world = createWorld()
    let runs = 0
    const execute = async () => ((runs += 1), { outcome: 'succeeded' as const })
    const other = world.pump({ execute, pollMs: 10 })
    const judge: Judge = {
      request: () => Promise.reject(new Error('nothing is asked here')),
      edit: () => 'ask',
      async whyStopped() {
        if (meanwhile === 'another has started') other.start()
        await new Promise<void>((resolve) => void world.clock.after(10_000, resolve))
        return 'the policy says "deny" now'
      },
    }
    const mine = await world.ask({ executor: 'gateway' })
    must(await world.approvals.decide(ann, mine.id, allow(mine)))
    const pump = world.pump({ execute, judge })
    pump.start()
    await world.clock.advance(11_000)
    expect(runs).toBe(expected)
    await pump.stop(0)
    await other.stop(0)
  })
})
