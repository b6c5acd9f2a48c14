// What is recorded of a call that was let through: how its answer ended, and what becomes of clients that leave.
import assert from 'node:assert/strict'
import { sleep, type AdapterCase } from './adapter-case.ts'
import { requestBytes } from './exchange.ts'
import { serveGuarded, type GuardedApp } from './guarded-app.ts'

const outcomeOf = async ({ call, node }: GuardedApp): Promise<string> => {
  await call()
  const { id } = await node.decide()
  await call({ headers: { 'holdpoint-approval': id } }).catch(() => undefined)
  return (await node.until(id, ({ status }) => status !== 'approved' && status !== 'started')).status
}

export function endingCases(it: AdapterCase): void {
  for (const [status, outcome] of [
    [200, 'succeeded'],
    [404, 'succeeded'],
    [500, 'failed'],
    [503, 'failed'],
  ] as const)
    it(`with ${status} is recorded as ${outcome}`, async (stage) => {
      const app = await serveGuarded(stage, { run: async () => ({ status, body: 'x' }) })
      assert.equal(await outcomeOf(app), outcome)
    })

  it('with a throw is recorded as failed', async (stage) => {
    const run = async () => {
      throw new Error('deploy broke')
    }
    const app = await serveGuarded(stage, { run })
    assert.equal(await outcomeOf(app), 'failed')
  })

  it('with a connection that dies first is recorded as unknown (I3)', async (stage) => {
    const run = async (_call: unknown, cut: () => void) => {
      cut()
      await sleep(20)
      return { status: 200, body: 'x' }
    }
    const app = await serveGuarded(stage, { run })
    assert.equal(await outcomeOf(app), 'unknown')
  })

  it('with a client that leaves before its answer is recorded as unknown, though it ran', async (stage) => {
    const running = Promise.withResolvers<void>()
    const left = Promise.withResolvers<void>()
    const run = async () => {
      running.resolve()
      await left.promise
      return { status: 200, body: 'x' }
    }
    const { port, call, node, runs } = await serveGuarded(stage, { run })
    await call()
    const { id } = await node.decide()
    const client = await stage.dial(port)
    const headers = { authorization: 'bot', 'holdpoint-approval': id }
    client.send(requestBytes({ path: '/deploy', headers, body: { version: '1.2.3' } }))
    await running.promise
    client.socket.destroy()
    const { status } = await node.until(id, (now) => now.status !== 'started')
    left.resolve()
    assert.deepEqual([status, runs.length], ['unknown', 1])
  })

  it('with a client that leaves while it is held changes nothing: the approval stays, and can be used', async (stage) => {
    const { port, call, node, runs } = await serveGuarded(stage)
    const client = await stage.dial(port)
    const headers = { authorization: 'bot', prefer: 'wait=15' }
    client.send(requestBytes({ path: '/deploy', headers, body: { version: '1.2.3' } }))
    while (!(await node.pending())) await sleep(5)
    client.socket.destroy()
    await sleep(30)
    const { id } = await node.decide()
    await sleep(30)
    assert.equal((await node.until(id, () => true)).status, 'approved')
    assert.deepEqual(runs, [])
    assert.equal((await call({ headers: { 'holdpoint-approval': id } })).status, 201)
  })

  it('holds no more calls than it may: the next is answered 202 at once', async (stage) => {
    const { port, call, node } = await serveGuarded(stage, { guard: { maxHeld: 1 } })
    const client = await stage.dial(port)
    const headers = { authorization: 'bot', prefer: 'wait=15' }
    client.send(requestBytes({ path: '/deploy', headers, body: { first: true } }))
    while (!(await node.pending())) await sleep(5)
    assert.equal((await call({ headers })).status, 202)
    assert.equal(client.text(), '')
    client.socket.destroy()
  })
}
