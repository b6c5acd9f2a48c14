// Waiting for an approval: a hint can come at any moment, get lost, or never come; the answer is the same.
import { describe, expect, it } from 'vitest'
import type { Approval } from '../../src/domain/approval.ts'
import type { Wake } from '../../src/ports.ts'
import { allow, ann, bot, codeOf, createWorld, deny, must } from './world.ts'

/** The value of a promise if it has settled after the clock has stood still for some turns. */
async function settled<T>(world: ReturnType<typeof createWorld>, promise: Promise<T>): Promise<T | 'waiting'> {
  let found: T | 'waiting' = 'waiting'
  void promise.then((value) => (found = value))
  await world.clock.advance(0)
  return found
}

const status = (result: Awaited<ReturnType<ReturnType<typeof createWorld>['approvals']['wait']>> | 'waiting') =>
  result === 'waiting' ? result : must(result).status

const minute = { timeoutMs: 60_000 }
const deafWake: Wake = { notify() {}, subscribe: () => () => {} }

describe('a wait', () => {
  it('ends with the decision', async () => {
    const world = createWorld()
    const mine = await world.ask()
    const waiting = world.approvals.wait(bot, mine.id, minute)
    expect(await settled(world, waiting)).toBe('waiting')
    must(await world.approvals.decide(ann, mine.id, allow(mine)))
    expect(status(await settled(world, waiting))).toBe('approved')
    expect(world.clock.pending).toBe(0)
  })

  it('returns at once where there is nothing to wait for', async () => {
    const world = createWorld()
    const mine = await world.ask()
    must(await world.approvals.decide(ann, mine.id, deny(mine)))
    expect(status(await settled(world, world.approvals.wait(bot, mine.id, minute)))).toBe('denied')
    const pending = await world.ask()
    expect(status(await settled(world, world.approvals.wait(bot, pending.id, { timeoutMs: 0 })))).toBe('pending')
    expect(world.clock.pending).toBe(0)
  })

  it('I14: misses no hint that comes between its read and its waiting', async () => {
    let afterRead: (approval: Approval) => Promise<void> = async () => {}
    let mine: Approval | undefined
    const world = createWorld({
      store: (inner) => ({
        ...inner,
        async read(...args) {
          const record = await inner.read(...args)
          const hook = afterRead
          afterRead = async () => {}
          if (mine) await hook(mine)
          return record
        },
      }),
    })
    mine = await world.ask()
    // The waiter has read `pending`; the decision, and its hint, come before it goes to sleep.
    afterRead = async (approval) => void must(await world.approvals.decide(ann, approval.id, allow(approval)))
    expect(status(await settled(world, world.approvals.wait(bot, mine.id, minute)))).toBe('approved')
  })

  it('answers the pending approval at its time-out, and not before', async () => {
    const world = createWorld()
    const mine = await world.ask()
    const waiting = world.approvals.wait(bot, mine.id, { timeoutMs: 5_000 })
    await world.clock.advance(4_999)
    expect(await settled(world, waiting)).toBe('waiting')
    await world.clock.advance(1)
    expect(status(await settled(world, waiting))).toBe('pending')
    expect(world.clock.pending).toBe(0)
  })

  it('I8: ends at the expiry, though nothing has swept', async () => {
    const world = createWorld()
    const mine = await world.ask()
    const waiting = world.approvals.wait(bot, mine.id, { timeoutMs: 3_600_000 })
    await world.clock.advance(59_999)
    expect(await settled(world, waiting)).toBe('waiting')
    await world.clock.advance(1)
    expect(status(await settled(world, waiting))).toBe('expired')
  })

  it('ends when it is aborted, before it begins or while it waits', async () => {
    const world = createWorld()
    const mine = await world.ask()
    const abort = new AbortController()
    const waiting = world.approvals.wait(bot, mine.id, { ...minute, signal: abort.signal })
    expect(await settled(world, waiting)).toBe('waiting')
    abort.abort()
    expect(status(await settled(world, waiting))).toBe('pending')
    const late = world.approvals.wait(bot, mine.id, { ...minute, signal: abort.signal })
    expect(status(await settled(world, late))).toBe('pending')
    expect(world.clock.pending).toBe(0)
  })

  it('ends when the service is closed, and does not begin after', async () => {
    const world = createWorld()
    const mine = await world.ask()
    const waits = Array.from({ length: 10 }, () => world.approvals.wait(bot, mine.id, minute))
    await world.clock.advance(0)
    world.approvals.close()
    for (const waiting of waits) expect(status(await settled(world, waiting))).toBe('pending')
    expect(status(await settled(world, world.approvals.wait(bot, mine.id, minute)))).toBe('pending')
    expect(world.clock.pending).toBe(0)
  })

  it('I14: without any hint, ends by the next look', async () => {
    const world = createWorld({ approvals: { wake: deafWake, pollMs: 500 } })
    const mine = await world.ask()
    const waiting = world.approvals.wait(bot, mine.id, minute)
    await world.clock.advance(100)
    must(await world.approvals.decide(ann, mine.id, allow(mine)))
    expect(await settled(world, waiting)).toBe('waiting')
    await world.clock.advance(400)
    expect(status(await settled(world, waiting))).toBe('approved')
  })

  it('I14: told that hints may have been lost, everyone looks again at once', async () => {
    let missed = () => {}
    const subscribe: Wake['subscribe'] = (_, told = () => {}) => {
      missed = told
      return () => {}
    }
    const world = createWorld({ approvals: { wake: { notify() {}, subscribe } } })
    const [mine, other] = [await world.ask(), await world.ask()]
    const waiting = world.approvals.wait(bot, mine.id, minute)
    const alsoWaiting = world.approvals.wait(bot, other.id, minute)
    await world.clock.advance(0)
    must(await world.approvals.decide(ann, mine.id, allow(mine)))
    expect(await settled(world, waiting)).toBe('waiting')
    missed()
    expect(status(await settled(world, waiting))).toBe('approved')
    expect(await settled(world, alsoWaiting)).toBe('waiting')
    world.approvals.close()
  })

  it('I14: hints about others, and repeated ones, end nothing', async () => {
    const world = createWorld()
    const mine = await world.ask()
    const other = await world.ask()
    const waiting = world.approvals.wait(bot, mine.id, minute)
    await world.clock.advance(0)
    must(await world.approvals.decide(ann, other.id, allow(other)))
    for (let n = 0; n < 100; n++) world.wake.notify(mine.id)
    expect(await settled(world, waiting)).toBe('waiting')
    must(await world.approvals.cancel(bot, mine.id))
    expect(status(await settled(world, waiting))).toBe('cancelled')
  })

  it('I22: a thousand at once each get their own', async () => {
    const world = createWorld({ settings: { maxPending: 1_000 } })
    const all = await Promise.all(Array.from({ length: 1_000 }, () => world.ask()))
    const waits = all.map((approval) => world.approvals.wait(bot, approval.id, minute))
    await world.clock.advance(0)
    await Promise.all(
      all.map((approval, n) =>
        world.approvals.decide(ann, approval.id, n % 3 === 0 ? allow(approval) : deny(approval)),
      ),
    )
    const results = (await Promise.all(waits)).map(must)
    expect(results.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    results.forEach((result, n) => expect(result.status).toBe(n % 3 === 0 ? 'approved' : 'denied'))
    expect(world.clock.pending).toBe(0)
  })

  it('may wait for the end of the run instead of the decision', async () => {
    const world = createWorld()
    const mine = await world.ask()
    const waiting = world.approvals.wait(bot, mine.id, { ...minute, until: () => false })
    must(await world.approvals.decide(ann, mine.id, allow(mine)))
    const { ticket } = must(await world.approvals.start(bot, mine.id, mine.digest))
    expect(await settled(world, waiting)).toBe('waiting')
    must(await world.approvals.finish(bot, mine.id, { ticket, outcome: 'succeeded' }))
    expect(status(await settled(world, waiting))).toBe('succeeded')
  })

  it('rejects, and leaves nothing behind, when the store fails', async () => {
    let down = false
    const world = createWorld({
      store: (inner) => ({
        ...inner,
        read: (...args) => (down ? Promise.reject(new Error('disk on fire')) : inner.read(...args)),
      }),
    })
    const mine = await world.ask()
    const waiting = world.approvals.wait(bot, mine.id, minute)
    const failure = expect(waiting).rejects.toMatchObject({ code: 'unavailable' })
    await world.clock.advance(0)
    down = true
    world.wake.notify(mine.id)
    await failure
    expect(world.clock.pending).toBe(0)
    down = false
    expect(codeOf(await world.approvals.get(bot, mine.id))).toBe('ok')
  })
})
