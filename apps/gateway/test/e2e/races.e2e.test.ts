// Two reviewers with opposite minds at the same instant, over real connections, again and again.
import { describe, expect, it } from 'vitest'
import type { Answer, WireApproval } from './api.ts'
import { gatewayForTest } from './gateway-process.ts'
import { decide, hold, message, read, timesDelivered, untilStatus } from './held-message.ts'

const rounds = 200

describe.each(['sqlite:.holdpoint/holdpoint.db', 'memory:'])('two opposite decisions at once, on %s', (storage) => {
  it(`one wins and the other is told who, ${rounds} times (I4, I5)`, async () => {
    const gateway = await gatewayForTest({ config: { storage } })
    const key = async (name: string, scope: string) => {
      const made = await gateway.operator.post('/v1/keys', { name, scopes: [scope], loops: ['default'] })
      return gateway.api(made.body.key)
    }
    const [bot, ada, ben] = [await key('bot', 'request'), await key('ada', 'decide'), await key('ben', 'decide')]
    const ends: { readonly id: string; readonly allowed: boolean }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const asked = await hold(bot, message(`round ${round}`))
      const allow = () => decide(ada, asked, 'allow-once')
      const deny = () => decide(ben, asked, 'deny')
      // Who is written to the wire first takes turns.
      const [first, second] = await (round % 2 === 0 ? Promise.all([allow(), deny()]) : swapped(deny(), allow()))
      ends.push({ id: asked.id, allowed: judge(asked, first, second) })
    }
    // Both happen, else this has raced nothing.
    expect(ends.filter(({ allowed }) => allowed).length).toBeGreaterThan(0)
    expect(ends.filter(({ allowed }) => !allowed).length).toBeGreaterThan(0)
    for (const { id, allowed } of ends)
      if (allowed) await untilStatus(gateway, id, 'succeeded')
      else expect((await read(gateway, id)).status).toBe('denied')
    await gateway.stop()
    for (const { id, allowed } of ends) expect(await timesDelivered(gateway, id)).toBe(allowed ? 1 : 0)
    expect(await gateway.delivered()).toHaveLength(ends.filter(({ allowed }) => allowed).length)
  })

  it('a hundred reviewers who all allow make it run once (I2, I5)', async () => {
    const gateway = await gatewayForTest({ config: { storage } })
    const made = await gateway.operator.post('/v1/keys', { name: 'bot', scopes: ['request'], loops: ['default'] })
    const asked = await hold(gateway.api(made.body.key), message('once'))
    const answers = await Promise.all([...Array(100)].map(() => decide(gateway.operator, asked, 'allow-once')))
    // The same again is no conflict.
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    await untilStatus(gateway, asked.id, 'succeeded')
    await gateway.stop()
    expect(await timesDelivered(gateway, asked.id)).toBe(1)
  })
})

async function swapped<A, B>(first: Promise<A>, second: Promise<B>): Promise<[B, A]> {
  const [a, b] = await Promise.all([first, second])
  return [b, a]
}

/** Whether the allow won, after seeing that exactly one of the two did. */
function judge(asked: WireApproval, allow: Answer, deny: Answer): boolean {
  const allowed = allow.status === 200
  const [winner, loser] = allowed ? [allow, deny] : [deny, allow]
  const vote = allowed ? { reviewer: 'key:ada', verdict: 'allow-once' } : { reviewer: 'key:ben', verdict: 'deny' }
  expect(winner).toMatchObject({ status: 200, body: { id: asked.id } })
  expect(loser).toMatchObject({
    status: 409,
    body: { code: 'already_decided', approval: { id: asked.id, votes: [vote] } },
  })
  return allowed
}
