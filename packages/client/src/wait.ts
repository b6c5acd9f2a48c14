// Waiting for one approval, over as many held answers and as many restarts of the gateway as it takes.
import type { ApprovalView } from '@holdpoint/core'
import type { ApprovalCalls } from './approval-calls.ts'
import { backoffMs, sleep } from './backoff.ts'
import type { ClientResult } from './client-result.ts'

export interface WaitOptions {
  /** At its end the approval is answered as it was read last. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** When to stop waiting; by default as soon as it is no longer pending. */
  readonly until?: (approval: ApprovalView) => boolean
}

/** For how long one answer is asked to be held: proxies cut what is silent for a minute, some sooner. */
const heldMs = 25_000

const isDecided = (approval: ApprovalView) => approval.status !== 'pending'

/**
 * The last that was read where time ran out or `signal` aborted; a refusal where nothing could be read, or where the
 * gateway refuses.
 */
export async function waitForApproval(
  calls: Pick<ApprovalCalls, 'get'>,
  id: string,
  { timeoutMs, signal, until = isDecided }: WaitOptions,
): Promise<ClientResult<ApprovalView>> {
  const endsAt = performance.now() + timeoutMs
  let last: ClientResult<ApprovalView> | undefined
  for (let idle = 1; ; idle += 1) {
    const startedAt = performance.now()
    const waitMs = Math.max(0, Math.min(endsAt - startedAt, heldMs))
    const got = await calls.get(id, { waitMs, retryForMs: 0, ...(signal && { signal }) })
    if (got.ok || !last?.ok) last = got
    if (!got.ok && !got.retryable) return got
    if (got.ok && until(got.value)) return got
    const now = performance.now()
    if (now >= endsAt || signal?.aborted) return last
    // One that held it for long says that nothing has happened; one that didn't may be stopping, or not be there.
    if (got.ok && now - startedAt >= waitMs / 2 && waitMs >= 1_000) idle = 0
    else await sleep(Math.min(backoffMs(idle), endsAt - now), signal)
  }
}
