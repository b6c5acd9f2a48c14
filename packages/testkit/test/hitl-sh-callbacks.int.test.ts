// The stand-in calls back as HITL.sh documents it, and fails as told.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStandInBench, type StandInBench } from './stand-in-bench.ts'

let bench: StandInBench
beforeEach(async () => {
  bench = await openStandInBench()
})
afterEach(() => bench.close())

describe('callbacks', () => {
  it('reports an answer in the flat form', async () => {
    const id = await bench.createdId()
    expect(await bench.standIn.answer(id, 'allow-once')).toEqual({ delivered: true, statuses: [200] })
    const [first] = bench.received
    expect(first).toMatchObject({ path: '/callback', contentType: 'application/json' })
    expect(Object.keys(first?.body ?? {}).toSorted()).toEqual([
      'created_at',
      'event',
      'loop_id',
      'request_id',
      'response_at',
      'response_by',
      'response_data',
      'response_time_seconds',
      'status',
    ])
    expect(first?.body).toMatchObject({
      event: 'request.completed',
      request_id: id,
      loop_id: bench.standIn.loopId,
      status: 'completed',
      response_data: { selected_value: 'allow-once' },
      response_by: bench.standIn.members[0],
    })
    expect(bench.standIn.requests()[0]).toMatchObject({
      status: 'completed',
      response_by: bench.standIn.members[0]?.user_id,
    })
  })

  it.each([
    ['labelled', { selected_value: 'deny', selected_label: 'Deny' }],
    ['bare', 'deny'],
  ] as const)('reports an answer %s', async (shape, response_data) => {
    await bench.standIn.answer(await bench.createdId(), 'deny', { shape })
    expect(bench.received[0]?.body.response_data).toEqual(response_data)
  })

  it('takes one answer, and only an offered one', async () => {
    const id = await bench.createdId()
    await expect(bench.standIn.answer(id, 'ALLOW-ONCE')).rejects.toThrow(/does not offer/)
    await bench.standIn.answer(id, 'deny')
    await expect(bench.standIn.answer(id, 'deny')).rejects.toThrow(/is completed/)
  })

  it('reports time-outs both ways that the documents have, and cancellations', async () => {
    await bench.standIn.timeout(await bench.createdId())
    await bench.standIn.timeout(await bench.createdId(), 'completed')
    await bench.standIn.cancelByService(await bench.createdId())
    const shown = bench.received.map(({ body }) => [body.event, body.status, body.response_data, body.response_by])
    expect(shown).toEqual([
      ['request.timeout', 'timeout', null, null],
      ['request.completed', 'completed', { selected_value: 'deny' }, null],
      ['request.cancelled', 'cancelled', null, null],
    ])
  })

  it('tries again up to three times where the answer is no 2xx', async () => {
    bench.answers.push(500, 404, 200)
    expect(await bench.standIn.answer(await bench.createdId(), 'deny')).toEqual({
      delivered: true,
      statuses: [500, 404, 200],
    })
    bench.answers.push(500, 500, 500, 500, 200)
    const gone = await bench.standIn.answer(await bench.createdId(), 'deny')
    expect(gone).toEqual({ delivered: false, statuses: [500, 500, 500, 500] })
  })

  it('sends what it is told, where it is told', async () => {
    const id = await bench.createdId()
    await bench.standIn.callback(id, {
      event: 'request.completed',
      status: 'completed',
      loop_id: undefined,
      response_data: true,
    })
    expect(bench.received[0]?.body).toMatchObject({ request_id: id, response_data: true })
    expect(bench.received[0]?.body).not.toHaveProperty('loop_id')
    await bench.standIn.callback(id, '{"status":"a","status":"b"}', {
      url: `${bench.callbackUrl}/other`,
      contentType: 'text/plain',
    })
    expect(bench.received[1]).toMatchObject({ path: '/callback/other', contentType: 'text/plain' })
    expect(bench.standIn.requests()[0]?.status).toBe('pending')
  })

  it('reports a receiver that is gone', async () => {
    const id = await bench.createdId()
    const report = await bench.standIn.callback(id, {}, { url: 'http://127.0.0.1:9/' })
    expect(report).toEqual({ delivered: false, statuses: [0, 0, 0, 0] })
  })
})

describe('misbehaviour', () => {
  it('calls back before it bench.answers the create', async () => {
    bench.standIn.misbehave({ callbackBeforeAnswer: 'allow-once' })
    let before = -1
    const creating = bench.create().then((answer) => {
      before = bench.received.length
      return answer
    })
    expect((await creating).status).toBe(201)
    expect(before).toBe(1)
    expect(bench.received[0]?.body).toMatchObject({
      event: 'request.completed',
      response_data: { selected_value: 'allow-once' },
    })
  })

  it('creates nothing behind an error or a reset, and something behind a lost answer', async () => {
    bench.standIn.misbehave({ create: { status: 503 } })
    expect(await bench.create()).toMatchObject({ status: 503, json: { error: true } })
    bench.standIn.misbehave({ create: 'reset' })
    await expect(bench.create()).rejects.toThrow()
    expect(bench.standIn.requests()).toHaveLength(0)
    bench.standIn.misbehave({ create: 'lose-answer' })
    await expect(bench.create()).rejects.toThrow()
    expect(bench.standIn.requests()).toHaveLength(1)
  })

  it('behaves again after so many times', async () => {
    bench.standIn.misbehave({ all: { status: 500 }, times: 2 })
    expect((await bench.call('GET', '/test')).status).toBe(500)
    expect((await bench.call('GET', '/test')).status).toBe(500)
    expect((await bench.call('GET', '/test')).status).toBe(200)
  })

  it('closes though a call hangs', async () => {
    bench.standIn.misbehave({ all: 'hang' })
    const hanging = bench.call('GET', '/test')
    const failed = expect(hanging).rejects.toThrow()
    while (bench.standIn.calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await bench.standIn.close()
    await failed
  })
})
