// A message to hold, and the usual questions about what became of it.
import { expect } from 'vitest'
import type { Api, WireApproval } from './api.ts'
import { eventually } from './eventually.ts'
import type { GatewayProcess } from './gateway-process.ts'

export const message = (text: string, more: object = {}) => ({
  channel: 'log',
  to: '+1555',
  payloads: [{ text }],
  ...more,
})

/** Asks, and returns at once, the message being held. */
export async function hold(bot: Api, body: object): Promise<WireApproval> {
  const held = await bot.post('/v1/outbound', body)
  expect(held).toMatchObject({ status: 202, body: { outcome: 'held', approval: { status: 'pending' } } })
  if (held.body.approval === undefined) throw new Error('there is no approval in the answer')
  return held.body.approval
}

export const decide = (reviewer: Api, { id, digest }: WireApproval, verdict: string) =>
  reviewer.post(`/v1/approvals/${id}/decision`, { verdict, digest })

export async function read(gateway: GatewayProcess, id: string): Promise<WireApproval> {
  const { status, body } = await gateway.operator.get(`/v1/approvals/${id}`)
  expect({ status, id: body.id }).toEqual({ status: 200, id })
  return body as WireApproval
}

/** The only one that is pending, once it is there. */
export const onlyPending = (gateway: GatewayProcess): Promise<WireApproval> =>
  eventually('one approval is pending', async () => {
    const { body } = await gateway.operator.get('/v1/approvals?status=pending')
    expect(body.items?.length).toBeLessThanOrEqual(1)
    return body.items?.[0]
  })

export const untilStatus = (gateway: GatewayProcess, id: string, ...statuses: readonly string[]) =>
  eventually(`${id} is ${statuses.join(' or ')}`, async () => {
    const approval = await read(gateway, id)
    return statuses.includes(approval.status) && approval
  })

/** How often this approval's message was delivered. */
export const timesDelivered = async (gateway: GatewayProcess, id: string): Promise<number> =>
  (await gateway.delivered()).filter(({ approval }) => approval === id).length
