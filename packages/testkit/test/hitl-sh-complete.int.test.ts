// The rest of HITL.sh's documented surface: loops and members, feedback, account-level webhooks, every kind of question,
// and a program to run it alone.
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { Json } from '@holdpoint/core'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { startHitlShStandIn } from '../src/index.ts'
import { openStandInBench, validCreate, type StandInBench } from './stand-in-bench.ts'

let bench: StandInBench
beforeEach(async () => {
  bench = await openStandInBench()
})
afterEach(() => bench.close())

describe('loops', () => {
  it('are changed, joined by nobody, and deleted with what was asked there', async () => {
    const made = await bench.call('POST', '/api/loops', { name: 'Deploys', icon: 'rocket' })
    const { id } = made.json.data.loop as { id: string }
    expect((await bench.call('PUT', `/api/loops/${id}`, { description: 'x' })).json.data.loop).toMatchObject({
      name: 'Deploys',
      description: 'x',
    })
    expect((await bench.call('PUT', `/api/loops/${id}`, {})).json.msg).toBe(
      'At least one field must be provided for update',
    )
    expect((await bench.call('DELETE', `/api/loops/${id}`)).json.data).toMatchObject({ loop_id: id })
    expect((await bench.call('GET', `/api/loops/${id}`)).status).toBe(404)
  })

  it('lose members but their creator, and aren’t deleted while something is open', async () => {
    const { loopId, members } = bench.standIn
    const [creator, other] = members.map(({ user_id }) => `/api/loops/${loopId}/members/${user_id}`)
    expect((await bench.call('DELETE', creator ?? '')).json.msg).toBe('Loop creator cannot be removed')
    expect((await bench.call('DELETE', other ?? '')).status).toBe(200)
    expect((await bench.call('DELETE', other ?? '')).json.msg).toBe('Member not found in this loop')
    await bench.createdId()
    expect((await bench.call('DELETE', `/api/loops/${loopId}`)).json.msg).toBe(
      'Cannot delete loop with active requests',
    )
  })
})

describe('requests', () => {
  it('refund a call when they are cancelled before anybody claimed them', async () => {
    const left = async (method: string, path: string) =>
      Number((await bench.call(method, path)).headers.get('x-ratelimit-remaining'))
    const [pending, claimed] = [await bench.createdId(), await bench.createdId()]
    bench.standIn.claim(claimed)
    const before = await left('GET', '/test')
    await bench.call('DELETE', `/api/requests/${pending}`)
    expect(await left('GET', '/test')).toBe(before - 1)
    const info = (await bench.call('DELETE', `/api/requests/${claimed}`)).json.data.refund_info
    expect(info).toMatchObject({ refunded: false })
  })

  it('are given back by a reviewer, and sorted and filtered', async () => {
    const id = await bench.createdId()
    bench.standIn.claim(id)
    bench.standIn.abandon(id)
    expect(bench.standIn.requests()[0]?.status).toBe('pending')
    await bench.create({ priority: 'critical' })
    const sorted = await bench.call('GET', '/api/requests?sort=priority_desc')
    expect((sorted.json.data.requests as { priority: string }[]).map(({ priority }) => priority)).toEqual([
      'critical',
      'high',
    ])
    expect((await bench.call('GET', '/api/requests?status=odd')).json.msg).toBe('Invalid status filter value')
  })

  it('take feedback once, when they are completed', async () => {
    const id = await bench.createdId()
    const say = (feedback: object) => bench.call('POST', `/api/requests/${id}/feedback`, { feedback })
    expect((await say({ rating: 5 })).json.msg).toBe('Feedback can only be added to completed requests')
    await bench.standIn.answer(id, 'deny')
    expect((await say({ rating: 6 })).json.msg).toBe('Rating values must be between 1 and 5')
    expect((await say({ comment: 'x'.repeat(1001) })).json.msg).toContain('maximum length')
    expect((await say({ rating: 5 })).json.data).toMatchObject({ request_id: id, reviewer_notified: true })
    expect((await say({ rating: 5 })).status).toBe(400)
  })

  it.each<[string, Record<string, unknown>, Json, unknown, Json]>([
    ['text', {}, 'yes', 'yes', 7],
    ['multi_select', { options: [{ value: 'a', label: 'A' }] }, ['a'], { selected_values: ['a'] }, ['b']],
    ['rating', { scale_max: 5 }, 4, { rating: 4 }, 6],
    ['number', { max_value: 9 }, 3, { number: 3 }, 10],
    ['boolean', {}, true, { boolean: true }, 'true'],
    ['editable_text', { draft_text: 'a', max_length: 9 }, 'b', { revised_text: 'b', was_edited: true }, 1],
  ])('ask for %s', async (response_type, response_config, value, data, not) => {
    const made = await bench.create({ response_type, response_config, default_response: value })
    const id = String(made.json.data.request_id)
    await expect(bench.standIn.answer(id, not)).rejects.toThrow(/does not offer/)
    await bench.standIn.answer(id, value)
    expect(bench.received.at(-1)?.body.response_data).toEqual(data)
  })
})

describe('callbacks', () => {
  it('are repeated, kept back, and sent the other way round', async () => {
    bench.standIn.misbehave({ repeatCallbacks: 3 })
    await bench.standIn.answer(await bench.createdId(), 'deny')
    expect(bench.received).toHaveLength(3)
    bench.standIn.misbehave({ holdCallbacks: true })
    const [one, two] = [await bench.createdId(), await bench.createdId()]
    await bench.standIn.answer(one, 'deny')
    await bench.standIn.answer(two, 'deny')
    expect(bench.received).toHaveLength(3)
    bench.standIn.misbehave({})
    await bench.standIn.releaseCallbacks('reversed')
    expect(bench.received.slice(3).map(({ body }) => body.request_id)).toEqual([two, one])
  })

  it('name nobody, or bring a default that allows, where told to', async () => {
    await bench.standIn.answer(await bench.createdId(), 'deny', { nobody: true })
    await bench.standIn.timeout(await bench.createdId(), 'completed', 'allow-once')
    expect(bench.received.map(({ body }) => [body.response_by, body.response_data])).toEqual([
      [null, { selected_value: 'deny' }],
      [null, { selected_value: 'allow-once' }],
    ])
  })

  it('of one id for two, where told to', async () => {
    const first = await bench.createdId()
    bench.standIn.misbehave({ create: 'duplicate-id', times: 1 })
    expect(await bench.createdId()).toBe(first)
    expect(bench.standIn.requests()).toHaveLength(2)
  })
})

it('account-level webhooks are nested, signed, and not tried again on 4xx', async () => {
  const got: { headers: IncomingHttpHeaders; body: string }[] = []
  const statuses = [500, 200, 404]
  const receiver = createServer((incoming, response) => {
    let body = ''
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()))
    incoming.on('end', () => {
      got.push({ headers: incoming.headers, body })
      response.writeHead(statuses.shift() ?? 200).end()
    })
  })
  await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/account`
  const standIn = await startHitlShStandIn({ account: { url, secret: 'the secret' }, callbackRetryMs: 1 })
  onTestFinished(async () => {
    await standIn.close()
    receiver.closeAllConnections()
    await new Promise((resolve) => void receiver.close(resolve))
  })
  const { callback_url: _, ...body } = validCreate('http://127.0.0.1:9/')
  await fetch(`${standIn.url}/api/loops/${standIn.loopId}/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${standIn.apiKey}`, connection: 'close' },
    body: JSON.stringify(body),
  })
  const [request] = standIn.requests()
  while (got.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  await standIn.answer(request?.id ?? '', 'deny')
  const last = got.at(-1)
  expect(got.map((each) => JSON.parse(each.body).event)).toEqual([
    'request.created',
    'request.created',
    'request.completed',
  ])
  expect(JSON.parse(last?.body ?? '')).toMatchObject({
    data: { request: { id: request?.id, status: 'completed' }, reviewer: { user_id: 'a'.repeat(24) } },
  })
  const signature = createHmac('sha256', 'the secret')
    .update(last?.body ?? '')
    .digest('hex')
  expect(last?.headers['x-hitl-signature-256']).toBe(`sha256=${signature}`)
})

it('runs alone, and people are played from the terminal', async () => {
  const program = new URL('../src/hitl-sh-stand-in/main.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [program, '--key', 'hitl_test_alone'], { stdio: ['pipe', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const saying = async (what: RegExp) => {
    while (!what.test(said)) await new Promise((resolve) => setTimeout(resolve, 10))
    return what.exec(said)?.[1] ?? ''
  }
  const url = await saying(/baseUrl: '([^']+)'/)
  const made = await fetch(`${url}/api/loops/${await saying(/loopId: '([^']+)'/)}/requests`, {
    method: 'POST',
    headers: { authorization: 'Bearer hitl_test_alone', connection: 'close' },
    body: JSON.stringify(validCreate(bench.callbackUrl)),
  })
  const { data } = (await made.json()) as { data: { request_id: string } }
  await saying(/asked [0-9a-f]{24}\nMay I\?/)
  child.stdin.write(`answer ${data.request_id.slice(0, 12)} deny\n`)
  expect(await saying(/called back: (\S+)/)).toBe('200')
  expect(bench.received[0]?.body).toMatchObject({
    request_id: data.request_id,
    response_data: { selected_value: 'deny' },
  })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.stdin.write('quit\n')
  expect(await exited).toBe(0)
})
