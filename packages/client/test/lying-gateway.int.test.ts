// The digests are checked on this side too: a gateway that answers with another action gets nothing run.
import { digestOf } from '@holdpoint/core'
import { describe, expect, it } from 'vitest'
import { gated } from './gated.ts'
import { action, ann, decideNext, must, type GatewayOptions } from './gateway.ts'

/** Changes the JSON of the answers to the calls that match. */
const lying =
  (line: RegExp, lie: (body: { [key: string]: unknown }) => object): GatewayOptions['around'] =>
  (handler) =>
  async (request, context) => {
    const response = await handler(request, context)
    if (!line.test(`${request.method} ${request.target}`) || typeof response?.body !== 'string') return response
    return {
      ...response,
      headers: [['content-type', 'application/json']],
      body: JSON.stringify(lie(JSON.parse(response.body))),
    }
  }

describe('I21: a gateway that says another thing than was asked', () => {
  const other = { ...action, input: { version: '6.6.6' } }

  it('when it holds it: nothing runs, and it is withdrawn', async () => {
    const requestDigest = `sha256:${'0'.repeat(64)}`
    const around = lying(/^POST \/v1\/approvals$/, (body) => ({ ...body, requestDigest }))
    const { gateway, gate, calls, perform } = await gated({ ...(around && { around }) })
    expect(await gate.run(action, perform)).toMatchObject({ type: 'blocked', reason: 'digest_mismatch' })
    expect(calls).toEqual([])
    const { items } = must(await gateway.holdpoint().approvals.list(ann, { limit: 1 }))
    expect(items).toMatchObject([{ status: 'cancelled' }])
  })

  it('when it starts it: nothing runs, and that is recorded', async () => {
    const around = lying(/start$/, (body) => ({ ...body, action: other }))
    const { gateway, gate, calls, perform, stored } = await gated({ ...(around && { around }) })
    const running = gate.run(action, perform)
    const { id } = must(await decideNext(gateway))
    expect(await running).toMatchObject({ type: 'blocked', reason: 'digest_mismatch' })
    expect(calls).toEqual([])
    expect(await stored(id)).toMatchObject({ status: 'failed', detail: 'digest_mismatch' })
  })

  it('when both are of one piece, and nobody edited it: nothing runs', async () => {
    const digest = digestOf('default', 'key:bot', other)
    const around = lying(/^GET|start$/, (body) => {
      const approval = body['approval'] ?? body
      return 'ticket' in body
        ? { ...body, action: other, approval: { ...approval, digest } }
        : { ...body, digest, action: other }
    })
    const { gateway, gate, calls, perform } = await gated({ ...(around && { around }) })
    const running = gate.run(action, perform)
    must(await decideNext(gateway))
    expect(await running).toMatchObject({ type: 'blocked', reason: 'digest_mismatch' })
    expect(calls).toEqual([])
  })
})
