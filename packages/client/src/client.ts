// A typed client of a gateway's HTTP API. Every call ends within its limits and comes to a value, never a throw.
import { createApprovalCalls, type ApprovalCalls } from './approval-calls.ts'
import { checkClientOptions, type ClientOptions } from './client-options.ts'
import type { ClientResult } from './client-result.ts'
import { createOtherCalls, type OtherCalls } from './other-calls.ts'
import { createSend } from './send.ts'
import { waitForApproval, type WaitOptions } from './wait.ts'
import { watchEvents, type WatchEvent, type WatchOptions } from './watch.ts'
import type { ApprovalView } from '@holdpoint/core'

export interface HoldpointClient extends ApprovalCalls, OtherCalls {
  /** Until it is decided, over held answers and restarts of the gateway; at its time-out, as it was read last. */
  wait(id: string, options: WaitOptions): Promise<ClientResult<ApprovalView>>
  /** Hints of what changes, over cuts and restarts. Ends with `signal`, or when the gateway refuses it. */
  watch(options?: WatchOptions): AsyncGenerator<WatchEvent, void>
}

/**
 * Throws `invalid_config` on a wrong option.
 *
 * ```ts
 * import { createClient } from '@holdpoint/client'
 *
 * export async function whatIsOpen(credential: string): Promise<void> {
 *   const client = createClient({ baseUrl: 'http://127.0.0.1:4180', credential })
 *   const page = await client.list({ status: 'pending', limit: 10 })
 *   if (!page.ok) throw new Error(page.detail)
 *   for (const { id, requester, action } of page.value.items) process.stdout.write(`${id} ${requester} ${action.kind}\n`)
 * }
 * ```
 */
export function createClient(options: ClientOptions): HoldpointClient {
  const checked = checkClientOptions(options)
  const send = createSend(checked)
  const approvals = createApprovalCalls(send)
  return {
    ...approvals,
    ...createOtherCalls(send),
    wait: (id, wait) => waitForApproval(approvals, id, wait),
    watch: (watch) => watchEvents(checked, watch),
  }
}
