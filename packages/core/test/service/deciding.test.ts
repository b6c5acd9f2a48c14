// Deciding through the service: who sees what, races, and the clock that judges.
import { describe, expect, it } from 'vitest'
import type { Approval } from '../../src/domain/approval.ts'
import type { Json } from '../../src/domain/json.ts'
import { opposed } from './opposed.ts'
import { allow, ann, asking, bob, bot, codeOf, createWorld, deny, draft, must, principal, reviewer } from './world.ts'

describe('whose approval it is', () => {
  it('I26: another requester’s, and another loop’s, look like ones that do not exist', async () => {
    const { approvals, ask, stored } = createWorld()
    const mine = await ask()
    const before = await stored(mine.id)
    const stranger = principal('key:stranger')
    const elsewhere = principal('key:bot', { scopes: ['request', 'decide'], loops: ['other'] })
    const nothing = await approvals.get(bot, 'ap_nothing')
    expect(nothing).toMatchObject({ ok: false, code: 'not_found' })
    for (const who of [stranger, elsewhere]) {
      const answers = [
        await approvals.get(who, mine.id),
        await approvals.wait(who, mine.id, { timeoutMs: 0 }),
        await approvals.decide(who, mine.id, allow(mine)),
        await approvals.cancel(who, mine.id),
        await approvals.start(who, mine.id, mine.digest),
        await approvals.finish(who, mine.id, { ticket: 't', outcome: 'succeeded' }),
      ]
      for (const answer of answers) expect(answer).toEqual(nothing)
    }
    expect(await stored(mine.id)).toEqual(before)
  })

  it('found but beyond one’s scope is forbidden', async () => {
    const { approvals, ask, stored } = createWorld()
    const mine = await ask()
    expect(codeOf(await approvals.decide(bot, mine.id, allow(mine)))).toBe('forbidden')
    expect(codeOf(await approvals.cancel(ann, mine.id))).toBe('forbidden')
    expect(codeOf(await approvals.start(ann, mine.id, mine.digest))).toBe('forbidden')
    expect(codeOf(await approvals.get(ann, mine.id))).toBe('ok')
    expect((await stored(mine.id)).version).toBe(1)
  })

  it('I24: whoever asked can’t decide, with whatever scopes', async () => {
    const { approvals, ask } = createWorld()
    const both = principal('key:bot', { scopes: ['request', 'decide', 'admin', 'rules'] })
    const mine = await ask({}, both)
    expect(codeOf(await approvals.decide(both, mine.id, allow(mine)))).toBe('self_review')
  })

  it('I26: lists show one’s own, or those of one’s loop', async () => {
    const { approvals, ask, clock } = createWorld()
    const stranger = principal('key:stranger')
    const mine = await ask()
    await clock.advance(1)
    const theirs = await ask({}, stranger)
    await approvals.request(bot, { ...draft, loop: 'other' })
    const ids = async (who: typeof bot, filter: Partial<Parameters<typeof approvals.list>[1]> = {}) =>
      must(await approvals.list(who, { limit: 100, ...filter })).items.map((item) => item.id)
    expect(await ids(bot)).toEqual([mine.id])
    expect(await ids(bot, { requester: stranger.id })).toEqual([])
    expect(await ids(ann)).toEqual([theirs.id, mine.id])
    expect(await ids(ann, { requester: bot.id })).toEqual([mine.id])
    expect(codeOf(await approvals.list(reviewer('x'), { limit: 1, loop: 'nowhere' }))).toBe('not_found')
    expect(codeOf(await approvals.list(principal('x', { scopes: ['admin'] }), { limit: 1 }))).toBe('forbidden')
  })

  it('lists overdue ones under what they have become', async () => {
    const { approvals, ask, clock } = createWorld()
    const mine = await ask()
    await clock.advance(60_000)
    expect(must(await approvals.list(bot, { limit: 10, status: 'pending' })).items).toEqual([])
    expect(must(await approvals.list(bot, { limit: 10, status: 'expired' })).items).toMatchObject([
      { id: mine.id, status: 'expired' },
    ])
  })
})

describe('two opposite decisions at the same instant', () => {
  it('I4 I5: one wins, and the other is told which, 200 times', async () => {
    const { approvals } = createWorld()
    const wins = await opposed(approvals, 200)
    expect(wins.allow + wins.deny).toBe(200)
  })

  it('I4: the same decision again gets the same answer', async () => {
    const { approvals, ask, stored } = createWorld()
    const mine = await ask()
    const answers = await Promise.all(Array.from({ length: 20 }, () => approvals.decide(ann, mine.id, allow(mine))))
    for (const answer of answers) expect(must(answer)).toMatchObject({ status: 'approved', version: 2 })
    expect(await stored(mine.id)).toMatchObject({ version: 2, votes: [{ reviewer: 'ann' }] })
  })

  it('I24: of many votes at once none is lost and none counted twice', async () => {
    const thresholds = { approve: 10, deny: 3, reviewers: ['*'], separateRequester: true } as const
    const terms = { ...thresholds, reasonRequired: 'never', verdicts: ['allow-once', 'allow-always', 'deny'] } as const
    const { approvals, ask } = createWorld({ settings: { loops: { default: { thresholds: terms, channels: [] } } } })
    const mine = await ask()
    const nine = Array.from({ length: 18 }, (_, n) => approvals.decide(reviewer(`r${n % 9}`), mine.id, allow(mine)))
    await Promise.all(nine)
    const { status, votes } = must(await approvals.get(bot, mine.id))
    expect({ status, votes: votes.length }).toEqual({ status: 'pending', votes: 9 })
    expect(must(await approvals.decide(reviewer('tenth'), mine.id, allow(mine))).status).toBe('approved')
  })
})

describe('what a decision is on', () => {
  it('I21: another digest is refused and changes nothing', async () => {
    const { approvals, ask, stored } = createWorld()
    const mine = await ask()
    const before = await stored(mine.id)
    const other = `sha256:${'0'.repeat(64)}` as const
    expect(codeOf(await approvals.decide(ann, mine.id, { verdict: 'deny', digest: other }))).toBe('digest_mismatch')
    expect(await stored(mine.id)).toEqual(before)
  })

  it('I18: an edit that can’t be made is refused, not dropped', async () => {
    const { approvals, ask } = createWorld()
    const mine = await ask()
    const edited = { ...allow(mine), input: null as Json }
    expect(await approvals.decide(ann, mine.id, edited)).toMatchObject({ code: 'edit_not_allowed', field: 'input' })
    expect(must(await approvals.get(bot, mine.id)).status).toBe('pending')
  })

  it('a version that is not the present one is refused', async () => {
    const { approvals, ask } = createWorld()
    const mine = await ask()
    expect(codeOf(await approvals.decide(ann, mine.id, allow(mine), 2))).toBe('precondition_failed')
    expect(must(await approvals.decide(ann, mine.id, allow(mine), 1)).status).toBe('approved')
  })
})

describe('the clock that judges', () => {
  it('I8: is the store’s, inside the write: a decision that comes late by the write is late', async () => {
    let jumpMs = 0
    const { approvals, ask, clock, stored } = createWorld({
      store: (inner, time) => ({
        ...inner,
        async commit(...args) {
          // Time passes between the judging and the writing.
          await time.advance(jumpMs)
          return inner.commit(...args)
        },
      }),
    })
    const mine = await ask()
    await clock.advance(59_999)
    jumpMs = 1
    const late = await approvals.decide(ann, mine.id, allow(mine))
    expect(late).toMatchObject({ ok: false, code: 'expired', approval: { status: 'expired' } })
    expect(await stored(mine.id)).toMatchObject({ status: 'pending', votes: [] })
  })

  it.each([
    [-1, 'ok'],
    [0, 'expired'],
    [1, 'expired'],
  ])('I8: a decision %d ms from the expiry: %s, though nothing has swept', async (offsetMs, code) => {
    const { approvals, ask, clock } = createWorld()
    const mine = await ask()
    await clock.advance(60_000 + offsetMs)
    expect(codeOf(await approvals.decide(ann, mine.id, allow(mine)))).toBe(code)
  })

  it('I1: a start is judged inside the write as well', async () => {
    let jumpMs = 0
    const { approvals, ask, clock } = createWorld({
      store: (inner, time) => ({
        ...inner,
        async commit(...args) {
          await time.advance(jumpMs)
          return inner.commit(...args)
        },
      }),
    })
    const mine = await ask()
    must(await approvals.decide(ann, mine.id, allow(mine)))
    await clock.advance(9_999)
    jumpMs = 1
    expect(codeOf(await approvals.start(bot, mine.id, mine.digest))).toBe('lapsed')
  })
})

describe('a start', () => {
  const approved = async (world: ReturnType<typeof createWorld>): Promise<Approval> => {
    const mine = await world.ask()
    return must(await world.approvals.decide(ann, mine.id, allow(mine)))
  }

  it('I2: is handed out once among fifty callers', async () => {
    const world = createWorld()
    const mine = await approved(world)
    const starts = await Promise.all(Array.from({ length: 50 }, () => world.approvals.start(bot, mine.id, mine.digest)))
    const won = starts.filter((result) => result.ok)
    expect(won).toHaveLength(1)
    const [first] = won
    expect(starts.filter((result) => !result.ok && result.code === 'already_started')).toHaveLength(49)
    expect((await world.stored(mine.id)).ticket).toBe(first?.ok && first.value.ticket)
  })

  it('I1: of anything but an approved one is refused', async () => {
    const world = createWorld()
    const pending = await world.ask()
    expect(codeOf(await world.approvals.start(bot, pending.id, pending.digest))).toBe('not_approved')
    const denied = await world.ask()
    must(await world.approvals.decide(bob, denied.id, deny(denied)))
    expect(codeOf(await world.approvals.start(bot, denied.id, denied.digest))).toBe('denied')
    const gateways = await world.ask({ executor: 'gateway' })
    must(await world.approvals.decide(ann, gateways.id, allow(gateways)))
    expect(codeOf(await world.approvals.start(bot, gateways.id, gateways.digest))).toBe('not_yours_to_start')
  })
})

describe('a channel’s answer', () => {
  it('I7: decides nothing while its question is not recorded, however trusted', async () => {
    const { approvals, ask } = createWorld({ settings: asking('hitl-sh') })
    const mine = await ask()
    const said = { event: 'completed', remoteId: 'r', verdict: 'allow-once', reviewer: 'hitl-sh:u' } as const
    expect(must(await approvals.answer('hitl-sh', mine.id, said, true)).status).toBe('pending')
    expect(codeOf(await approvals.start(bot, mine.id, mine.digest))).toBe('not_approved')
  })
})
