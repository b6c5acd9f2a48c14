// Time that has run out, and questions that go out: each once, and once more only under the same effect id.
import { describe, expect, it } from 'vitest'
import type { AskEffect } from '../../src/domain/effect.ts'
import type { Attempt, Delivery } from '../../src/ports.ts'
import { allow, ann, asking, bot, channel, createWorld, deny, draft, must } from './world.ts'

const recorded = (effect: AskEffect, remoteId = 'r1'): Delivery => ({
  then: 'delivered',
  command: {
    type: 'record-ask',
    channel: effect.channel,
    remoteId,
    digest: effect.digest,
    verdicts: ['allow-once', 'deny'],
  },
})

/** A channel `chat` that notes every delivery and answers with what `next` says. */
function chat(next: (effect: AskEffect, attempt: Attempt) => Promise<Delivery> | Delivery = recorded0) {
  const seen: { readonly kind: string; readonly id: string; readonly attempt: number }[] = []
  const note = (effect: { readonly kind: string; readonly id: string }, { attempt }: Attempt) =>
    void seen.push({ kind: effect.kind, id: effect.id, attempt })
  return {
    seen,
    channels: [
      channel('chat', {
        async ask(effect, _, attempt) {
          note(effect, attempt)
          return next(effect, attempt)
        },
        async settle(effect, _, attempt) {
          note(effect, attempt)
          return { then: 'delivered' }
        },
      }),
    ],
  }
}
const recorded0 = (effect: AskEffect): Delivery => recorded(effect)

const settings = asking('chat')
const outboxOf = async (world: ReturnType<typeof createWorld>, id: string) =>
  (await world.inner.read('approvals', id))?.outbox ?? []

describe('time', () => {
  it('I13: sweeps what is overdue, whoever asked and whether or not anybody looks', async () => {
    const world = createWorld()
    const pump = world.pump()
    pump.start()
    const pending = await world.ask()
    const granted = await world.ask()
    const running = await world.ask()
    for (const mine of [granted, running]) must(await world.approvals.decide(ann, mine.id, allow(mine)))
    must(await world.approvals.start(bot, running.id, running.digest))
    await world.clock.advance(5_999)
    expect((await world.stored(running.id)).status).toBe('unknown')
    await world.clock.advance(60_000)
    expect((await world.stored(pending.id)).status).toBe('expired')
    expect((await world.stored(granted.id)).status).toBe('lapsed')
    await pump.stop(1_000)
    expect(world.clock.pending).toBe(0)
  })

  it('I11: sweeps a backlog that came due while it was down, without a pause between pages', async () => {
    const world = createWorld()
    const all = await Promise.all(Array.from({ length: 500 }, () => world.ask()))
    await world.clock.advance(60_000)
    const pump = world.pump({ concurrency: 10 })
    pump.start()
    // Far less than fifty pages' worth of polls.
    await world.clock.advance(3_000)
    for (const { id } of all) expect((await world.stored(id)).status).toBe('expired')
    await pump.stop(0)
  })

  it('I13 I17: is not held up by records that it can’t read, nor tells of each again and again', async () => {
    const world = createWorld()
    for (let n = 0; n < 5; n++) {
      const { id } = await world.ask()
      const record = await world.inner.read('approvals', id)
      if (record) await world.inner.commit({ ...record, rev: 2, schema: 99, dueAt: 0 }, 1)
    }
    const mine = await world.ask()
    const pump = world.pump({ concurrency: 2 })
    pump.start()
    await world.clock.advance(70_000)
    expect((await world.stored(mine.id)).status).toBe('expired')
    expect(world.logged.filter((line) => line.includes('pump failed'))).toHaveLength(5)
    await pump.stop(0)
  })
})

describe('a question', () => {
  it('goes out once, and its name there is recorded', async () => {
    const world = createWorld({ settings })
    const { seen, channels } = chat()
    const pump = world.pump({ channels })
    pump.start()
    const mine = await world.ask()
    await world.clock.advance(10_000)
    expect(seen).toEqual([{ kind: 'ask', id: `${mine.id}:1:0`, attempt: 1 }])
    expect(await world.stored(mine.id)).toMatchObject({ status: 'pending', asks: [{ remoteId: 'r1' }] })
    expect(await outboxOf(world, mine.id)).toEqual([])
    await pump.stop(0)
  })

  it('goes out though no hint is heard', async () => {
    const world = createWorld({ settings })
    const { seen, channels } = chat()
    const pump = world.pump({ channels, wake: { notify() {}, subscribe: () => () => {} } })
    pump.start()
    await world.ask()
    await world.clock.advance(1_000)
    expect(seen).toHaveLength(1)
    await pump.stop(0)
  })

  it('is tried again when the channel says, and by a growing delay when it rejects, under the same id', async () => {
    const world = createWorld({ settings })
    const at: number[] = []
    const { seen, channels } = chat((effect, { attempt }) => {
      at.push(world.clock.now())
      if (attempt === 1) return { then: 'retry', afterMs: 3_000, reason: 'busy' }
      if (attempt < 5) throw new Error('cut')
      return recorded(effect)
    })
    const pump = world.pump({ channels, pollMs: 100 })
    pump.start()
    const mine = await world.ask()
    await world.clock.advance(59_000)
    expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5])
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([`${mine.id}:1:0`]))
    const delays = at.slice(1).map((time, n) => time - (at[n] ?? 0))
    expect(delays[0]).toBeGreaterThanOrEqual(3_000)
    expect(delays[2]).toBeGreaterThan(delays[1] ?? 0)
    expect(delays[3]).toBeGreaterThan(delays[2] ?? 0)
    expect((await world.stored(mine.id)).asks).toHaveLength(1)
    await pump.stop(0)
  })

  it('I12: is delivered again, under the same id, when its pump died before it could acknowledge', async () => {
    let dead = false
    const world = createWorld({
      settings,
      store: (inner) => ({
        ...inner,
        commit: (...args) => (dead ? Promise.reject(new Error('dead')) : inner.commit(...args)),
      }),
    })
    const first = chat(async (effect) => {
      dead = true
      return recorded(effect)
    })
    const dying = world.pump({ channels: first.channels, leaseMs: 5_000 })
    dying.start()
    const mine = await world.ask()
    await world.clock.advance(0)
    expect(first.seen).toHaveLength(1)
    await dying.stop(0)
    dead = false

    const second = chat((effect) => recorded(effect, 'r1'))
    const pump = world.pump({ channels: second.channels, leaseMs: 5_000 })
    pump.start()
    await world.clock.advance(4_000)
    expect(second.seen).toEqual([])
    await world.clock.advance(2_000)
    expect(second.seen).toEqual([{ kind: 'ask', id: first.seen[0]?.id, attempt: 2 }])
    expect((await world.stored(mine.id)).asks).toHaveLength(1)
    await pump.stop(0)
  })

  it('is dropped when the channel gives up, is gone, or learns what does not fit; the approval stays pending', async () => {
    for (const channels of [
      chat(() => ({ then: 'give-up', reason: 'no such loop' })).channels,
      [],
      chat((effect) => ({
        then: 'delivered',
        command: {
          type: 'answer',
          channel: effect.channel,
          answer: { event: 'completed', remoteId: 'x', verdict: 'allow-once', reviewer: bot.id },
          trusted: true,
        },
      })).channels,
    ]) {
      const world = createWorld({ settings })
      const pump = world.pump({ channels })
      pump.start()
      const mine = await world.ask()
      await world.clock.advance(10_000)
      expect(await outboxOf(world, mine.id)).toEqual([])
      expect((await world.stored(mine.id)).status).toBe('pending')
      expect(must(await world.approvals.decide(ann, mine.id, allow(mine))).status).toBe('approved')
      await pump.stop(0)
    }
  })

  it('does not go out for what is decided; one that is open there is settled, once', async () => {
    const world = createWorld({ settings })
    const decided = await world.ask()
    must(await world.approvals.decide(ann, decided.id, deny(decided)))
    const { seen, channels } = chat()
    const pump = world.pump({ channels })
    pump.start()
    await world.clock.advance(1_000)
    expect(seen).toEqual([])
    const open = await world.ask()
    await world.clock.advance(1_000)
    must(await world.approvals.decide(ann, open.id, deny(open)))
    await world.clock.advance(10_000)
    expect(seen.map(({ kind }) => kind)).toEqual(['ask', 'settle'])
    await pump.stop(0)
  })

  it('that was on its way when all was decided is taken back there', async () => {
    const world = createWorld({ settings })
    let answerNow = () => {}
    const { seen, channels } = chat((effect) => new Promise((resolve) => (answerNow = () => resolve(recorded(effect)))))
    const pump = world.pump({ channels })
    pump.start()
    const mine = await world.ask()
    await world.clock.advance(0)
    must(await world.approvals.decide(ann, mine.id, deny(mine)))
    answerNow()
    await world.clock.advance(1_000)
    expect(seen.map(({ kind }) => kind)).toEqual(['ask', 'settle'])
    await pump.stop(0)
  })

  it('I14: two pumps on one store never deliver the same at the same time', async () => {
    const world = createWorld({ settings })
    const inFlight = new Set<string>()
    let most = 0
    const delivered: string[] = []
    const twice: string[] = []
    const { channels } = chat(async (effect, { attempt }) => {
      if (inFlight.has(effect.id)) twice.push(effect.id)
      inFlight.add(effect.id)
      most = Math.max(most, inFlight.size)
      await new Promise<void>((resolve) => world.clock.after(300, resolve))
      inFlight.delete(effect.id)
      if (attempt === 1) return { then: 'retry', afterMs: 0, reason: 'once more' }
      delivered.push(effect.id)
      return recorded(effect, `r-${effect.id}`)
    })
    const pumps = [world.pump({ channels, pollMs: 50 }), world.pump({ channels, pollMs: 70 })]
    for (const pump of pumps) pump.start()
    const all = await Promise.all(Array.from({ length: 40 }, () => world.ask()))
    await world.clock.advance(5_000)
    expect(delivered.toSorted()).toEqual(all.map(({ id }) => `${id}:1:0`).toSorted())
    expect(most).toBeGreaterThan(1)
    expect(twice).toEqual([])
    for (const pump of pumps) await pump.stop(0)
  })

  it('is cut at its lease, so that another pump may try, though the channel hears no signal', async () => {
    const world = createWorld({ settings })
    const attempts: number[] = []
    const { channels } = chat((effect, { attempt }) => {
      attempts.push(attempt)
      return attempt === 1 ? new Promise<Delivery>(() => {}) : recorded(effect)
    })
    const pump = world.pump({ channels, leaseMs: 1_000, pollMs: 100 })
    pump.start()
    const mine = await world.ask()
    await world.clock.advance(8_000)
    expect(attempts).toEqual([1, 2])
    expect((await world.stored(mine.id)).asks).toHaveLength(1)
    await pump.stop(0)
  })
})

describe('a pump that can’t read the store', () => {
  it('goes on looking, and catches up', async () => {
    let down = true
    const world = createWorld({
      settings,
      store: (inner) => ({
        ...inner,
        due: (...args) => (down ? Promise.reject(new Error('down')) : inner.due(...args)),
      }),
    })
    const { seen, channels } = chat()
    await world.approvals.request(bot, draft)
    const pump = world.pump({ channels })
    pump.start()
    await world.clock.advance(5_000)
    expect(seen).toEqual([])
    down = false
    await world.clock.advance(1_000)
    expect(seen).toHaveLength(1)
    await pump.stop(0)
  })
})
