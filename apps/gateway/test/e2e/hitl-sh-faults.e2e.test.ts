// HITL.sh failing in every way: what is held stays held, and stays decidable here.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Misbehaviour } from '@holdpoint/testkit'
import { eventually } from './eventually.ts'
import { decide, hold, message, read, timesDelivered, untilStatus } from './held-message.ts'
import { openHitlShBench, questionOf, type HitlShBench } from './hitl-sh-bench.ts'

let bench: HitlShBench
beforeAll(async () => {
  bench = await openHitlShBench()
})
afterEach(() => bench.standIn.misbehave({}))
afterAll(() => bench.close())

const createCalls = () => bench.standIn.calls().filter(({ operation }) => operation === 'create').length

describe('while HITL.sh', () => {
  it.each<[name: string, misbehaviour: Misbehaviour]>([
    ['answers 500', { create: { status: 500 } }],
    ['answers 429', { create: { status: 429 } }],
    ['answers garbage', { create: 'garbage' }],
    ['answers 2 MiB', { create: 'huge' }],
    ['says that it failed, with 200', { create: 'error-flag' }],
    ['redirects elsewhere', { create: 'redirect' }],
    ['cuts the connection', { create: 'reset' }],
    ['answers nothing at all', { all: 'hang' }],
  ])('%s, nothing is sent, and it is decided in the inbox (I6, I13)', async (_, misbehaviour) => {
    const { gateway, standIn, bot } = bench
    standIn.misbehave(misbehaviour)
    const before = createCalls()
    const approval = await hold(bot, message('needs a human'))
    await eventually('HITL.sh was asked', () => createCalls() > before)
    expect(await read(gateway, approval.id)).toMatchObject({ status: 'pending', votes: [] })
    expect(await timesDelivered(gateway, approval.id)).toBe(0)
    expect((await decide(gateway.operator, approval, 'allow-once')).status).toBe(200)
    await untilStatus(gateway, approval.id, 'succeeded')
    expect(await timesDelivered(gateway, approval.id)).toBe(1)
  })
})

describe('once HITL.sh is well again', () => {
  it.each<[name: string, misbehaviour: Misbehaviour]>([
    ['after a 500', { create: { status: 500 }, times: 1 }],
    ['after an answer that was lost', { create: 'lose-answer', times: 1 }],
  ])('%s, it is asked, and only once', async (_, misbehaviour) => {
    const { gateway, standIn, bot } = bench
    standIn.misbehave(misbehaviour)
    const approval = await hold(bot, message('again'))
    const question = await questionOf(standIn, gateway, approval.id)
    const same = standIn.requests().filter(({ callback_url }) => callback_url === question.callback_url)
    expect(same).toHaveLength(1)
    await standIn.answer(question.id, 'allow-once')
    await untilStatus(gateway, approval.id, 'succeeded')
    expect(await timesDelivered(gateway, approval.id)).toBe(1)
  })

  it('an answer that could not be read back at first still counts (I9)', async () => {
    const { gateway, standIn, ask } = bench
    const { approval, question } = await ask('read it again')
    standIn.misbehave({ read: { status: 500 }, times: 1 })
    expect((await standIn.answer(question.id, 'allow-once')).statuses).toEqual([200])
    expect(await read(gateway, approval.id)).toMatchObject({ status: 'pending' })
    await untilStatus(gateway, approval.id, 'succeeded')
    expect(await timesDelivered(gateway, approval.id)).toBe(1)
  })

  it('an answer that was heard survives kill -9 before it could be read back (I9, I11)', async () => {
    const { gateway, standIn, ask } = bench
    const { approval, question } = await ask('heard')
    standIn.misbehave({ read: { status: 500 } })
    expect((await standIn.answer(question.id, 'allow-once')).statuses).toEqual([200])
    // While the first try is under way it is leased, and would wait for the lease's end.
    const isFirstFailure = (line: string) => line.includes('confirm retry') && line.includes(approval.id)
    await eventually('reading it back has failed', () => gateway.stderr().split('\n').some(isFirstFailure))
    await gateway.kill()
    standIn.misbehave({})
    await gateway.start()
    await untilStatus(gateway, approval.id, 'succeeded')
    expect(await timesDelivered(gateway, approval.id)).toBe(1)
  })
})
