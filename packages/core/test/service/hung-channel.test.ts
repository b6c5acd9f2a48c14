// A place outside that answers nothing holds up its own delivery, and nothing else.
import { describe, expect, it } from 'vitest'
import { allow, ann, asking, channel, createWorld, must } from './world.ts'

describe('I6 I13: while a channel hangs', () => {
  it('what is approved elsewhere is executed at once, and others are asked and executed too', async () => {
    const world = createWorld({ settings: asking('hung') })
    const ran: string[] = []
    const pump = world.pump({
      channels: [channel('hung', { ask: () => new Promise(() => {}) })],
      execute: async ({ id }) => {
        ran.push(id)
        return { outcome: 'succeeded' }
      },
      concurrency: 2,
    })
    pump.start()
    const asked = []
    for (let i = 0; i < 5; i++) asked.push(await world.ask({ executor: 'gateway' }))
    await world.clock.advance(0)
    for (const approval of asked) must(await world.approvals.decide(ann, approval.id, allow(approval)))
    await world.clock.advance(1_000)
    expect(ran.toSorted()).toEqual(asked.map(({ id }) => id).toSorted())
    const stopped = pump.stop(0)
    await world.clock.advance(60_000)
    await stopped
  })
})
