// What can be done with approvals, by whom. Every way in calls these; each passes the one authorization function.
import type { Digest } from '../domain/action.ts'
import type { Answer, Approval, Executor } from '../domain/approval.ts'
import { ok, refuse, type Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import type { Operation, Principal } from '../domain/principal.ts'
import type { Decision } from '../parse/decision.ts'
import type { ApprovalDraft } from '../parse/draft.ts'
import type { FinishCall } from '../parse/run.ts'
import type { Clock, Cursor, Hooks, Ids, Log, Store, Wake } from '../ports.ts'
import { changeApproval, type PrincipalChange } from './changing.ts'
import { commitChange, type ApprovalResult } from './commit.ts'
import type { Denials } from './denials.ts'
import { keepNow, type Keep } from './internal-effects.ts'
import type { Judge } from './judging.ts'
import { listApprovals, type ListFilter } from './listing.ts'
import { loadApproval, readApproval } from './loading.ts'
import {
  reopenApproval,
  requestApproval,
  requestIfAsked,
  type Asked,
  type Requested,
  type RequestOptions,
} from './requesting.ts'
import type { Settings } from './settings.ts'
import { startCommand } from './starting.ts'
import { failClosed } from './fail-closed.ts'
import { createWaiters } from './waiters.ts'
import { waitForApproval, type WaitOptions } from './waiting.ts'

export type { ApprovalDraft, FinishCall }

export interface ApprovalsOptions {
  readonly store: Store
  readonly wake: Wake
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly settings: () => Settings
  readonly judge: Judge
  readonly denials: Denials
  /** Without it no `callbackUrl` is taken. */
  readonly hooks?: Pick<Hooks, 'judge'> | undefined
  /** Carries out what a decision leaves behind, so that it is live with the answer, if it can be. */
  readonly keep: Keep
  /** How long a waiter trusts that a hint would have come, in ms; infinite by default, where hints can't be lost. */
  readonly pollMs?: number
}

export interface Started {
  readonly approval: Approval
  readonly ticket: string
}

export interface Approvals {
  /**
   * Refuses: invalid_request, forbidden, not_found (the loop), unsatisfiable, too_many_pending, too_many_denials,
   * idempotency_mismatch.
   */
  request(principal: Principal, draft: ApprovalDraft | Json, options?: RequestOptions): Promise<Requested>
  /** As `request`, but what the policy or a rule answers by itself makes no record: for guarded routes. */
  requestIfAsked(
    principal: Principal,
    draft: ApprovalDraft | Json,
    options?: Omit<RequestOptions, 'idempotencyKey'>,
  ): Promise<Asked>
  /** Asks again what ended without running: a new approval that names the old one. */
  reopen(principal: Principal, id: string, digest?: Digest): Promise<Requested>
  /** The same decision again gets the same answer. Here and below, `version` makes it conditional (`precondition_failed`). */
  decide(principal: Principal, id: string, decision: Decision, version?: number): Promise<ApprovalResult>
  /** Withdraws an approval before it starts, and the rule that it left behind. */
  revoke(principal: Principal, id: string, reason?: string, version?: number): Promise<ApprovalResult>
  /** Tells other reviewers who is on it; it returns by itself after `forMs` (5 minutes). */
  claim(principal: Principal, id: string, forMs?: number, version?: number): Promise<ApprovalResult>
  release(principal: Principal, id: string, version?: number): Promise<ApprovalResult>
  /** 1–2,000 characters. */
  comment(principal: Principal, id: string, text: string, version?: number): Promise<ApprovalResult>
  cancel(principal: Principal, id: string, reason?: string, version?: number): Promise<ApprovalResult>
  /** Hands out the ticket once. The policy is asked again: `policy_changed` where it allows this no longer. */
  start(principal: Principal, id: string, digest: Digest, version?: number): Promise<ApprovalResult<Started>>
  /** The same for a guarded route, which is the gateway's to start: to be called only with the very request at hand. */
  startAsGateway(principal: Principal, id: string, digest: Digest): Promise<ApprovalResult<Started>>
  finish(principal: Principal, id: string, finish: FinishCall, version?: number): Promise<ApprovalResult>
  get(principal: Principal, id: string): Promise<Result<Approval>>
  /** Newest first. Without the scope `decide`, only one's own. */
  list(
    principal: Principal,
    filter: ListFilter,
  ): Promise<Result<{ readonly items: readonly Approval[]; readonly next?: Cursor }>>
  wait(principal: Principal, id: string, options: WaitOptions): Promise<Result<Approval>>
  /** What a channel says happened there. `trusted` where it needs no confirmation. */
  answer(channel: string, id: string, answer: Answer, trusted: boolean): Promise<ApprovalResult>
  /** Ends every wait: the approvals are answered as they stand. */
  close(): void
}

const claimMs = 300_000

const leavesSomething = (approval: Approval): boolean =>
  approval.denialMemoryMs !== undefined || approval.votes.some((vote) => vote.verdict === 'allow-always')

export function createApprovals(given: ApprovalsOptions): Approvals {
  const options = { ...given, store: failClosed(given.store) }
  const { store, ids, judge, keep, pollMs = Infinity } = options
  const waiters = createWaiters(options.wake, options.clock)

  const change = (
    principal: Principal,
    id: string,
    operation: Operation,
    command: PrincipalChange['command'],
    version?: number,
  ) => changeApproval(options, { principal, id, operation, command, version })

  async function start(
    by: Executor,
    principal: Principal,
    id: string,
    digest: Digest,
    version?: number,
  ): Promise<ApprovalResult<Started>> {
    const ticket = ids.random()
    const loaded = await loadApproval(store, id)
    const stopped = loaded.ok ? await judge.whyStopped(loaded.value) : undefined
    const started = await change(principal, id, 'start', startCommand(by, digest, ticket, stopped), version)
    if (!started.ok) return started
    // Only whoever's own ticket is in the record may run it: it may have ended while the policy was asked.
    if (started.value.ticket === ticket) return ok({ approval: started.value, ticket })
    return {
      ...refuse('policy_changed', `It was withdrawn: ${stopped ?? 'the policy has changed'}.`),
      approval: started.value,
    }
  }

  return {
    request: (principal, draft, request = {}) => requestApproval(options, principal, draft, request),
    requestIfAsked: (principal, draft, request = {}) => requestIfAsked(options, principal, draft, request),
    reopen: (principal, id, digest) => reopenApproval(options, principal, id, digest),
    get: (principal, id) => readApproval(store, principal, id),
    list: (principal, filter) => listApprovals(options, principal, filter),
    wait: (principal, id, wait) =>
      waitForApproval({ store, waiters, pollMs }, id, () => readApproval(store, principal, id), wait),

    async decide(principal, id, { verdict, digest, reason, input, remember }, version) {
      const draft = {
        type: 'decide' as const,
        verdict,
        digest,
        mayMakeRule: principal.scopes.includes('rules'),
        ...(reason !== undefined && { reason }),
        ...(remember && { remember }),
      }
      const withEdit = (approval: Approval) =>
        input === undefined ? draft : { ...draft, edit: { input, policy: judge.edit(approval, input) } }
      const decided = await change(principal, id, 'decide', withEdit, version)
      if (decided.ok && leavesSomething(decided.value)) await keepNow(options, keep, decided.value)
      return decided
    },
    async revoke(principal, id, reason, version) {
      const why = reason === undefined ? {} : { reason }
      const revoked = await change(principal, id, 'revoke', { type: 'revoke', ...why }, version)
      if (revoked.ok && leavesSomething(revoked.value)) await keepNow(options, keep, revoked.value)
      return revoked
    },
    claim: (principal, id, forMs = claimMs, version) =>
      change(principal, id, 'claim', { type: 'claim', forMs }, version),
    release: (principal, id, version) => change(principal, id, 'release', { type: 'release' }, version),
    comment: (principal, id, text, version) => change(principal, id, 'comment', { type: 'comment', text }, version),
    cancel: (principal, id, reason, version) =>
      change(principal, id, 'cancel', { type: 'cancel', ...(reason !== undefined && { reason }) }, version),

    start: (principal, id, digest, version) => start('requester', principal, id, digest, version),
    startAsGateway: (principal, id, digest) => start('gateway', principal, id, digest),
    finish: (principal, id, finish, version) => change(principal, id, 'finish', { type: 'finish', ...finish }, version),

    async answer(channel, id, answer, trusted) {
      const command = { type: 'answer', channel, answer, trusted } as const
      const result = await commitChange(options, { id, key: ids.random(), actor: channel, via: channel, command })
      return result.ok ? ok(result.value.approval) : result
    },
    close: () => waiters.close(),
  }
}
