// The webhook's address in the hands of others, and in the hands of a service that makes no sense.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StandInRequest } from '@holdpoint/testkit'
import type { Answer, WireApproval } from './api.ts'
import { decide, read, timesDelivered, untilStatus } from './held-message.ts'
import { allowed, openHitlShBench, type HitlShBench } from './hitl-sh-bench.ts'

let bench: HitlShBench
let approval: WireApproval
let question: StandInRequest
// An answer is taken at its word here, so the secret is all that stands between a forger and the message.
beforeAll(async () => {
  bench = await openHitlShBench('never')
})
afterAll(() => bench.close())
beforeEach(async () => {
  ;({ approval, question } = await bench.ask('Hands off'))
})

const allow = () => allowed(question, bench.standIn)

async function expectPending() {
  expect(await read(bench.gateway, approval.id)).toMatchObject({ status: 'pending', votes: [] })
  expect(await timesDelivered(bench.gateway, approval.id)).toBe(0)
}

/** All of an answer but the date. */
const bytesOf = ({ status, text, headers }: Answer) => ({ status, text, headers: { ...headers, date: undefined } })

describe('a secret that is forged', () => {
  it('gets the very bytes of any unknown path, and nothing happens (I27)', async () => {
    const genuine = new URL(question.callback_url ?? '').pathname.slice('/hitl/callback/'.length)
    const [id = '', mac = ''] = genuine.split('.')
    const other = await bench.ask('other')
    const otherMac = (other.question.callback_url ?? '').split('.').at(-1) ?? ''
    const forged = [
      'x',
      `${id}.`,
      `${id}.${'A'.repeat(43)}`,
      `${id}.${otherMac}`,
      `${other.approval.id}.${mac}`,
      `${id}.${mac.slice(0, -1)}`,
      `${id}.${mac}A`,
      `${id}.${mac}=`,
      `${id}.${mac.toLowerCase()}`,
      `%20${genuine}`,
      `${genuine}%00`,
      `${genuine}/`,
      `${genuine}/x`,
    ]
    const unknown = bytesOf(await bench.gateway.api().post('/no/such/path', allow()))
    expect(unknown.status).toBe(404)
    for (const secret of forged)
      expect.soft(bytesOf(await bench.gateway.api().post(`/hitl/callback/${secret}`, allow())), secret).toEqual(unknown)
    // Neither the method, nor the type, nor the size of what is sent tells more.
    const path = `/hitl/callback/${id}.${'A'.repeat(43)}`
    expect(bytesOf(await bench.gateway.api().get(path))).toEqual(bytesOf(await bench.gateway.api().get('/no/such')))
    const text = { 'content-type': 'text/plain' }
    expect(bytesOf(await bench.gateway.api().post(path, 'x', text))).toEqual(unknown)
    await expectPending()
  })

  it('but genuine for another approval opens only that one (I22, I27)', async () => {
    const other = await bench.ask('other')
    const answer = await bench.callBack(other.question.callback_url, allow())
    expect(answer.status).toBe(200)
    expect(await read(bench.gateway, other.approval.id)).toMatchObject({ status: 'pending', votes: [] })
    await expectPending()
  })
})

describe('a callback that is not right', () => {
  const post = (body: unknown, headers?: Record<string, string>) => bench.callBack(question.callback_url, body, headers)

  it('by another method is 405', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const) {
      const answer = await bench.gateway.api().call(method, new URL(question.callback_url ?? '').pathname)
      expect.soft(answer, method).toMatchObject({ status: 405, headers: { allow: 'POST' } })
    }
    await expectPending()
  })

  it('that isn’t JSON by its type is 415', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/json', 'application/json, text/plain'])
      expect.soft((await post(JSON.stringify(allow()), { 'content-type': type })).status, type).toBe(415)
    await expectPending()
  })

  it('that is too large is 413', async () => {
    expect((await post({ ...allow(), filler: 'x'.repeat(70_000) })).status).toBe(413)
    await expectPending()
  })

  it.each<[name: string, body: () => unknown]>([
    ['no JSON', () => '{"event": '],
    ['nothing', () => ''],
    ['not an object', () => [allow()]],
    [
      'a verdict said twice',
      () => JSON.stringify(allow()).replace('"response_data"', '"status":"completed","response_data"'),
    ],
    ['an event that is none', () => ({ ...allow(), event: 'request.approved' })],
    ['a status that disagrees', () => ({ ...allow(), status: 'timeout' })],
    ['no status', () => ({ ...allow(), status: undefined })],
    ['no reviewer', () => ({ ...allow(), response_by: null })],
    ['a reviewer without an id', () => ({ ...allow(), response_by: { name: 'Ada' } })],
    ['an answer that was not offered', () => ({ ...allow(), response_data: { selected_value: 'yes' } })],
    ['a look-alike answer', () => ({ ...allow(), response_data: { selected_value: 'аllow-once' } })],
    ['an answer in capitals', () => ({ ...allow(), response_data: 'ALLOW-ONCE' })],
    ['two answers', () => ({ ...allow(), response_data: { selected_value: ['deny', 'allow-once'] } })],
    ['no answer', () => ({ ...allow(), response_data: null })],
    ['another request', () => ({ ...allow(), request_id: 'f'.repeat(24) })],
    ['another loop', () => ({ ...allow(), loop_id: 'f'.repeat(24) })],
    ['a prototype', () => JSON.stringify(allow()).replace('{', '{"__proto__":{"a":1},')],
  ])('%s: heard with 200, quarantined, and still pending (I6)', async (_, body) => {
    const answer = await post(body())
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: { ok: true, resolved: false, quarantined: true },
    })
    await expectPending()
  })
})

it('the callback as HITL.sh sends it is taken, so that the refusals above mean something', async () => {
  expect((await bench.callBack(question.callback_url, allow())).status).toBe(200)
  await untilStatus(bench.gateway, approval.id, 'succeeded')
})

it('one that was not understood is listed, shown and settled from the command line (I6, I23)', async () => {
  const { gateway } = bench
  await bench.callBack(question.callback_url, { ...allow(), event: 'request.approved' })
  const listed = await gateway.cli('quarantine', 'list', '--json')
  const items: { id: string; approval: string }[] = JSON.parse(listed.stdout).items
  const id = items.find((item) => item.approval === approval.id)?.id ?? ''
  expect((await gateway.cli('quarantine', 'show', id)).stdout).toContain('request.approved')
  const settled = await gateway.cli('quarantine', 'settle', id, '--verdict', 'deny', '--digest', approval.digest)
  expect(settled.code).toBe(0)
  expect(await untilStatus(gateway, approval.id, 'denied')).toMatchObject({ votes: [{ reviewer: 'operator' }] })
  const again = await gateway.cli('quarantine', 'settle', id, '--verdict', 'allow-once', '--digest', approval.digest)
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('settled before') as string })
})

it('after the end it is heard with 200, and changes nothing (I4, I27)', async () => {
  expect((await decide(bench.gateway.operator, approval, 'deny')).status).toBe(200)
  const before = await untilStatus(bench.gateway, approval.id, 'denied')
  expect((await bench.callBack(question.callback_url, allow())).status).toBe(200)
  expect((await read(bench.gateway, approval.id)).status).toBe(before.status)
})

it('the key that a callback was made with can be changed over, and retired: then it is 404 (I27, I30)', async () => {
  const { gateway, config, callBack } = bench
  const secrets: { callbackKey: string } = JSON.parse(
    await readFile(join(gateway.dir, '.holdpoint/secrets.json'), 'utf8'),
  )
  const fresh = randomBytes(32).toString('hex')
  const restartWith = async (...keys: string[]) => {
    await gateway.stop()
    await gateway.configure({ ...config, callback: { keys } })
    await gateway.start()
  }
  await restartWith(fresh)
  expect((await callBack(question.callback_url, allow())).status).toBe(404)
  await expectPending()
  await restartWith(fresh, secrets.callbackKey)
  expect((await callBack(question.callback_url, allow())).status).toBe(200)
  await untilStatus(gateway, approval.id, 'succeeded')
  await gateway.stop()
  await gateway.configure(config)
  await gateway.start()
})
