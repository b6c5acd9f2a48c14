// The gate: the function is called exactly when it should be, and once.
import { describe, expect, it } from 'vitest'
import type { Approval } from '../../src/domain/approval.ts'
import type { GateResult } from '../../src/gate/gate-result.ts'
import { createGate } from '../../src/gate/gate.ts'
import { allow, ann, bot, deny, everything, must, principal } from '../service/world.ts'
import { action, blocked, gated } from './gated.ts'

describe('gate.run', () => {
  it('calls the function with the approved action once it is allowed, and records how it went', async () => {
    const world = gated()
    const running = world.gate.run(action, async (approved, ticket) => {
      expect((await world.stored(ticket.approvalId)).status).toBe('started')
      expect(ticket.secret).toBe((await world.stored(ticket.approvalId)).ticket)
      return world.perform(approved)
    })
    const held = await world.held()
    expect(world.calls).toEqual([])
    must(await world.approvals.decide(ann, held.id, allow(held)))
    expect(await running).toMatchObject({ type: 'ran', value: 'sent', approval: { id: held.id, status: 'succeeded' } })
    expect(world.calls).toEqual([action])
    expect(world.clock.pending).toBe(0)
  })

  it('calls it at once where the policy allows', async () => {
    const world = gated({ settings: everything('off') })
    expect(await world.gate.run(action, world.perform)).toMatchObject({ type: 'ran', value: 'sent' })
    expect(world.calls).toEqual([action])
  })

  it('I1: does not call it when it is denied (H78415)', async () => {
    const world = gated()
    const running = world.gate.run(action, world.perform)
    const held = await world.held()
    must(await world.approvals.decide(ann, held.id, { ...deny(held), reason: 'not today' }))
    expect(await running).toMatchObject({ ...blocked('denied'), approval: { reason: 'not today' } })
    expect(world.calls).toEqual([])
  })

  it('I1: does not call it when nobody decides, for as long as the caller gave (H78415, H89938)', async () => {
    const world = gated()
    const running = world.gate.run(action, world.perform, { timeoutMs: 5_000 })
    await world.clock.advance(4_999)
    await world.held()
    await world.clock.advance(1)
    expect(await running).toMatchObject(blocked('expired'))
    expect(world.calls).toEqual([])
    expect(world.clock.pending).toBe(0)
  })

  it('waits for as long as an approval may take: thirty days', async () => {
    const world = gated()
    const running = world.gate.run(action, world.perform, { timeoutMs: 2_592_000_000 })
    await world.clock.advance(2_591_999_999)
    const held = await world.held()
    must(await world.approvals.decide(ann, held.id, allow(held)))
    expect(await running).toMatchObject({ type: 'ran' })
  })

  it('cancels the approval when it is aborted while it waits', async () => {
    const world = gated()
    const abort = new AbortController()
    const running = world.gate.run(action, world.perform, { signal: abort.signal })
    const held = await world.held()
    abort.abort()
    expect(await running).toMatchObject({ ...blocked('cancelled'), approval: { id: held.id, status: 'cancelled' } })
    expect((await world.stored(held.id)).status).toBe('cancelled')
    expect(world.calls).toEqual([])
    expect(world.clock.pending).toBe(0)
  })

  it('asks nobody when it is aborted before it begins, and does not run when aborted on the way', async () => {
    const world = gated()
    const aborted = { signal: AbortSignal.abort() }
    expect(await world.gate.run(action, world.perform, aborted)).toMatchObject(blocked('cancelled'))
    expect(must(await world.approvals.list(ann, { limit: 1 })).items).toEqual([])

    const free = gated({ settings: everything('off') })
    const abort = new AbortController()
    const running = free.gate.run(action, free.perform, { signal: abort.signal })
    abort.abort()
    expect(await running).toMatchObject(blocked('cancelled'))
    expect(free.calls).toEqual([])
  })

  it('does not run when the service is closed while it waits (P10679)', async () => {
    const world = gated()
    const running = world.gate.run(action, world.perform)
    await world.held()
    world.approvals.close()
    expect(await running).toMatchObject(blocked('unavailable'))
    expect(world.calls).toEqual([])
  })

  it.each([
    ['a key without the scope', principal('x', { scopes: ['decide'] }), action, {}, 'forbidden'],
    ['a loop it may not use', principal('x', { loops: [] }), action, {}, 'invalid_request'],
    ['a kind that is none', bot, { ...action, kind: 'Not A Kind' }, {}, 'invalid_request'],
    ['input that JSON can’t hold', bot, { ...action, input: [new Date() as never] }, {}, 'invalid_request'],
    ['a time that is none', bot, action, { timeoutMs: NaN }, 'invalid_request'],
    ['a time without end', bot, action, { timeoutMs: Infinity }, 'invalid_request'],
  ] as const)('I6: does not run with %s', async (_, who, what, options, reason) => {
    const world = gated()
    const gate = createGate({ approvals: world.approvals, principal: who })
    expect(await gate.run(what, world.perform, options)).toMatchObject(blocked(reason))
    expect(world.calls).toEqual([])
  })

  it('I22: two hundred at once each get their own decision and their own content', async () => {
    const world = gated()
    const ran: number[] = []
    const runs = Array.from({ length: 200 }, (_, n) =>
      world.gate.run({ ...action, input: { n } }, (approved) => {
        expect(approved.input).toEqual({ n })
        ran.push(n)
        return n
      }),
    )
    await world.clock.advance(0)
    const pending = { limit: 100, status: 'pending' } as const
    const first = must(await world.approvals.list(ann, pending))
    const second = must(await world.approvals.list(ann, { ...pending, ...(first.next && { after: first.next }) }))
    const all = [...first.items, ...second.items].toSorted((a, b) => a.digest.localeCompare(b.digest))
    expect(new Set(all.map(({ id }) => id)).size).toBe(200)
    const isThird = ({ action }: Approval) => (action.input as { n: number }).n % 3 === 0
    await Promise.all(all.map((it) => world.approvals.decide(ann, it.id, isThird(it) ? deny(it) : allow(it))))
    const results = await Promise.all(runs)
    results.forEach((result: GateResult<number>, n) =>
      expect(result).toMatchObject(n % 3 === 0 ? blocked('denied') : { type: 'ran', value: n }),
    )
    expect(ran.toSorted((a, b) => a - b)).toEqual(results.flatMap((_, n) => (n % 3 === 0 ? [] : [n])))
  })
})

describe('a function that throws', () => {
  it.each([
    ['rejects', () => Promise.reject(new RangeError('no'))],
    [
      'throws',
      () => {
        throw new RangeError('no')
      },
    ],
  ])('(%s) is recorded as failed, and its error thrown on', async (_, perform) => {
    const world = gated({ settings: everything('off') })
    await expect(world.gate.run(action, perform)).rejects.toThrow(RangeError)
    const { items } = must(await world.approvals.list(ann, { limit: 10 }))
    expect(items).toMatchObject([{ status: 'failed', outcome: 'failed' }])
  })
})
