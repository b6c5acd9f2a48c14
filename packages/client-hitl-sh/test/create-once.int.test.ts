// A create whose answer was lost isn't repeated blindly; of two that are there all the same, one is taken back.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHitlShClient, createRequestOnce } from '../src/index.ts'
import { openBench, type Bench } from './channel-bench.ts'
import { again, approvalOf, askOf } from './samples.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const body = {
  processing_type: 'deferred',
  type: 'markdown',
  priority: 'low',
  request_text: 'How many?',
  response_type: 'number',
  response_config: { max_value: 9 },
  default_response: 0,
  platform: 'api',
} as const
const create = (tries: number) =>
  createRequestOnce(
    createHitlShClient({ apiKey: bench.standIn.apiKey, baseUrl: bench.standIn.url }),
    bench.standIn.loopId,
    body,
    { marker: { mine: 'one' }, tries },
  )

it.each(['lose-answer', 'garbage'] as const)('finds what an attempt left there: %s', async (fault) => {
  bench.standIn.misbehave({ create: fault, times: 1 })
  const created = await create(3)
  expect(bench.standIn.requests()).toHaveLength(1)
  expect(created).toMatchObject({ ok: true, value: { request_id: bench.standIn.requests()[0]?.id, duplicates: [] } })
})

it('tries again where surely nothing was taken, and only as often as it may', async () => {
  bench.standIn.misbehave({ create: { status: 503 }, times: 1 })
  expect((await create(2)).ok).toBe(true)
  bench.standIn.misbehave({ create: { status: 503 } })
  expect(await create(1)).toMatchObject({ ok: false, status: 503 })
  expect(bench.standIn.requests()).toHaveLength(1)
})

it('I22: the channel records one of two and cancels the other', async () => {
  const approval = approvalOf()
  await bench.asked()
  // A create that was still on its way when the list was read.
  await bench.asked()
  const delivery = await bench.channelOf().ask(askOf(approval), approval, again())
  const statuses = bench.standIn.requests().map(({ status }) => status)
  expect(statuses.toSorted()).toEqual(['cancelled', 'pending'])
  const live = bench.standIn.requests().find(({ status }) => status === 'pending')
  expect(delivery).toMatchObject({ then: 'delivered', command: { type: 'record-ask', remoteId: live?.id } })
  expect(bench.log.lines.join()).toContain('the same question was at HITL.sh twice')
})
