// Event streams: where a client that comes back goes on from.
import { describe, expect, it } from 'vitest'
import { createEvents } from '../../src/service/events.ts'
import { ann, bot, draft, must, principal } from '../service/world.ts'
import { request, read, served } from './served.ts'
import { streaming } from './streaming.ts'

describe('coming back', () => {
  it('goes on after the Last-Event-ID, with nothing twice and nothing missed', async () => {
    const { open, ask, clock } = streaming()
    const first = await open('ann')
    await ask()
    await clock.advance(0)
    const last = first.told.at(-1)?.id ?? ''
    await first.stop()
    const [second, third] = [await ask(), await ask()]
    await clock.advance(0)
    const again = await open('ann', { headers: { 'last-event-id': last } })
    expect(again.told.map(({ event }) => event)).not.toContain('reset')
    expect(again.hints()).toMatchObject([{ id: second.id }, { id: third.id }])
  })

  it('I26: what it may not see is not told on coming back either', async () => {
    const { open, ask, approvals, clock } = streaming()
    const first = await open('elsewhere')
    const last = first.told.at(-1)?.id ?? ''
    await first.stop()
    await ask()
    const { id } = must(await approvals.request(bot, { ...draft, loop: 'other' })).approval
    await ask()
    await clock.advance(0)
    const again = await open('elsewhere', { headers: { 'last-event-id': last } })
    expect(again.hints()).toEqual([{ type: 'approval.requested', id, version: 1 }])
  })

  it('knows its place from the first byte on, before anything has happened', async () => {
    const { open, ask, clock } = streaming()
    const first = await open('ann')
    await first.stop()
    const { id } = await ask()
    await clock.advance(0)
    const again = await open('ann', { headers: { 'last-event-id': first.told[0]?.id ?? '' } })
    expect(again.hints()).toMatchObject([{ id }])
  })

  it.each(['othernode:1', 'nonsense', '', 'FUTURE', '-1', '1'])('is told to list after the id %j', async (given) => {
    const { open, ask, clock } = streaming()
    const first = await open('ann')
    const node = (first.told[0]?.id ?? '').split(':')[0]
    await ask()
    await clock.advance(0)
    const again = await open('ann', { headers: { 'last-event-id': given === 'FUTURE' ? `${node}:99` : given } })
    expect(again.told[0]).toMatchObject({ event: 'reset', data: { type: 'reset' } })
    expect(again.hints()).toEqual([])
  })

  it('is told to list once nobody has read along for a while', async () => {
    const { open, ask, clock } = streaming()
    const first = await open('ann')
    const last = first.told[0]?.id ?? ''
    await first.stop()
    await clock.advance(60_001)
    await ask()
    await clock.advance(0)
    expect((await open('ann', { headers: { 'last-event-id': last } })).told[0]).toMatchObject({ event: 'reset' })
  })

  it('is told to list when the ring has gone round', async () => {
    const world = served()
    const events = createEvents({ ...world, keep: 4, now: world.clock.now })
    const reader = must(events.open(ann))
    const place = reader.position()
    for (let n = 0; n < 6; n += 1) await world.ask()
    await world.clock.advance(0)
    expect(reader.take()).toBe('ended')
    expect(must(events.open(ann, place)).isReset).toBe(true)
    events.close()
  })

  it('a reader of little is not left behind by much that it may not see', async () => {
    const world = served()
    const events = createEvents({ ...world, keep: 4, now: world.clock.now })
    const reader = must(events.open(principal('key:quiet')))
    for (let n = 0; n < 10; n += 1) {
      await world.ask()
      await world.clock.advance(0)
    }
    expect(reader.take()).toEqual([])
    events.close()
  })

  it('refuses an id that is sent twice', async () => {
    const { handler } = served()
    const twice = request('GET', '/v1/events', { headers: { authorization: 'ann', 'last-event-id': 'a' } })
    expect(read(await handler({ ...twice, headerCount: () => 2 }))).toMatchObject({
      status: 400,
      body: { field: 'Last-Event-ID' },
    })
  })
})
