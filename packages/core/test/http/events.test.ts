// Event streams: who hears of what, from where on, and what ends them.
import { describe, expect, it } from 'vitest'
import { createEvents } from '../../src/service/events.ts'
import { ann, bot, draft, must, principal } from '../service/world.ts'
import { readEvents } from './event-client.ts'
import { request, read, served } from './served.ts'
import { streaming } from './streaming.ts'

describe('what is told', () => {
  it('hints of each change: what, which, which version; nothing of the content', async () => {
    const { open, ask, decide, clock, approvals } = streaming()
    const { hints, raw, response } = await open('ann')
    expect(response.headers).toContainEqual(['content-type', 'text/event-stream; charset=utf-8'])
    const approval = await ask()
    await clock.advance(0)
    must(await approvals.comment(ann, approval.id, 'who is this?'))
    await clock.advance(0)
    await decide(approval)
    await clock.advance(0)
    must(await approvals.start(bot, approval.id, approval.digest))
    await clock.advance(0)
    const { id } = approval
    expect(hints()).toEqual([
      { type: 'approval.requested', id, version: 1 },
      { type: 'approval.changed', id, version: 2 },
      { type: 'approval.approved', id, version: 3 },
      { type: 'approval.started', id, version: 4 },
    ])
    expect(raw.join('')).not.toContain('+1555')
  })

  it('each version once, however many hints there are', async () => {
    const { open, ask, wake, clock } = streaming()
    const { hints } = await open('ann')
    const { id } = await ask()
    for (let n = 0; n < 100; n += 1) wake.notify(id)
    await clock.advance(0)
    wake.notify(id)
    wake.notify('ap_unknown')
    wake.notify('not an id\n\ndata: {}')
    await clock.advance(0)
    expect(hints()).toEqual([{ type: 'approval.requested', id, version: 1 }])
  })

  it('expiry too, once it is swept', async () => {
    const { open, ask, clock, pump } = streaming()
    const sweeping = pump()
    sweeping.start()
    const { hints } = await open('ann')
    const { id } = await ask()
    await clock.advance(61_000)
    expect(hints()).toContainEqual({ type: 'approval.expired', id, version: 2 })
    await sweeping.stop(0)
  })

  it('I26: to requesters of their own, to reviewers of their loops, to others nothing', async () => {
    const { open, ask, approvals, clock } = streaming()
    const [asker, reviewer, stranger, elsewhere] = [
      await open('bot'),
      await open('ann'),
      await open('stranger'),
      await open('elsewhere'),
    ]
    const own = await ask()
    const other = must(await approvals.request(bot, { ...draft, loop: 'other' })).approval
    await clock.advance(0)
    const told = (id: string) => ({ type: 'approval.requested', id, version: 1 })
    expect(asker.hints()).toEqual([told(own.id), told(other.id)])
    expect(reviewer.hints()).toEqual([told(own.id), told(other.id)])
    expect(elsewhere.hints()).toEqual([told(other.id)])
    expect(stranger.hints()).toEqual([])
  })

  it('takes a scope that reads approvals', async () => {
    const rules = principal('key:rules', { scopes: ['rules'] })
    const { handler } = served({ handler: { authenticate: async () => ({ ok: true, value: rules }) } })
    expect(read(await handler(request('GET', '/v1/events')))).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
  })

  it('reads the store once for a change, whatever the number of streams', async () => {
    let reads = 0
    const { open, ask, clock } = streaming({
      store: (inner) => ({
        ...inner,
        read: (collection, id) => {
          reads += 1
          return inner.read(collection, id)
        },
      }),
    })
    const streams = await Promise.all(Array.from({ length: 50 }, () => open('ann')))
    const before = reads
    const { id } = await ask()
    await clock.advance(0)
    expect(reads - before).toBe(1)
    for (const { hints } of streams) expect(hints()).toEqual([{ type: 'approval.requested', id, version: 1 }])
  })
})

describe('what ends a stream', () => {
  it('I30: the revocation of its credential, within 5 s', async () => {
    const { open, revoke, ask, clock } = streaming()
    const stream = await open('ann')
    revoke('ann')
    await clock.advance(4_999)
    expect(stream.isDone()).toBe(true)
    await ask()
    await clock.advance(0)
    expect(stream.hints()).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('I6: a judgement that fails, or does not come', async () => {
    for (const broken of [() => Promise.reject(new Error('down')), () => new Promise<never>(() => {})]) {
      let opened = false
      const { clock, handler } = served({
        handler: { authenticate: () => (opened ? broken() : Promise.resolve({ ok: true, value: ann })) },
      })
      const stream = readEvents(await handler(request('GET', '/v1/events')))
      stream.start()
      opened = true
      await clock.advance(4_999)
      expect(stream.isDone()).toBe(true)
      expect(clock.pending).toBe(0)
    }
  })

  it('I30: scopes and loops that were taken away act at the next judgement', async () => {
    let who = ann
    const { clock, handler, ask } = served({ handler: { authenticate: async () => ({ ok: true, value: who }) } })
    const stream = readEvents(await handler(request('GET', '/v1/events')))
    stream.start()
    who = { ...ann, loops: ['other'] }
    await clock.advance(4_000)
    await ask()
    await clock.advance(0)
    expect(stream.hints()).toEqual([])
    await stream.stop()
  })

  it('a reader that does not read: it is cut off, and holds nothing meanwhile', async () => {
    const { handler, ask, clock } = served()
    const response = await handler(request('GET', '/v1/events', { headers: { authorization: 'ann' } }))
    const stream = readEvents(response)
    await stream.next()
    for (let n = 0; n < 50; n += 1) await ask()
    await clock.advance(29_000)
    expect(response?.cutOff?.aborted).toBe(false)
    await clock.advance(5_000)
    expect(response?.cutOff?.aborted).toBe(true)
    expect(await stream.next()).toMatchObject({ done: true })
    expect(clock.pending).toBe(0)
  })

  it('a store that fails: what it hid has to be listed', async () => {
    let down = false
    const { open, ask, clock } = streaming({
      store: (inner) => ({
        ...inner,
        read: (...args) => (down ? Promise.reject(new Error('down')) : inner.read(...args)),
      }),
    })
    const stream = await open('ann')
    const last = stream.told.at(-1)?.id ?? ''
    down = true
    await ask()
    await clock.advance(0)
    expect(stream.isDone()).toBe(true)
    down = false
    expect((await open('ann', { headers: { 'last-event-id': last } })).told[0]).toMatchObject({ event: 'reset' })
  })

  it('the end of the gateway, which opens no other', async () => {
    const { open, events, call, clock } = streaming()
    const stream = await open('ann')
    events.close()
    await clock.advance(0)
    expect(stream.isDone()).toBe(true)
    expect(await call('ann', 'GET', '/v1/events')).toMatchObject({ status: 503 })
    expect(clock.pending).toBe(0)
  })

  it('the client’s leaving', async () => {
    const { open, clock, ask } = streaming()
    const stream = await open('ann')
    await stream.stop()
    await ask()
    await clock.advance(10_000)
    expect(stream.hints()).toEqual([])
    expect(clock.pending).toBe(0)
  })
})

it('says something every 15 s, so that proxies keep it open, and where it is', async () => {
  const { open, clock, ask } = streaming()
  const quiet = await open('stranger')
  await ask()
  await clock.advance(15_000)
  expect(quiet.raw.slice(1).join('')).toMatch(/^:\nid: [0-9a-z]+:1\n\n$/)
  await quiet.stop()
})

it('has a bound on their number', async () => {
  const world = served()
  const events = createEvents({ ...world, maxReaders: 2 })
  must(events.open(ann))
  const second = must(events.open(ann))
  expect(events.open(ann)).toMatchObject({ ok: false, code: 'unavailable' })
  second.close()
  second.close()
  expect(events.open(ann).ok).toBe(true)
  events.close()
})

it('I28: HEAD opens no stream', async () => {
  const { call, clock } = served()
  expect((await call('ann', 'HEAD', '/v1/events')).status).toBe(200)
  expect(clock.pending).toBe(0)
})
