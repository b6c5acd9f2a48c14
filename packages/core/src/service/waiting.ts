// Waiting for one approval, on behalf of one principal.
import { isEnded, turnOf, type Approval } from '../domain/approval.ts'
import type { Result } from '../domain/errors.ts'
import type { Store } from '../ports.ts'
import type { Waiters } from './waiters.ts'

export interface WaitOptions {
  /** At its end the approval is answered as it stands. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** When to stop waiting; by default as soon as it is no longer pending. Always when it has ended. */
  readonly until?: (approval: Approval) => boolean
}

interface Context {
  readonly store: Store
  readonly waiters: Waiters
  readonly pollMs: number
}

const isDecided = (approval: Approval) => approval.status !== 'pending'

export async function waitForApproval(
  { store, waiters, pollMs }: Context,
  id: string,
  read: () => Promise<Result<Approval>>,
  { timeoutMs, signal, until = isDecided }: WaitOptions,
): Promise<Result<Approval>> {
  const endsAt = (await store.now()) + timeoutMs
  for (;;) {
    // The hint is awaited from before the read, so a change between the two can't be missed.
    const hint = waiters.listen(id)
    try {
      const got = await read()
      if (!got.ok || until(got.value) || isEnded(got.value.status) || signal?.aborted || waiters.isClosed()) return got
      const now = await store.now()
      if (now >= endsAt) return got
      const turnsAt = turnOf(got.value)?.at ?? Infinity
      await hint.wait(Math.min(endsAt - now, turnsAt - now, pollMs), signal)
    } finally {
      hint.stop()
    }
  }
}
