// The whole way through HITL.sh: the question, a person's answer there, the callback, the delivery.
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { eventually } from './eventually.ts'
import { decide, message, onlyPending, read, timesDelivered, untilStatus } from './held-message.ts'
import { allowed, openHitlShBench, questionOf, type HitlShBench } from './hitl-sh-bench.ts'

describe.each(['always', 'never'] as const)('with confirm: %s', (confirm) => {
  let bench: HitlShBench
  beforeAll(async () => {
    bench = await openHitlShBench(confirm)
  })
  afterAll(() => bench.close())

  it('the question says it all, and allowed there it is delivered once (I1, I2, I18)', async () => {
    const { standIn, gateway, bot } = bench
    const call = bot.post('/v1/outbound', message('Hello from the bot'), { prefer: 'wait=30' })
    const approval = await onlyPending(gateway)
    const question = await questionOf(standIn, gateway, approval.id)
    expect(question).toMatchObject({
      loop_id: standIn.loopId,
      processing_type: 'time-sensitive',
      type: 'markdown',
      response_type: 'single_select',
      response_config: {
        required: true,
        options: [
          { value: 'allow-once', label: 'Allow once' },
          { value: 'allow-always', label: 'Allow always (counts as once here)' },
          { value: 'deny', label: 'Deny' },
        ],
      },
      default_response: 'deny',
      context: { holdpoint: approval.id, digest: approval.digest },
    })
    for (const word of ['Hello from the bot', '+1555', 'key:bot', `${gateway.url}/approvals/${approval.id}`])
      expect.soft(question.request_text).toContain(word)
    expect(question.callback_url).toMatch(new RegExp(`^${gateway.url}/hitl/callback/${approval.id}\\.[\\w-]{43}$`))
    expect(await gateway.delivered()).toEqual([])

    expect(await standIn.answer(question.id, 'allow-once')).toEqual({ delivered: true, statuses: [200] })
    const answer = await call
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'ran', approval: { status: 'succeeded' } } })
    const reviewer = `hitl-sh:${standIn.members[0]?.user_id}`
    expect(answer.body.approval?.votes).toMatchObject([{ reviewer, verdict: 'allow-once', via: 'hitl-sh' }])
    expect(await timesDelivered(gateway, approval.id)).toBe(1)
    // The same callback again, as retries bring it: heard, and nothing more.
    for (let i = 0; i < 3; i += 1) expect((await standIn.callback(question.id)).statuses).toEqual([200])
    expect(await timesDelivered(gateway, approval.id)).toBe(1)
  })

  it('each approval has a callback address of its own', async () => {
    const [one, two] = [await bench.ask('one'), await bench.ask('two')]
    expect(one.question.callback_url).not.toBe(two.question.callback_url)
    expect(two.question.callback_url).toContain(two.approval.id)
  })

  it('denied there is never delivered (I1)', async () => {
    const { standIn, gateway, ask } = bench
    const { approval, question } = await ask('spam')
    expect((await standIn.answer(question.id, 'deny')).delivered).toBe(true)
    await untilStatus(gateway, approval.id, 'denied')
    expect((await decide(gateway.operator, approval, 'allow-once')).status).toBe(409)
    expect(await timesDelivered(gateway, approval.id)).toBe(0)
  })

  it('answered there before the create call has returned, it is not lost (I9, I14, D4)', async () => {
    const { standIn, gateway, bot } = bench
    standIn.misbehave({ callbackBeforeAnswer: 'allow-once', times: 1 })
    const answer = await bot.post('/v1/outbound', message('quick'), { prefer: 'wait=30' })
    expect(answer).toMatchObject({ status: 200, body: { approval: { status: 'succeeded' } } })
    expect(await timesDelivered(gateway, answer.body.approval?.id ?? '')).toBe(1)
  })

  it('a time-out there does not allow, whatever its default says, and it can still be decided (I7, D5, H89938)', async () => {
    const { standIn, gateway, ask, callBack } = bench
    const { approval, question } = await ask('silence')
    const says = { selected_value: 'allow-once' }
    await standIn.timeout(question.id)
    for (const body of [
      { event: 'request.timeout', status: 'timeout', response_data: says, response_by: null },
      { event: 'request.completed', status: 'completed', response_data: says, response_by: null },
    ])
      expect((await standIn.callback(question.id, body)).statuses).toEqual([200])
    // Not even with a reviewer's name on it, where the service itself can be asked.
    if (confirm === 'always')
      expect((await callBack(question.callback_url, allowed(question, standIn))).status).toBe(200)
    await bench.ask('a question later')
    expect(await read(gateway, approval.id)).toMatchObject({ status: 'pending', votes: [] })
    expect((await decide(gateway.operator, approval, 'deny')).status).toBe(200)
    expect(await timesDelivered(gateway, approval.id)).toBe(0)
  })

  it('decided in the inbox, the question there is taken back', async () => {
    const { standIn, gateway, ask } = bench
    const { approval, question } = await ask('decided here')
    expect((await decide(gateway.operator, approval, 'allow-once')).status).toBe(200)
    await eventually('the question is cancelled', () => {
      const now = standIn.requests().find(({ id }) => id === question.id)
      return now?.status === 'cancelled'
    })
    await untilStatus(gateway, approval.id, 'succeeded')
    expect(await timesDelivered(gateway, approval.id)).toBe(1)
  })
})

it('what is left of HITL.sh’s calls is told to those who decide, and to nobody else (I13, I26)', async () => {
  const bench = await openHitlShBench()
  onTestFinished(() => bench.close())
  await bench.ask('count me')
  const told = await bench.gateway.operator.get('/v1/hitl-sh')
  expect(told).toMatchObject({ status: 200 })
  expect(JSON.parse(told.text)).toMatchObject({ configured: true, limit: 10_000, waiting: 0, remaining: 9997 })
  expect((await bench.bot.get('/v1/hitl-sh')).status).toBe(403)
  expect((await bench.gateway.api().get('/v1/hitl-sh')).status).toBe(401)
})
