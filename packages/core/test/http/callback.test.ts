// HITL.sh's webhook: the order of its answers, and what it can't do.
import { describe, expect, it } from 'vitest'
import { mintCallbackSecret } from '../../src/hitl-sh/callback-secret.ts'
import { hitlShSignatureHeader, signWebhook } from '../../src/hitl-sh/webhook-signature.ts'
import { allow, ann, must } from '../service/world.ts'
import { completed, key, listening, loopId, oldKey, remoteId } from './callback-bench.ts'
import { request } from './served.ts'

describe('the order of a callback’s answers', () => {
  it('a wrong secret is no path of ours, whatever else is wrong, and costs no read (D10, H1)', async () => {
    const { secret, approval, post, handler } = await listening()
    const other = mintCallbackSecret('ap_other', key)
    const forged = [
      `${approval.id}.${'A'.repeat(43)}`,
      `${approval.id}.${other.split('.')[1]}`,
      secret.slice(0, -1),
      `${secret}A`,
      secret.toUpperCase(),
      `${secret}%20`,
      encodeURIComponent(secret).replace('.', '%2e'),
      `.${secret.split('.')[1]}`,
      secret.split('.')[1] ?? '',
      '',
      mintCallbackSecret(approval.id, 'some other key of that length'),
    ]
    for (const wrong of forged) {
      const sent = request('POST', `/hitl/callback/${wrong}`, { body: completed() })
      expect(await handler(sent)).toBeUndefined()
      expect(sent.bodyReads).toBe(0)
    }
    for (const path of [
      '/hitl/callback',
      `/hitl/callback/${secret}/`,
      `/hitl/callback/${secret}/x`,
      `/HITL/callback/${secret}`,
    ])
      expect((await post({ body: completed() }, path)).status).toBe(0)
    const wrong = `/hitl/callback/${forged[0]}`
    expect((await post({}, wrong, 'GET')).status).toBe(0)
    expect((await post({ headers: { 'content-type': 'text/plain' } }, wrong)).status).toBe(0)
  })

  it('then the method, the content type, the size, the time, and only then what it says (D11, H26118, P23447)', async () => {
    const { post, secret } = await listening()
    const path = `/hitl/callback/${secret}`
    const text = { 'content-type': 'text/plain' }
    const big = 'x'.repeat(20_000)
    expect(await post({ headers: text, body: big }, path, 'GET')).toMatchObject({
      status: 405,
      headers: { allow: 'POST' },
    })
    expect((await post({ headers: text, body: big })).status).toBe(415)
    expect((await post({ body: big })).status).toBe(413)
    expect((await post({ read: { ok: false, why: 'timeout' } })).status).toBe(408)
    expect(await post({ body: 'no JSON' })).toMatchObject({ status: 200, body: { ok: true, resolved: false } })
  })

  it('I9: a store that is down is 503, so that it is sent again', async () => {
    let down = false
    const fail = <T>(run: () => Promise<T>) => (down ? Promise.reject(new Error('down')) : run())
    const world = await listening('never', {
      store: (inner) => ({
        ...inner,
        read: (...args) => fail(() => inner.read(...args)),
        commit: (...args) => fail(() => inner.commit(...args)),
      }),
    })
    down = true
    expect(await world.post({ body: completed() })).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    down = false
    expect(await world.post({ body: completed() })).toMatchObject({ status: 200, body: { resolved: true } })
    expect((await world.stored(world.approval.id)).status).toBe('approved')
  })
})

describe('what a callback says', () => {
  it('counts, once, where it is taken at its word; repeats change nothing', async () => {
    const world = await listening('never')
    expect((await world.post({ body: completed() })).body).toEqual({ ok: true, resolved: true })
    const decided = await world.stored(world.approval.id)
    expect(decided).toMatchObject({ status: 'approved', votes: [{ reviewer: 'hitl-sh:u1', via: 'hitl-sh' }] })
    for (let n = 0; n < 1_000; n += 1) expect((await world.post({ body: completed() })).body.resolved).toBe(true)
    const denies = completed({ response_data: { selected_value: 'deny' } })
    expect((await world.post({ body: denies })).body).toEqual({ ok: true, resolved: true })
    expect(await world.stored(world.approval.id)).toEqual(decided)
  })

  it('I7: is read back first where it is to be confirmed; its answer does not wait', async () => {
    const world = await listening('always')
    expect((await world.post({ body: completed() })).body).toEqual({ ok: true, resolved: false })
    expect((await world.stored(world.approval.id)).votes).toEqual([])
    await world.clock.advance(0)
    expect((await world.stored(world.approval.id)).status).toBe('approved')
    await world.pump.stop(0)
  })

  it.each([
    ['a time-out with a default answer', { event: 'request.timeout', status: 'timeout' }],
    ['a cancellation', { event: 'request.cancelled', status: 'cancelled' }],
  ])('I7: %s is noted and decides nothing; a completion still counts', async (_, changes) => {
    const world = await listening('never')
    expect((await world.post({ body: completed(changes) })).body).toEqual({ ok: true, resolved: false })
    expect((await world.stored(world.approval.id)).status).toBe('pending')
    await world.post({ body: completed() })
    expect((await world.stored(world.approval.id)).status).toBe('approved')
  })

  it.each([
    ['of an event nobody knows', completed({ event: 'request.exploded' })],
    ['whose status does not agree', completed({ status: 'timeout' })],
    ['without a reviewer', completed({ response_by: undefined })],
    ['of another question', completed({ request_id: '65f1a2b3c4d5e6f7a8b9c0ff' })],
    ['of another loop', completed({ loop_id: '65f1a2b3c4d5e6f7a8b9c0ff' })],
    ['with a look-alike verdict', completed({ response_data: { selected_value: 'аllow-once' } })],
    ['that says it twice', '{"event":"request.timeout","event":"request.completed"}'],
    ['that is a list', []],
  ])('I6: one %s is kept aside, answered 200, and changes nothing', async (_, body) => {
    const world = await listening('never')
    const before = await world.stored(world.approval.id)
    expect(await world.post({ body })).toMatchObject({ status: 200, body: { ok: true, resolved: false } })
    expect(await world.stored(world.approval.id)).toEqual(before)
    expect(await world.kept()).toHaveLength(1)
    expect(world.logged.some((line) => line.startsWith('warn callback quarantined'))).toBe(true)
    // The same again is not kept twice, and different ones only up to a bound.
    await world.post({ body })
    expect(await world.kept()).toHaveLength(1)
    for (let n = 0; n < 50; n += 1) expect((await world.post({ body: { n } })).status).toBe(200)
    expect((await world.kept()).length).toBeLessThanOrEqual(20)
  })

  it('I27: opens one approval only: the body of another on this one’s address counts for neither', async () => {
    const world = await listening('never')
    const other = await world.ask()
    const body = completed({ request_id: 'a'.repeat(24) })
    await world.post({ body })
    expect((await world.stored(other.id)).status).toBe('pending')
    expect((await world.stored(world.approval.id)).status).toBe('pending')
  })

  it('I27: after the end is answered 200 and changes nothing; under an older key it opens; with its key retired not', async () => {
    const world = await listening('never')
    must(await world.approvals.decide(ann, world.approval.id, allow(world.approval)))
    const before = await world.stored(world.approval.id)
    const denies = completed({ response_data: { selected_value: 'deny' } })
    const older = `/hitl/callback/${mintCallbackSecret(world.approval.id, oldKey)}`
    expect((await world.post({ body: denies })).body).toEqual({ ok: true, resolved: true })
    expect((await world.post({ body: denies }, older)).body).toEqual({ ok: true, resolved: true })
    expect(await world.stored(world.approval.id)).toEqual(before)
    world.retire()
    expect((await world.post({ body: denies })).status).toBe(0)
  })

  it('I8: at the expiry is answered 200 and changes nothing, swept or not', async () => {
    const world = await listening('never')
    await world.pump.stop(0)
    await world.clock.advance(60_000)
    expect((await world.post({ body: completed() })).body).toEqual({ ok: true, resolved: true })
    expect(await world.stored(world.approval.id)).toMatchObject({ status: 'pending', votes: [] })
  })
})

describe('what decides nothing', () => {
  it.each([
    ['claimed', { event: 'request.claimed', status: 'claimed' }],
    ['created', { event: 'request.created', status: 'pending' }],
  ])('%s is heard and leaves no trace', async (_, changes) => {
    const world = await listening()
    const before = await world.stored(world.approval.id)
    expect((await world.post({ body: completed(changes) })).body).toEqual({ ok: true, resolved: false })
    expect(await world.stored(world.approval.id)).toEqual(before)
    expect(await world.kept()).toHaveLength(0)
  })
})

describe('rules made there', () => {
  const always = completed({ response_data: { selected_value: 'allow-always' } })

  it('I31: allow-always counts as allow-once where the question did not say otherwise', async () => {
    const world = await listening('never')
    await world.post({ body: always })
    expect((await world.stored(world.approval.id)).votes).toMatchObject([
      { verdict: 'allow-once', chosen: 'allow-always' },
    ])
  })

  it('I31: and leaves a rule where it did', async () => {
    const world = await listening('never', { rules: true })
    await world.post({ body: always })
    expect((await world.stored(world.approval.id)).votes).toMatchObject([{ verdict: 'allow-always' }])
    await world.clock.advance(0)
    const rule = await world.inner.read('rules', world.approval.id)
    expect(rule?.body).toContain('"createdBy":"hitl-sh:u1"')
  })
})

describe('I27: signed webhooks', () => {
  const secrets = ['the secret of the account, at length']
  const nested = JSON.stringify({
    event: 'request.completed',
    timestamp: new Date().toISOString(),
    data: {
      request: { id: remoteId, loop_id: loopId, status: 'completed', response_data: 'deny' },
      reviewer: { user_id: 'u1' },
    },
  })
  const signed = (secret: string) => ({
    [hitlShSignatureHeader]: signWebhook(new TextEncoder().encode(nested), secret),
  })

  it('counts when its signature is right, and is kept aside when not', async () => {
    const world = await listening('never', { callback: { webhookSecrets: () => secrets } })
    expect((await world.post({ body: nested })).body).toMatchObject({ quarantined: true })
    expect((await world.post({ body: nested, headers: signed('another secret') })).body).toMatchObject({
      quarantined: true,
    })
    expect((await world.stored(world.approval.id)).status).toBe('pending')
    expect((await world.post({ body: nested, headers: signed(secrets[0] ?? '') })).body).toMatchObject({
      resolved: true,
    })
    expect((await world.stored(world.approval.id)).status).toBe('denied')
  })
})
