// `gate.run` against the built gateway: killed and started again while it waits, with streams that end with their key.
import { createClient, createRemoteGate } from '@holdpoint/client'
import { expect, it } from 'vitest'
import { gatewayForTest } from './gateway-process.ts'

const action = { kind: 'tool.call', target: { tool: 'deploy' }, input: { version: '1.2.3' } }

it('I11: a wait outlives kill -9 of the gateway; the function runs once, with what was approved', async () => {
  const gateway = await gatewayForTest()
  const client = createClient({ baseUrl: gateway.url, credential: gateway.firstKey })
  const calls: unknown[] = []
  const running = createRemoteGate({ client }).run(action, (approved) => calls.push(approved), { timeoutMs: 60_000 })
  const operator = createClient({ baseUrl: gateway.url, credential: gateway.operatorToken })
  const pending = async () => {
    const page = await operator.list({ status: 'pending' })
    return page.ok ? page.value.items : []
  }
  await expect.poll(pending).toHaveLength(1)
  await gateway.kill()
  await gateway.start()
  const [held] = await pending()
  if (!held) throw new Error('it is held no more')
  expect(await operator.decide(held.id, { verdict: 'allow-once', digest: held.digest })).toMatchObject({ ok: true })
  expect(await running).toMatchObject({ type: 'ran', approval: { id: held.id, status: 'succeeded' } })
  expect(calls).toEqual([action])
})

it('I30: an event stream ends with the revocation of its key', async () => {
  const gateway = await gatewayForTest()
  const made = await gateway.operator.post('/v1/keys', { name: 'watcher', scopes: ['decide'], loops: ['default'] })
  const watcher = createClient({ baseUrl: gateway.url, credential: made.body.key ?? '' })
  const seen: unknown[] = []
  let revokedAt = Infinity
  for await (const event of watcher.watch()) {
    seen.push(event)
    if (event.type !== 'reset') continue
    expect((await gateway.operator.call('DELETE', '/v1/keys/watcher')).status).toBe(204)
    revokedAt = performance.now()
  }
  expect(seen).toMatchObject([{ type: 'reset' }, { type: 'refused', refusal: { code: 'unauthenticated' } }])
  // The limit itself is judged on a fake clock; here, how long it took on this machine, coming back and refusal included.
  process.stdout.write(
    `revocation → stream ended and refused: ${Math.round(performance.now() - revokedAt)} ms of 5000\n`,
  )
})
