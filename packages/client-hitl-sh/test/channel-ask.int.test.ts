// The channel puts one question to a HITL.sh stand-in over real sockets, whatever happens on the way.
import type { Approval } from '@holdpoint/core'
import type { Misbehaviour } from '@holdpoint/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBench, recorded, type Bench } from './channel-bench.ts'
import { action, again, approvalOf, askOf, first } from './samples.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

describe('ask', () => {
  it('puts the question as documented and records what it is called there', async () => {
    const approval = approvalOf({ expiresAt: Date.now() + 300_000 })
    const delivery = await bench.channelOf().ask(askOf(approval), approval, first())
    const [request] = bench.standIn.requests()
    expect(delivery).toEqual({
      then: 'delivered',
      command: {
        type: 'record-ask',
        channel: 'hitl-sh',
        remoteId: request?.id,
        remoteLoop: bench.standIn.loopId,
        digest: approval.digest,
        verdicts: ['allow-once', 'allow-always', 'deny'],
      },
    })
    expect(request).toMatchObject({
      processing_type: 'time-sensitive',
      type: 'markdown',
      priority: 'high',
      platform: 'api',
      response_type: 'single_select',
      default_response: 'deny',
      callback_url: bench.callbackUrl + approval.id,
      context: { holdpoint: approval.id, ask: `${approval.id}:1:0`, digest: approval.digest },
      response_config: {
        required: true,
        options: [
          { value: 'allow-once', label: 'Allow once' },
          { value: 'allow-always', label: 'Allow always (counts as once here)' },
          { value: 'deny', label: 'Deny' },
        ],
      },
    })
    expect(request?.request_text).toContain('"text": "hi"')
  })

  it.each([
    ['outlives ours', 300_000, 330, 331],
    ['is at least a minute', 1000, 60, 60],
  ])('the remote time limit %s (D8)', async (_, remainingMs, least, most) => {
    const { asked: approval } = await bench.asked({ expiresAt: Date.now() + remainingMs })
    expect(approval.asks).toHaveLength(1)
    expect(bench.standIn.requests()[0]?.timeout_seconds).toBeGreaterThanOrEqual(least)
    expect(bench.standIn.requests()[0]?.timeout_seconds).toBeLessThanOrEqual(most)
  })

  it('I19: offers only deny where not all of it fits', async () => {
    const { ask } = await bench.asked({ action: { ...action, input: 'x'.repeat(5000) } })
    expect(ask.verdicts).toEqual(['deny'])
    expect(bench.standIn.requests()[0]?.response_config).toMatchObject({ options: [{ value: 'deny', label: 'Deny' }] })
  })

  it.each<[string, Partial<Approval>, RegExp]>([
    ['expired', { expiresAt: Date.now() - 1 }, /no longer pending/],
    ['cancelled', { status: 'cancelled' }, /no longer pending/],
    ['in a loop without one there', { loop: 'other' }, /no HITL\.sh loop/],
  ])('does not ask about one that is %s', async (_, changes, reason) => {
    const approval = approvalOf(changes)
    const delivery = await bench.channelOf().ask(askOf(approval), approval, first())
    expect(delivery).toMatchObject({ then: 'give-up', reason: expect.stringMatching(reason) as string })
    expect(bench.standIn.calls()).toEqual([])
  })

  it('does not ask about an action that was changed since', async () => {
    const approval = approvalOf()
    const effect = { ...askOf(approval), digest: approvalOf({ action: { ...action, input: 1 } }).digest }
    expect(await bench.channelOf().ask(effect, approval, first())).toMatchObject({ then: 'give-up' })
    expect(bench.standIn.calls()).toEqual([])
  })

  it.each<[string, Misbehaviour]>([
    ['429', { create: { status: 429 } }],
    ['500', { create: { status: 500 } }],
    ['503', { create: { status: 503 } }],
    ['nothing', { create: 'hang' }],
    ['garbage', { create: 'garbage' }],
    ['a cut connection', { create: 'reset' }],
    ['an answer that comes too late', { create: { delayMs: 2000 } }],
  ])('I6: tries again later after %s', async (_, misbehaviour) => {
    bench.standIn.misbehave(misbehaviour)
    const approval = approvalOf()
    const startedAt = performance.now()
    const delivery = await bench.channelOf({}, 200).ask(askOf(approval), approval, first())
    expect(performance.now() - startedAt).toBeLessThan(1500)
    expect(delivery.then).toBe('retry')
    expect(delivery.then === 'retry' && delivery.afterMs).toBeGreaterThanOrEqual(500)
    expect(delivery.then === 'retry' && delivery.afterMs).toBeLessThanOrEqual(60_000)
  })

  it('I11: one that waits longer than a day is asked as deferred, which lasts a month', async () => {
    await bench.asked({ expiresAt: Date.now() + 2_592_000_000 })
    expect(bench.standIn.requests()[0]).toMatchObject({ processing_type: 'deferred', timeout_seconds: 2_592_000 })
  })

  it('waits for the announced reset after the quota is used up, and gives up where it would expire before', async () => {
    await bench.close()
    bench = await openBench({ rateLimit: 0 })
    const approval = approvalOf({ expiresAt: Date.now() + 7_200_000 })
    const delivery = await bench.channelOf().ask(askOf(approval), approval, first())
    expect(delivery.then === 'retry' && delivery.afterMs).toBeGreaterThan(3_500_000)
    expect(delivery.then === 'retry' && delivery.afterMs).toBeLessThan(3_610_000)
    const short = approvalOf()
    expect(await bench.channelOf().ask(askOf(short), short, first())).toMatchObject({
      then: 'give-up',
      reason: expect.stringContaining('and it expires before') as string,
    })
  })

  it.each([400, 401, 403, 404])('I13: gives up aloud on %i', async (status) => {
    bench.standIn.misbehave({ create: { status } })
    const approval = approvalOf()
    const delivery = await bench.channelOf().ask(askOf(approval), approval, first())
    expect(delivery).toMatchObject({ then: 'give-up', reason: expect.stringContaining(String(status)) as string })
    expect(bench.log.lines.join()).toContain(approval.id)
  })

  it.each(['lose-answer', 'garbage', 'huge'] as const)(
    'does not ask twice when its answer was lost: %s',
    async (fault) => {
      bench.standIn.misbehave({ create: fault, times: 1 })
      const approval = approvalOf()
      expect((await bench.channelOf().ask(askOf(approval), approval, first())).then).toBe('retry')
      const { ask } = recorded(approval, await bench.channelOf().ask(askOf(approval), approval, again()))
      expect(bench.standIn.requests().map((request) => request.id)).toEqual([ask.remoteId])
    },
  )

  it('does not ask twice where lists leave the marker out', async () => {
    await bench.close()
    bench = await openBench({ bareLists: true })
    await bench.asked({ id: 'f'.repeat(32) })
    const approval = approvalOf()
    const { ask } = recorded(approval, await bench.channelOf().ask(askOf(approval), approval, first()))
    const { ask: found } = recorded(approval, await bench.channelOf().ask(askOf(approval), approval, again()))
    expect(found.remoteId).toBe(ask.remoteId)
    expect(bench.standIn.requests()).toHaveLength(2)
  })

  it('asks anew where what is there is about another digest or approval', async () => {
    await bench.asked({ action: { ...action, input: 'before the edit' } })
    await bench.asked({ id: 'f'.repeat(32) })
    const approval = approvalOf()
    recorded(approval, await bench.channelOf().ask(askOf(approval), approval, again()))
    expect(bench.standIn.requests()).toHaveLength(3)
  })

  it('does not ask blindly while it can’t look', async () => {
    bench.standIn.misbehave({ list: { status: 500 } })
    const approval = approvalOf()
    expect((await bench.channelOf().ask(askOf(approval), approval, again())).then).toBe('retry')
    expect(bench.standIn.requests()).toEqual([])
  })

  it('holds nobody up for longer than the time limit, over all its calls (D7, P6302)', async () => {
    bench.standIn.misbehave({ list: { delayMs: 800 }, create: 'hang' })
    const approval = approvalOf()
    const startedAt = performance.now()
    expect((await bench.channelOf({}, 1000).ask(askOf(approval), approval, again())).then).toBe('retry')
    expect(performance.now() - startedAt).toBeLessThan(1600)
  })

  it('ends at once when its signal does (D7)', async () => {
    bench.standIn.misbehave({ all: 'hang' })
    const stop = new AbortController()
    const approval = approvalOf()
    const asking = bench.channelOf().ask(askOf(approval), approval, { attempt: 1, signal: stop.signal })
    setTimeout(() => stop.abort(), 20)
    const startedAt = performance.now()
    expect((await asking).then).toBe('retry')
    expect(performance.now() - startedAt).toBeLessThan(1000)
  })

  it('I34: logs and reports neither key, secret nor content', async () => {
    bench.standIn.misbehave({ create: { status: 400 } })
    const approval = approvalOf({ action: { ...action, input: 'THE-CONTENT' } })
    const delivery = await bench.channelOf().ask(askOf(approval), approval, first())
    const said = bench.log.lines.join() + JSON.stringify(delivery)
    expect(said).not.toContain(bench.standIn.apiKey)
    expect(said).not.toContain('SECRET-OF-')
    expect(said).not.toContain('THE-CONTENT')
  })
})
