// Account-level webhooks: nested, signed with the account's secret, and retried for 39 hours [DOCS-A webhooks].
import { createHmac } from 'node:crypto'
import type { Ledger, StandInMember, StandInRequest } from './ledger.ts'

export interface AccountWebhook {
  readonly url: string
  readonly secret: string
}

/** The documented ladder: now, 15 s, 1 m, 5 m, 30 m, 2 h, 12 h, 24 h; here as multiples of the first pause. */
export const accountLadder: readonly number[] = [1, 4, 20, 120, 480, 2880, 5760]

export function nestedBody(
  { loops, now }: Ledger,
  request: StandInRequest,
  event: string,
  reviewer: StandInMember | undefined,
): string {
  const { callback_url: _, timeout_seconds: _2, ...shown } = request
  const loop = { id: request.loop_id, name: loops.get(request.loop_id)?.name ?? '' }
  const by = reviewer === undefined ? {} : { reviewer: { user_id: reviewer.user_id, email: reviewer.email } }
  return JSON.stringify({ event, timestamp: new Date(now()).toISOString(), data: { request: shown, loop, ...by } })
}

/** Of the raw body. */
export const accountHeaders = (body: string, secret: string): Readonly<Record<string, string>> => ({
  'x-hitl-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
})
