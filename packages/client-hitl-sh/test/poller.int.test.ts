// Answers whose callbacks never came are found by looking, seldom, and handed on as hints.
import type { Answer, Approval, OpenAsk } from '@holdpoint/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHitlShClient, createHitlShPoller } from '../src/index.ts'
import { openBench, type Bench } from './channel-bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

function poller(asks: readonly OpenAsk[], changes: { now?: () => number; intervalMs?: number } = {}) {
  const heard: [string, Answer][] = []
  const client = createHitlShClient({ apiKey: bench.standIn.apiKey, baseUrl: bench.standIn.url })
  const made = createHitlShPoller({
    client,
    openAsks: async () => asks,
    hear: async (approval, answer) => heard.push([approval, answer]),
    log: bench.log,
    patienceMs: 1000,
    now: () => Date.now() + 5000,
    ...changes,
  })
  return { heard, ...made }
}

const openAsk = ({ id, asks: [ask] }: Approval): OpenAsk => {
  if (!ask) throw new Error('it was not asked')
  const { channel, remoteId, remoteLoop, verdicts } = ask
  return {
    approval: id,
    channel,
    remoteId,
    verdicts,
    askedAt: Date.now(),
    ...(remoteLoop !== undefined && { remoteLoop }),
  }
}

const listed = () => bench.standIn.calls().filter(({ operation }) => operation === 'list').length

describe('the poller', () => {
  it('D6: finds an answer that no callback told of, with one list for all', async () => {
    const one = openAsk((await bench.asked({ id: 'a'.repeat(32) })).asked)
    const two = openAsk((await bench.asked({ id: 'b'.repeat(32) })).asked)
    await bench.standIn.answer(two.remoteId, 'deny')
    const { look, heard } = poller([one, two])
    await look()
    expect(heard).toEqual([
      [
        two.approval,
        {
          event: 'completed',
          remoteId: two.remoteId,
          remoteLoop: bench.standIn.loopId,
          verdict: 'deny',
          reviewer: `hitl-sh:${'a'.repeat(24)}`,
        },
      ],
    ])
    expect(listed()).toBe(1)
    expect(bench.log.lines.join()).toContain('server.publicUrl')
  })

  it('hands on what makes no sense three times, and then lets it be', async () => {
    const ask = openAsk((await bench.asked()).asked)
    await bench.standIn.answer(ask.remoteId, 'ALLOW', { unchecked: true })
    const { look, heard } = poller([ask])
    for (let n = 0; n < 6; n++) await look()
    expect(heard).toHaveLength(3)
    expect(heard[0]?.[1]).toEqual({ event: 'completed', remoteId: ask.remoteId, remoteLoop: bench.standIn.loopId })
    expect(listed()).toBe(3)
  })

  it('leaves a question to its callback at first, and asks nothing while none is open', async () => {
    const ask = openAsk((await bench.asked()).asked)
    await poller([]).look()
    await poller([ask], { now: Date.now }).look()
    expect(listed()).toBe(0)
  })

  it('I7: takes neither a time-out nor a cancellation for an answer', async () => {
    const one = openAsk((await bench.asked({ id: 'a'.repeat(32) })).asked)
    const two = openAsk((await bench.asked({ id: 'b'.repeat(32) })).asked)
    await bench.standIn.timeout(one.remoteId)
    await bench.standIn.cancelByService(two.remoteId)
    const { look, heard } = poller([one, two])
    await look()
    expect(heard).toEqual([])
  })

  it('I6: hears nothing from an outage, and leaves no timer behind', async () => {
    const ask = openAsk((await bench.asked()).asked)
    bench.standIn.misbehave({ all: { status: 500 } })
    const { look, heard, start, stop } = poller([ask], { intervalMs: 5 })
    await look()
    start()
    const before = bench.standIn.calls().length
    while (bench.standIn.calls().length < before + 2) await new Promise((resolve) => setTimeout(resolve, 5))
    await stop()
    expect(heard).toEqual([])
  })
})
