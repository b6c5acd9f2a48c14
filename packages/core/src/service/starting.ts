// What a start becomes when the policy has had its say again, at the last moment.
import type { Digest } from '../domain/action.ts'
import type { Approval, Executor } from '../domain/approval.ts'
import type { CommandDraft } from '../domain/command.ts'

/** `stopped` is why the policy doesn't allow it any more; then an approved one is withdrawn instead of started. */
export const startCommand =
  (by: Executor, digest: Digest | undefined, ticket: string, stopped: string | undefined) =>
  (approval: Approval): CommandDraft => {
    const start = { type: 'start', by, digest: digest ?? approval.digest, ticket } as const
    // Somebody who may not start it, or means another action, is told so and withdraws nothing.
    const isTheirs = by === approval.executor && start.digest === approval.digest
    return stopped !== undefined && isTheirs ? { type: 'withdraw', reason: stopped } : start
  }
