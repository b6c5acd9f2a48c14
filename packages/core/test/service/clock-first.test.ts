// A decision in the last moment, between somebody's read and the look at the clock: what was decided in time must not
// show as expired to them. Found by the simulation, seeds 397 and 2471.
import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports.ts'
import { ann, bob, codeOf, createWorld, defaultSettings, deny, must } from './world.ts'

/** A world in which others act after the next read of an approval, before it is answered. */
function interrupted() {
  let meanwhile = async () => {}
  const wrap = (inner: Store): Store => ({
    ...inner,
    async read(collection, id) {
      const record = await inner.read(collection, id)
      const others = meanwhile
      meanwhile = async () => {}
      await others()
      return record
    },
  })
  const world = createWorld({ store: wrap })
  return { ...world, meanwhile: (work: () => Promise<void>) => (meanwhile = work) }
}

describe('I5 I8: decided just before its expiry, while another reads', () => {
  const setUp = async () => {
    const world = interrupted()
    const mine = await world.ask()
    await world.clock.advance(defaultSettings.policy.expiresInMs - 1)
    world.meanwhile(async () => {
      must(await world.approvals.decide(bob, mine.id, deny(mine)))
      await world.clock.advance(1)
    })
    return { ...world, mine }
  }

  it('a reader is not told that it expired', async () => {
    const { approvals, mine } = await setUp()
    expect(['pending', 'denied']).toContain(must(await approvals.get(ann, mine.id)).status)
    expect(must(await approvals.get(ann, mine.id)).status).toBe('denied')
  })

  it('another decision is told what was decided', async () => {
    const { approvals, mine } = await setUp()
    const late = await approvals.decide(ann, mine.id, { ...deny(mine), verdict: 'allow-once' })
    expect(codeOf(late)).toBe('already_decided')
    expect(late).toMatchObject({ approval: { status: 'denied' } })
  })
})
