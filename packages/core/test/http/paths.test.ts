// I29: one reading of the path. What only a lenient reader would take for ours is refused; look-alikes are not ours.
import { disguisedTargets, lookAlikeTargets } from '@holdpoint/testkit'
import { describe, expect, it } from 'vitest'
import { request, served } from './served.ts'

describe('I29: a disguised path (H8J2W, HV865, H25724)', () => {
  it.each(disguisedTargets.map((target) => [target]))(
    '%j is 400 for whoever asks, with a credential or without',
    async (target) => {
      const { call, handler } = served()
      for (const method of ['GET', 'POST', 'TRACE'])
        expect(await call('ann', method, target)).toMatchObject({ status: 400, body: { code: 'invalid_target' } })
      const silent = request('POST', target, { body: {} })
      await handler(silent)
      expect(silent.bodyReads).toBe(0)
    },
  )
})

describe('I29: a look-alike', () => {
  it.each(lookAlikeTargets.map((target) => [target]))('%j is left to the host', async (target) => {
    const { handler } = served()
    expect(await handler(request('GET', target))).toBeUndefined()
  })

  it('of an id is one that is not found', async () => {
    const { call } = served()
    for (const id of ['x', '%', '%zz', '%2e%2e', 'a%2fb', '%00', '__proto__', 'constructor', 'x'.repeat(2_000), '%ff'])
      expect(await call('ann', 'GET', `/v1/approvals/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      })
  })
})

describe('a method that a path does not take', () => {
  it.each([
    ['PUT', '/v1/approvals', 'POST, GET, HEAD'],
    ['DELETE', '/v1/approvals/x', 'GET, HEAD'],
    ['GET', '/v1/approvals/x/decision', 'POST'],
    ['OPTIONS', '/v1/approvals', 'POST, GET, HEAD'],
    ['post', '/v1/approvals', 'POST, GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
  ])('%s %s is 405 and says which it does', async (method, target, allow) => {
    const { call } = served()
    expect(await call('ann', method, target)).toMatchObject({ status: 405, headers: { allow } })
  })
})

describe('I32: the longest hostile target', () => {
  it.each([
    ['encoded over and over', `/${'%25'.repeat(5_000)}`],
    ['encoded within itself', `/%${'25'.repeat(3_000)}`],
    ['of dots', `/${'../'.repeat(5_000)}`],
    ['of slashes', '/'.repeat(16_000)],
    ['of parameters', `/${'a;'.repeat(8_000)}`],
    ['of half an encoding', `/${'%'.repeat(16_000)}`],
  ])('%s blocks for no more than 50 ms', async (_, target) => {
    const { handler } = served()
    const sent = request('GET', target)
    await handler(sent)
    let best = Infinity
    for (let n = 0; n < 3; n += 1) {
      const startedAt = performance.now()
      await handler(sent)
      best = Math.min(best, performance.now() - startedAt)
    }
    expect(best).toBeLessThan(50)
  })
})
