// Reading and listing: waits, versions, pages.
import { describe, expect, it } from 'vitest'
import { draft } from '../service/world.ts'
import { served } from './served.ts'

async function held() {
  const server = served()
  const { body } = await server.call('bot', 'POST', '/v1/approvals', { body: draft })
  const path = `/v1/approvals/${body.id}`
  return {
    ...server,
    path,
    get: (headers: Record<string, string> = {}, signal?: AbortSignal) =>
      server.call('bot', 'GET', path, { headers, ...(signal && { signal }) }),
    decide: () =>
      server.call('ann', 'POST', `${path}/decision`, { body: { verdict: 'allow-once', digest: body.digest } }),
  }
}

describe('Prefer: wait', () => {
  it('holds the answer until the decision', async () => {
    const { get, decide, clock } = await held()
    const waiting = get({ prefer: 'wait=10' })
    await clock.advance(3_000)
    await decide()
    expect(await waiting).toMatchObject({
      status: 200,
      headers: { 'preference-applied': 'wait=10', etag: '"2"' },
      body: { status: 'approved' },
    })
    expect(clock.pending).toBe(0)
  })

  it('answers the pending approval when the time is over', async () => {
    const { get, clock } = await held()
    let answered = false
    const waiting = get({ prefer: 'wait=10' }).then((answer) => ((answered = true), answer))
    await clock.advance(9_999)
    expect(answered).toBe(false)
    await clock.advance(1)
    expect(await waiting).toMatchObject({ status: 200, body: { status: 'pending' } })
  })

  it('is bounded, and says to what', async () => {
    const { get, clock } = await held()
    const waiting = get({ prefer: 'wait=999999999' })
    await clock.advance(20_000)
    expect(await waiting).toMatchObject({ status: 200, headers: { 'preference-applied': 'wait=20' } })
  })

  it.each(['wait=0', 'wait=-1', 'wait=1e9', 'wait=x', 'wait', 'respond-async', 'wait=9999999999', ''])(
    'of %j waits for nothing',
    async (prefer) => {
      const { get, clock } = await held()
      const answer = await get({ prefer })
      expect(answer.status).toBe(200)
      expect(answer.headers).not.toHaveProperty('preference-applied')
      expect(clock.pending).toBe(0)
    },
  )

  it('is found among other preferences, and ends when the client leaves', async () => {
    const { get, clock } = await held()
    const gone = new AbortController()
    const waiting = get({ prefer: 'respond-async, wait=10; x=1' }, gone.signal)
    await clock.advance(0)
    gone.abort()
    expect((await waiting).headers['preference-applied']).toBe('wait=10')
    expect(clock.pending).toBe(0)
  })

  it('returns at once unless it is pending', async () => {
    const { get, decide, clock } = await held()
    await decide()
    expect(await get({ prefer: 'wait=10' })).toMatchObject({ body: { status: 'approved' } })
    expect(clock.pending).toBe(0)
  })
})

describe('If-None-Match', () => {
  it('answers 304 while it is pending at that version, without a body', async () => {
    const { get } = await held()
    expect(await get({ 'if-none-match': '"1"' })).toMatchObject({
      status: 304,
      headers: { etag: '"1"' },
      body: undefined,
    })
    expect((await get({ 'if-none-match': '"2"' })).status).toBe(200)
    expect((await get({ 'if-none-match': '"x"' })).status).toBe(400)
  })

  it('I8: answers the expiry, though the version is the same until it is swept', async () => {
    const { get, clock } = await held()
    await clock.advance(60_000)
    expect(await get({ 'if-none-match': '"1"' })).toMatchObject({
      status: 200,
      body: { status: 'expired', version: 1 },
    })
  })

  it('with a wait, waits for another version', async () => {
    const { get, decide, clock } = await held()
    const waiting = get({ prefer: 'wait=10', 'if-none-match': '"1"' })
    await clock.advance(100)
    await decide()
    expect(await waiting).toMatchObject({ status: 200, body: { version: 2 } })
    const idle = get({ prefer: 'wait=5', 'if-none-match': '"2"' })
    await clock.advance(5_000)
    expect(await idle).toMatchObject({ status: 304, headers: { etag: '"2"', 'preference-applied': 'wait=5' } })
  })
})

describe('HEAD', () => {
  it('I28: is answered as GET and changes nothing', async () => {
    const { call, path, stored } = await held()
    expect((await call('bot', 'HEAD', path)).status).toBe(200)
    expect((await stored(path.slice('/v1/approvals/'.length))).version).toBe(1)
    expect((await call('ann', 'HEAD', `${path}/decision`)).status).toBe(405)
  })
})

describe('a list', () => {
  it('is paged to its end, newest first, each once', async () => {
    const { call, clock } = served()
    const made: string[] = []
    for (let n = 0; n < 7; n += 1) {
      made.push((await call('bot', 'POST', '/v1/approvals', { body: draft })).body.id)
      await clock.advance(n % 2)
    }
    const seen: string[] = []
    let next: string | undefined
    do {
      const page = await call('ann', 'GET', `/v1/approvals?limit=3&status=pending${next ? `&cursor=${next}` : ''}`)
      expect(page.status).toBe(200)
      seen.push(...page.body.items.map((item: { id: string }) => item.id))
      next = page.body.next
    } while (next)
    expect(seen.toSorted()).toEqual(made.toSorted())
    expect(seen[0]).toBe(made.at(-1))
  })

  it.each(['limit=0', 'limit=101', 'limit=1.5', 'limit=', 'limit=1&limit=2', 'status=PENDING', 'cursor=x', 'other=1'])(
    'with %s is refused, naming the parameter',
    async (query) => {
      const { call } = served()
      const [name] = query.split('=')
      expect(await call('ann', 'GET', `/v1/approvals?${query}`)).toMatchObject({ status: 400, body: { field: name } })
    },
  )
})
