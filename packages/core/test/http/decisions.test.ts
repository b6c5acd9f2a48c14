// Many decisions in one call: each is taken or refused as if it had come alone.
import { describe, expect, it } from 'vitest'
import { bot, draft, must } from '../service/world.ts'
import { served } from './served.ts'

async function held(count: number, options?: Parameters<typeof served>[0]) {
  const server = served(options)
  const approvals = []
  for (let n = 0; n < count; n += 1) approvals.push(await server.ask())
  return {
    ...server,
    held: approvals,
    decideAll: (who: string, decisions: unknown) => server.call(who, 'POST', '/v1/decisions', { body: { decisions } }),
  }
}

const allow = ({ digest }: { readonly digest: string }) => ({ verdict: 'allow-once', digest })

describe('POST /v1/decisions', () => {
  it('answers each under its id, with the approval or the problem it would have met alone', async () => {
    const { held: all, decideAll, call } = await held(4)
    const [one, two, three, four] = all
    if (!one || !two || !three || !four) throw new Error('four were held')
    const answer = await decideAll('ann', {
      [one.id]: allow(one),
      [two.id]: { verdict: 'deny', digest: two.digest, reason: 'no' },
      [three.id]: { verdict: 'allow-once', digest: `sha256:${'0'.repeat(64)}` },
      [four.id]: { verdict: 'APPROVE', digest: four.digest },
      ap_nothing: allow(one),
    })
    expect(answer.status).toBe(200)
    expect(answer.body.answers).toMatchObject({
      [one.id]: { status: 200, approval: { status: 'approved' } },
      [two.id]: { status: 200, approval: { status: 'denied', reason: 'no' } },
      [three.id]: { status: 409, code: 'digest_mismatch', approval: { status: 'pending' } },
      [four.id]: { status: 400, code: 'invalid_request', field: 'verdict' },
      ap_nothing: { status: 404, code: 'not_found' },
    })
    expect((await call('ann', 'GET', `/v1/approvals/${four.id}`)).body.status).toBe('pending')
  })

  it('I4: again, it gets the same answers', async () => {
    const { held: all, decideAll } = await held(3)
    const decisions = Object.fromEntries(all.map((it) => [it.id, allow(it)]))
    expect(await decideAll('ann', decisions)).toEqual(await decideAll('ann', decisions))
  })

  it('I23: authorizes each by itself: own ones, other loops, no scope', async () => {
    const server = await held(1)
    const [mine] = server.held
    if (!mine) throw new Error('one was held')
    const other = must(await server.approvals.request(bot, { ...draft, loop: 'other' })).approval
    const both = { [mine.id]: allow(mine), [other.id]: allow(other) }
    const byBot = await server.decideAll('bot', both)
    expect(byBot.body.answers).toMatchObject({ [mine.id]: { status: 403 }, [other.id]: { status: 403 } })
    const byStranger = await server.decideAll('stranger', both)
    expect(byStranger.body.answers).toMatchObject({ [mine.id]: { status: 404 }, [other.id]: { status: 404 } })
    const elsewhere = await server.decideAll('elsewhere', both)
    expect(elsewhere.body.answers).toMatchObject({ [mine.id]: { status: 404 }, [other.id]: { status: 200 } })
  })

  it.each([
    ['an id twice', '{"decisions":{"ap_1":{},"ap_1":{}}}'],
    ['none', '{"decisions":{}}'],
    ['a list', '{"decisions":[]}'],
    ['no decisions', '{}'],
    ['__proto__ as an id', '{"decisions":{"__proto__":{}}}'],
    ['something else beside them', '{"decisions":{"ap_1":{}},"verdict":"deny"}'],
  ])('with %s is refused as a whole', async (_, body) => {
    const { call } = await held(0)
    expect(await call('ann', 'POST', '/v1/decisions', { body })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', field: expect.any(String) },
    })
  })

  it('takes a hundred, and a hundred and one not', async () => {
    const server = await held(0, { handler: { limits: { maxBytes: 100_000, timeoutMs: 1_000 } } })
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`ap_${n}`, {}]))
    expect(Object.keys((await server.decideAll('ann', many(100))).body.answers)).toHaveLength(100)
    expect(await server.decideAll('ann', many(101))).toMatchObject({ status: 400, body: { field: 'decisions' } })
  })

  it('I6: one that breaks hides nothing of the others', async () => {
    const broken = { id: '' }
    const server = await held(2, {
      store: (inner) => ({
        ...inner,
        commit: (next, ...rest) =>
          next.id === broken.id ? Promise.reject(new Error('secret')) : inner.commit(next, ...rest),
      }),
    })
    const [bad, good] = server.held
    if (!bad || !good) throw new Error('two were held')
    broken.id = bad.id
    const answer = await server.decideAll('ann', { [bad.id]: allow(bad), [good.id]: allow(good) })
    expect(answer.body.answers).toMatchObject({
      [bad.id]: { status: 503, code: 'unavailable' },
      [good.id]: { status: 200, approval: { status: 'approved' } },
    })
    expect(JSON.stringify(answer)).not.toContain('secret')
  })
})
