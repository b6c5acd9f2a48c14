// The gateway as executor: once, never again, and if nobody can tell how it ended, that is what is recorded.
import { describe, expect, it } from 'vitest'
import type { Approval } from '../../src/domain/approval.ts'
import type { Execute } from '../../src/ports.ts'
import { allow, ann, createWorld, deny, everything, must } from './world.ts'

type World = ReturnType<typeof createWorld>
const gateways = { executor: 'gateway' } as const

async function approved(world: World): Promise<Approval> {
  const mine = await world.ask(gateways)
  return must(await world.approvals.decide(ann, mine.id, allow(mine)))
}

const later = (world: World, ms: number) => new Promise<void>((resolve) => void world.clock.after(ms, resolve))

describe('an approved action that the gateway runs', () => {
  it('I2: is run once over two pumps, with what was approved, and its outcome recorded', async () => {
    const world = createWorld()
    const runs: Approval[] = []
    const execute: Execute = async (approval) => {
      runs.push(approval)
      await later(world, 1_000)
      return { outcome: 'succeeded', detail: { sent: 1 } }
    }
    const pumps = [world.pump({ execute, pollMs: 10 }), world.pump({ execute, pollMs: 15 })]
    for (const pump of pumps) pump.start()
    const all = await Promise.all(Array.from({ length: 25 }, () => approved(world)))
    await world.clock.advance(10_000)
    expect(runs.map(({ id }) => id).toSorted()).toEqual(all.map(({ id }) => id).toSorted())
    for (const { action, digest } of runs)
      expect({ action, digest }).toEqual({ action: all[0]?.action, digest: all[0]?.digest })
    for (const { id } of all) expect(await world.stored(id)).toMatchObject({ status: 'succeeded', detail: { sent: 1 } })
    for (const pump of pumps) await pump.stop(0)
    expect(world.clock.pending).toBe(0)
  })

  it('I1: is not run while pending, denied, cancelled or expired; is run where the policy allows', async () => {
    const world = createWorld()
    const runs: string[] = []
    const pump = world.pump({ execute: async ({ id }) => (runs.push(id), { outcome: 'succeeded' }) })
    pump.start()
    await world.ask(gateways)
    const denied = await world.ask(gateways)
    must(await world.approvals.decide(ann, denied.id, deny(denied)))
    await world.clock.advance(120_000)
    expect(runs).toEqual([])
    await pump.stop(0)

    const free = createWorld({ settings: everything('off') })
    const freePump = free.pump({ execute: async ({ id }) => (runs.push(id), { outcome: 'succeeded' }) })
    freePump.start()
    const mine = await free.ask(gateways)
    await free.clock.advance(0)
    expect(runs).toEqual([mine.id])
    await freePump.stop(0)
  })

  it('I11: lapses, and is not run, where no pump was there in time', async () => {
    const world = createWorld()
    const mine = await approved(world)
    await world.clock.advance(10_000)
    const runs: string[] = []
    const pump = world.pump({ execute: async ({ id }) => (runs.push(id), { outcome: 'succeeded' }) })
    pump.start()
    await world.clock.advance(5_000)
    expect(runs).toEqual([])
    expect((await world.stored(mine.id)).status).toBe('lapsed')
    await pump.stop(0)
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('boom'))],
    [
      'throws',
      () => {
        throw new Error('boom')
      },
    ],
    ['tells what JSON can’t hold', () => Promise.resolve({ outcome: 'failed' as const, detail: NaN })],
  ])('I3: becomes known at once, and is not tried again, when its executor %s', async (how, run) => {
    const world = createWorld()
    let runs = 0
    const pump = world.pump({
      execute: (...args) => {
        runs += 1
        return (run as Execute)(...args)
      },
    })
    pump.start()
    const mine = await approved(world)
    await world.clock.advance(1_000)
    const wanted = how.startsWith('tells') ? 'failed' : 'unknown'
    expect((await world.stored(mine.id)).status).toBe(wanted)
    await world.clock.advance(60_000)
    expect(runs).toBe(1)
    expect((await world.stored(mine.id)).status).toBe(wanted)
    await pump.stop(0)
  })

  it('I3: is unknown once it takes longer than it may; what it says later is not recorded', async () => {
    for (const listens of [true, false]) {
      const world = createWorld()
      let aborted = false
      const pump = world.pump({
        execute: async (_, signal) => {
          signal.addEventListener('abort', () => (aborted = true))
          if (listens) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
          else await later(world, 20_000)
          return { outcome: 'succeeded' }
        },
      })
      pump.start()
      const mine = await approved(world)
      await world.clock.advance(5_000)
      expect(aborted).toBe(true)
      await world.clock.advance(2_000)
      expect((await world.stored(mine.id)).status).toBe('unknown')
      await world.clock.advance(60_000)
      expect(await world.stored(mine.id)).toMatchObject({ status: 'unknown', outcome: 'unknown' })
      await pump.stop(0)
    }
  })

  it('I2 I3: is unknown, and not run by another, when its pump dies in between', async () => {
    let dead = false
    const world = createWorld({
      store: (inner) => ({
        ...inner,
        commit: (...args) => (dead ? Promise.reject(new Error('dead')) : inner.commit(...args)),
      }),
    })
    let runs = 0
    const dying = world.pump({ execute: async () => ((dead = true), (runs += 1), { outcome: 'succeeded' }) })
    dying.start()
    const mine = await approved(world)
    await world.clock.advance(0)
    await dying.stop(0)
    dead = false
    const pump = world.pump({ execute: async () => ((runs += 1), { outcome: 'succeeded' }) })
    pump.start()
    await world.clock.advance(20_000)
    expect(runs).toBe(1)
    expect((await world.stored(mine.id)).status).toBe('unknown')
    await pump.stop(0)
  })

  it('I10: is run, once, when the write of its start was answered by a failure', async () => {
    let failures = 0
    const world = createWorld({
      store: (inner) => ({
        ...inner,
        async commit(...args) {
          const verdict = await inner.commit(...args)
          if (args[0].facets[0] === 'started' && failures++ === 0) throw new Error('connection cut')
          return verdict
        },
      }),
    })
    let runs = 0
    const pump = world.pump({ execute: async () => ((runs += 1), { outcome: 'succeeded' }) })
    pump.start()
    const mine = await approved(world)
    await world.clock.advance(10_000)
    expect({ runs, failures }).toMatchObject({ runs: 1 })
    expect((await world.stored(mine.id)).status).toBe('succeeded')
    await pump.stop(0)
  })
})

describe('stop', () => {
  const running = async (execute: (world: World, signal: AbortSignal) => ReturnType<Execute>) => {
    const world = createWorld()
    const pump = world.pump({ execute: (_, signal) => execute(world, signal) })
    pump.start()
    const mine = await approved(world)
    await world.clock.advance(0)
    let stopped = false
    const stop = (graceMs: number) => void pump.stop(graceMs).then(() => (stopped = true))
    return { world, mine, stop, isStopped: () => stopped }
  }

  it('waits for what is under way', async () => {
    const { world, mine, stop, isStopped } = await running(async (world) => {
      await later(world, 2_000)
      return { outcome: 'succeeded' }
    })
    stop(3_000)
    await world.clock.advance(1_999)
    expect(isStopped()).toBe(false)
    await world.clock.advance(1)
    expect(isStopped()).toBe(true)
    expect((await world.stored(mine.id)).status).toBe('succeeded')
    expect(world.clock.pending).toBe(0)
  })

  it('cuts at the grace, and what was cut short notes it', async () => {
    const { world, mine, stop, isStopped } = await running(async (_, signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      return { outcome: 'failed', detail: 'cut short' }
    })
    stop(1_000)
    await world.clock.advance(1_000)
    expect(isStopped()).toBe(true)
    expect(await world.stored(mine.id)).toMatchObject({ status: 'failed', detail: 'cut short' })
    expect(world.clock.pending).toBe(0)
  })

  it('I3: does not hang on an executor that hears no signal: its outcome is unknown', async () => {
    const { world, mine, stop, isStopped } = await running(() => new Promise(() => {}))
    stop(1_000)
    await world.clock.advance(2_500)
    expect(isStopped()).toBe(true)
    expect((await world.stored(mine.id)).status).toBe('unknown')
    expect(world.clock.pending).toBe(0)
  })

  it('takes on nothing new', async () => {
    const world = createWorld()
    let runs = 0
    const pump = world.pump({ execute: async () => ((runs += 1), { outcome: 'succeeded' }) })
    pump.start()
    await world.clock.advance(0)
    await pump.stop(0)
    await approved(world)
    await world.clock.advance(5_000)
    expect(runs).toBe(0)
    expect(world.clock.pending).toBe(0)
  })
})
