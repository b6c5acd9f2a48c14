// The channel reads answers back from a HITL.sh stand-in before they count, and takes questions back.
import type { Answer, Approval, Ask, ConfirmEffect } from '@holdpoint/core'
import type { Misbehaviour } from '@holdpoint/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBench, type Bench } from './channel-bench.ts'
import { action, again, first } from './samples.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const confirmOf = (approval: Approval, answer: Answer): ConfirmEffect => ({
  id: `${approval.id}:2:0`,
  kind: 'confirm',
  channel: 'hitl-sh',
  answer,
})
const hintOf = ({ remoteId }: Ask): Answer => ({
  event: 'completed',
  remoteId,
  remoteLoop: bench.standIn.loopId,
  verdict: 'allow-once',
  reviewer: `hitl-sh:${'a'.repeat(24)}`,
})

describe('confirm', () => {
  it('I7, I23: turns a read-back completion into a trusted answer', async () => {
    const { asked: approval, ask } = await bench.asked()
    await bench.standIn.answer(ask.remoteId, 'allow-once')
    const delivery = await bench.channelOf().confirm(confirmOf(approval, hintOf(ask)), approval, first())
    expect(delivery).toEqual({
      then: 'delivered',
      command: { type: 'answer', channel: 'hitl-sh', trusted: true, answer: hintOf(ask) },
    })
  })

  it('believes the service, not the callback, about verdict and reviewer', async () => {
    const { asked: approval, ask } = await bench.asked()
    await bench.standIn.answer(ask.remoteId, 'deny', { shape: 'bare' })
    const forged = { ...hintOf(ask), reviewer: 'hitl-sh:somebody-else' }
    expect(await bench.channelOf().confirm(confirmOf(approval, forged), approval, first())).toMatchObject({
      then: 'delivered',
      command: { answer: { verdict: 'deny', reviewer: `hitl-sh:${'a'.repeat(24)}` } },
    })
  })

  it.each(['pending', 'claimed'])('looks again while it is still %s, ten times', async (status) => {
    const { asked: approval, ask } = await bench.asked()
    if (status === 'claimed') bench.standIn.claim(ask.remoteId)
    const effect = confirmOf(approval, hintOf(ask))
    expect(await bench.channelOf().confirm(effect, approval, again(9))).toMatchObject({ then: 'retry' })
    expect(await bench.channelOf().confirm(effect, approval, again(10))).toEqual({
      then: 'give-up',
      reason: `it is still ${status} there`,
      command: { type: 'refute', channel: 'hitl-sh', answer: hintOf(ask) },
    })
  })

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['a time-out', (id) => bench.standIn.timeout(id)],
    ['a time-out that the service completed by the default', (id) => bench.standIn.timeout(id, 'completed')],
    ['a cancellation', (id) => bench.standIn.cancelByService(id)],
    ['a value in other case', (id) => bench.standIn.answer(id, 'ALLOW-ONCE', { unchecked: true })],
    ['a label', (id) => bench.standIn.answer(id, 'Allow once', { unchecked: true, shape: 'bare' })],
    ['a list', (id) => bench.standIn.answer(id, ['allow-once'], { unchecked: true })],
    [
      'a nameless reviewer',
      (id) => bench.standIn.answer(id, 'allow-once', { reviewer: { user_id: ' ', name: 'Ada', email: '' } }),
    ],
  ])('I6, I7: refutes %s', async (_, end) => {
    const { asked: approval, ask } = await bench.asked()
    await end(ask.remoteId)
    expect(await bench.channelOf().confirm(confirmOf(approval, hintOf(ask)), approval, first())).toMatchObject({
      then: 'give-up',
      command: { type: 'refute', answer: hintOf(ask) },
    })
  })

  it('I19: refutes an allow where only deny was offered', async () => {
    const { asked: approval, ask } = await bench.asked({ action: { ...action, input: 'x'.repeat(5000) } })
    await bench.standIn.answer(ask.remoteId, 'allow-once', { unchecked: true })
    const delivery = await bench.channelOf().confirm(confirmOf(approval, hintOf(ask)), approval, first())
    expect(delivery).toMatchObject({ then: 'give-up', command: { type: 'refute' } })
  })

  it('I22: refutes another request, another loop, and an id that is no question of this approval', async () => {
    const { asked: approval, ask } = await bench.asked()
    await bench.standIn.answer(ask.remoteId, 'allow-once')
    const elsewhere: Approval = { ...approval, asks: [{ ...ask, remoteLoop: 'c'.repeat(24) }] }
    const gone: Approval = { ...approval, asks: [{ ...ask, remoteId: 'c'.repeat(24) }] }
    for (const [other, answer] of [
      [elsewhere, hintOf(ask)],
      [gone, { ...hintOf(ask), remoteId: 'c'.repeat(24) }],
      [gone, hintOf(ask)],
    ] as const)
      expect(await bench.channelOf().confirm(confirmOf(other, answer), other, first())).toMatchObject({
        then: 'give-up',
        command: { type: 'refute', answer },
      })
  })

  it.each<[string, Misbehaviour]>([
    ['500', { read: { status: 500 } }],
    ['429', { read: { status: 429 } }],
    ['nothing', { read: 'hang' }],
    ['garbage', { read: 'garbage' }],
  ])('I9: an outage (%s) loses no decision, however long', async (_, misbehaviour) => {
    const { asked: approval, ask } = await bench.asked()
    await bench.standIn.answer(ask.remoteId, 'allow-once')
    bench.standIn.misbehave(misbehaviour)
    const effect = confirmOf(approval, hintOf(ask))
    expect((await bench.channelOf({}, 100).confirm(effect, approval, again(50))).then).toBe('retry')
    bench.standIn.misbehave({})
    expect((await bench.channelOf().confirm(effect, approval, again(51))).then).toBe('delivered')
  })

  it('stops looking once the approval is over', async () => {
    const { asked: approval, ask } = await bench.asked()
    const over: Approval = { ...approval, status: 'denied' }
    const calls = bench.standIn.calls().length
    const delivery = await bench.channelOf().confirm(confirmOf(over, hintOf(ask)), over, first())
    expect(delivery).toMatchObject({ then: 'give-up', command: { type: 'refute' } })
    expect(bench.standIn.calls()).toHaveLength(calls)
  })

  it('trusts the callback, without asking, only where told to', async () => {
    const { asked: approval, ask } = await bench.asked()
    const calls = bench.standIn.calls().length
    const delivery = await bench
      .channelOf({ confirm: 'never' })
      .confirm(confirmOf(approval, hintOf(ask)), approval, first())
    expect(delivery).toMatchObject({ then: 'delivered', command: { type: 'answer', trusted: true } })
    expect(bench.standIn.calls()).toHaveLength(calls)
  })
})

it('I7: reads back what was only found by looking, also where callbacks are trusted', async () => {
  const { asked: approval, ask } = await bench.asked()
  await bench.standIn.answer(ask.remoteId, 'deny')
  const { verdict: _1, reviewer: _2, ...found } = hintOf(ask)
  const delivery = await bench.channelOf({ confirm: 'never' }).confirm(confirmOf(approval, found), approval, first())
  expect(delivery).toMatchObject({ then: 'delivered', command: { answer: { verdict: 'deny' }, trusted: true } })
})

describe('settle', () => {
  const settleOf = (approval: Approval, remoteId: string) =>
    ({ id: `${approval.id}:2:0`, kind: 'settle', channel: 'hitl-sh', remoteId }) as const

  it('takes the question back, and a second time is fine', async () => {
    const { asked: approval, ask } = await bench.asked()
    const effect = settleOf(approval, ask.remoteId)
    expect(await bench.channelOf().settle(effect, approval, first())).toEqual({ then: 'delivered' })
    expect(bench.standIn.requests()[0]?.status).toBe('cancelled')
    expect(await bench.channelOf().settle(effect, approval, again())).toEqual({ then: 'delivered' })
  })

  it('is done with one that was answered, and one that is unknown there', async () => {
    const { asked: approval, ask } = await bench.asked()
    await bench.standIn.answer(ask.remoteId, 'deny')
    expect(await bench.channelOf().settle(settleOf(approval, ask.remoteId), approval, first())).toEqual({
      then: 'delivered',
    })
    const unknown = settleOf(approval, 'c'.repeat(24))
    expect(await bench.channelOf().settle(unknown, approval, first())).toEqual({ then: 'delivered' })
  })

  it('tries again after an outage, and gives up in the end', async () => {
    const { asked: approval, ask } = await bench.asked()
    bench.standIn.misbehave({ cancel: 'hang' })
    const effect = settleOf(approval, ask.remoteId)
    expect((await bench.channelOf({}, 100).settle(effect, approval, first())).then).toBe('retry')
    expect((await bench.channelOf({}, 100).settle(effect, approval, again(8))).then).toBe('give-up')
  })

  it('gives up at once where it is refused', async () => {
    const { asked: approval, ask } = await bench.asked()
    bench.standIn.misbehave({ cancel: { status: 403 } })
    expect((await bench.channelOf().settle(settleOf(approval, ask.remoteId), approval, first())).then).toBe('give-up')
  })
})
