// The request that repeats a held one: exactly the same, and once.
import assert from 'node:assert/strict'
import type { AdapterCase } from './adapter-case.ts'
import { codeOf, type Sent } from './exchange.ts'
import { serveGuarded } from './guarded-app.ts'

const tenant = { 'x-tenant': 'a' }

const changes: Readonly<Record<string, Partial<Sent>>> = {
  'a byte of the body': { body: { version: '1.2.4' } },
  'a space in the body': { body: '{"version": "1.2.3"}', headers: { 'content-type': 'application/json' } },
  'no body': { body: undefined },
  'the type of the body': { headers: { 'content-type': 'application/json; v=2' } },
  'the query': { path: '/deploy?x=2' },
  'no query': { path: '/deploy' },
  'an empty query': { path: '/deploy?' },
  'a chosen header': { headers: { 'x-tenant': 'b' } },
  'no chosen header': { headers: { 'x-tenant': '' } },
}

export function repeatingCases(it: AdapterCase): void {
  for (const [what, change] of Object.entries(changes))
    it(`with ${what} changed is 409, and nothing runs (I18)`, async (stage) => {
      const { call, node, runs } = await serveGuarded(stage, { route: { headers: ['x-tenant'] } })
      await call({ path: '/deploy?x=1', headers: tenant })
      const { id } = await node.decide()
      const repeat = { path: '/deploy?x=1', ...change }
      const headers = { ...tenant, 'holdpoint-approval': id, ...change.headers }
      const answered = await call({ ...repeat, headers })
      assert.deepEqual([answered.status, codeOf(answered)], [409, 'digest_mismatch'])
      assert.deepEqual(runs, [])
      const same = { path: '/deploy?x=1', headers: { ...tenant, 'holdpoint-approval': id } }
      assert.equal((await call(same)).status, 201)
    })

  it('by another method, at another path, or by somebody else runs nothing', async (stage) => {
    const world = await serveGuarded(stage)
    await world.call()
    const { id } = await world.node.decide()
    const headers = { 'holdpoint-approval': id }
    const others = { ...world, mode: 'on-miss' as const }
    const put = await serveGuarded(stage, { ...others, guard: {}, method: 'PUT' })
    assert.equal(codeOf(await put.call({ headers })), 'digest_mismatch')
    assert.equal(codeOf(await world.call({ headers: { ...headers, authorization: 'eve' } })), 'not_found')
    assert.equal(codeOf(await world.call({ headers: { 'holdpoint-approval': 'ap_none' } })), 'not_found')
    assert.deepEqual([...world.runs, ...put.runs], [])
  })

  it('50 times at once, over two servers on one store, runs once (I2)', async (stage) => {
    const one = await serveGuarded(stage)
    const two = await serveGuarded(stage, { store: one.store })
    await one.call()
    const { id } = await one.node.decide()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? one : two).call({ headers: { 'holdpoint-approval': id } })),
    )
    const statuses = answers.map((answer) => `${answer.status} ${codeOf(answer) ?? ''}`)
    assert.equal(statuses.filter((status) => status === '201 ').length, 1)
    assert.equal(statuses.filter((status) => status === '409 already_started').length, 49)
    assert.equal(one.runs.length + two.runs.length, 1)
    assert.equal(codeOf(await two.call({ headers: { 'holdpoint-approval': id } })), 'already_started')
  })

  it('waits on for what is pending, and is served when it is allowed', async (stage) => {
    const { call, node, runs } = await serveGuarded(stage)
    const { headers } = await call()
    const id = headers['holdpoint-approval'] ?? ''
    const calling = call({ headers: { 'holdpoint-approval': id, prefer: 'wait=15' } })
    await node.decide()
    assert.equal((await calling).status, 201)
    assert.equal(runs.length, 1)
  })
}
