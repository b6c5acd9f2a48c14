// I10: a write whose outcome is unknown. What is answered is what happened, found by reading again, never guessed.
import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports.ts'
import { allow, ann, bob, bot, codeOf, createWorld, deny, draft, must } from './world.ts'

type Fault = 'commits, then fails' | 'fails without committing'

/** A world whose next writes have these faults, one each. */
function faulty() {
  const faults: Fault[] = []
  let meanwhile = async () => {}
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    const fault = faults.shift()
    if (fault === undefined) return work()
    if (fault === 'commits, then fails') await work()
    // What others do before the failure is heard of.
    const others = meanwhile
    meanwhile = async () => {}
    await others()
    throw new Error('connection cut')
  }
  const wrap = (inner: Store): Store => ({
    ...inner,
    create: (...args) => write(() => inner.create(...args)),
    commit: (...args) => write(() => inner.commit(...args)),
  })
  return {
    ...createWorld({ store: wrap }),
    fail: (...next: readonly Fault[]) => faults.push(...next),
    meanwhile: (work: () => Promise<void>) => (meanwhile = work),
  }
}

const faults: readonly Fault[] = ['commits, then fails', 'fails without committing']

describe('I10: a decision whose write fails', () => {
  it.each(faults)('%s: is answered as it is', async (fault) => {
    const world = faulty()
    const mine = await world.ask()
    world.fail(fault)
    const decided = must(await world.approvals.decide(ann, mine.id, allow(mine)))
    expect(decided).toMatchObject({ status: 'approved', version: 2, votes: [{ reviewer: 'ann' }] })
    expect(await world.stored(mine.id)).toEqual(decided)
  })

  it.each(faults)('%s: under If-Match as well', async (fault) => {
    const world = faulty()
    const mine = await world.ask()
    world.fail(fault)
    // Its own move must not be taken for another's.
    expect(must(await world.approvals.decide(ann, mine.id, allow(mine), 1))).toMatchObject({ version: 2 })
  })

  it('loses to another that came in between, and is told which', async () => {
    const world = faulty()
    const mine = await world.ask()
    world.fail('fails without committing')
    world.meanwhile(async () => void must(await world.approvals.decide(bob, mine.id, deny(mine))))
    expect(await world.approvals.decide(ann, mine.id, allow(mine))).toMatchObject({
      code: 'already_decided',
      approval: { status: 'denied' },
    })
  })

  it('is still answered as won after others have moved on', async () => {
    const world = faulty()
    const mine = await world.ask()
    world.fail('commits, then fails')
    world.meanwhile(async () => void must(await world.approvals.start(bot, mine.id, mine.digest)))
    expect(must(await world.approvals.decide(ann, mine.id, allow(mine))).status).toBe('started')
  })

  it('I6: is an error, and no answer, where the store goes on failing', async () => {
    const world = faulty()
    const mine = await world.ask()
    world.fail(...Array.from({ length: 100 }, () => 'fails without committing' as const))
    await expect(world.approvals.decide(ann, mine.id, allow(mine))).rejects.toMatchObject({
      name: 'HoldpointError',
      code: 'unavailable',
    })
    expect((await world.stored(mine.id)).status).toBe('pending')
  })
})

describe('I2 I10: a start whose write fails', () => {
  it.each(faults)('%s: hands out the ticket that is stored, and no other', async (fault) => {
    const world = faulty()
    const mine = await world.ask()
    must(await world.approvals.decide(ann, mine.id, allow(mine)))
    world.fail(fault)
    const { ticket } = must(await world.approvals.start(bot, mine.id, mine.digest))
    expect((await world.stored(mine.id)).ticket).toBe(ticket)
    expect(codeOf(await world.approvals.start(bot, mine.id, mine.digest))).toBe('already_started')
    expect(must(await world.approvals.finish(bot, mine.id, { ticket, outcome: 'succeeded' })).status).toBe('succeeded')
  })

  it('hands out none where another start came in between', async () => {
    const world = faulty()
    const mine = await world.ask()
    must(await world.approvals.decide(ann, mine.id, allow(mine)))
    let other: string | undefined
    world.fail('fails without committing')
    world.meanwhile(async () => {
      other = must(await world.approvals.start(bot, mine.id, mine.digest)).ticket
    })
    expect(codeOf(await world.approvals.start(bot, mine.id, mine.digest))).toBe('already_started')
    expect((await world.stored(mine.id)).ticket).toBe(other)
  })
})

describe('I10: a request whose write fails', () => {
  it('is answered as made where it was made', async () => {
    const world = faulty()
    world.fail('commits, then fails')
    const made = must(await world.approvals.request(bot, draft))
    expect(made.created).toBe(true)
    expect(await world.stored(made.approval.id)).toEqual(made.approval)
  })

  it('under an Idempotency-Key is made once, however it fails', async () => {
    for (const fault of faults) {
      const world = faulty()
      world.fail(fault)
      const key = { idempotencyKey: 'k' }
      const first = await world.approvals.request(bot, draft, key).catch((error: unknown) => error)
      if (fault === 'fails without committing') expect(first).toMatchObject({ code: 'unavailable' })
      const second = must(await world.approvals.request(bot, draft, key))
      expect(second.created).toBe(fault === 'fails without committing')
      const page = must(await world.approvals.list(bot, { limit: 10 }))
      expect(page.items.map(({ id }) => id)).toEqual([second.approval.id])
    }
  })

  it('I6: is an error where nothing was made', async () => {
    const world = faulty()
    world.fail('fails without committing')
    await expect(world.approvals.request(bot, draft)).rejects.toMatchObject({ code: 'unavailable' })
    expect(must(await world.approvals.list(bot, { limit: 10 })).items).toEqual([])
  })
})

describe('I17: a record that this version does not understand', () => {
  it.each([
    ['a newer form', { schema: 2 }],
    ['an unknown status', { status: 'quarantined' }],
    ['an unknown field', { quorum: 3 }],
    ['no JSON', { body: '{' }],
  ] as const)('(%s) is held: not decided, started, listed, shown or rewritten', async (_, change) => {
    const world = createWorld()
    const mine = await world.ask()
    const record = await world.inner.read('approvals', mine.id)
    if (!record) throw new Error('no record')
    const { schema = 1, body, ...fields } = change as { schema?: number; body?: string }
    const strange = body ?? JSON.stringify({ ...(JSON.parse(record.body) as object), ...fields })
    await world.inner.commit({ ...record, rev: 2, schema, body: strange }, 1)
    const codes = [
      await world.approvals.get(ann, mine.id),
      await world.approvals.decide(ann, mine.id, allow(mine)),
      await world.approvals.start(bot, mine.id, mine.digest),
      await world.approvals.cancel(bot, mine.id),
      await world.approvals.answer('hitl-sh', mine.id, { event: 'timed-out', remoteId: 'r' }, true),
    ].map(codeOf)
    expect(codes).toEqual(codes.map(() => 'unreadable_record'))
    expect(must(await world.approvals.list(ann, { limit: 10 })).items).toEqual([])
    expect(await world.inner.read('approvals', mine.id)).toMatchObject({ rev: 2, body: strange })
  })
})
