// What can be done with approvals, by whom. Every way in calls these; each passes the one authorization function.
import type { Digest } from '../domain/action.ts'
import type { Answer, Approval } from '../domain/approval.ts'
import type { CommandDraft } from '../domain/command.ts'
import { errorTable, ok, refuse, type Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { authorize, type Operation, type Principal } from '../domain/principal.ts'
import type { Decision } from '../parse/decision.ts'
import type { ApprovalDraft } from '../parse/draft.ts'
import { approvalsCollection, fromRecord } from '../parse/record.ts'
import type { FinishCall } from '../parse/run.ts'
import type { Clock, Cursor, Ids, Log, Store, Wake } from '../ports.ts'
import { asOf, commitChange, type ApprovalResult } from './commit.ts'
import { requestApproval, resolveLoop, type Requested, type RequestOptions } from './requesting.ts'
import type { Settings } from './settings.ts'
import { createWaiters } from './waiters.ts'
import { waitForApproval, type WaitOptions } from './waiting.ts'

export interface ApprovalsOptions {
  readonly store: Store
  readonly wake: Wake
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly settings: () => Settings
  /** How long a waiter trusts that a hint would have come, in ms; infinite by default, where hints can't be lost. */
  readonly pollMs?: number
}

export interface ListFilter {
  readonly loop?: string
  readonly status?: string
  readonly kind?: string
  readonly requester?: string
  /** 1…100. */
  readonly limit: number
  readonly after?: Cursor
}

export interface Approvals {
  /** Refuses: invalid_request, forbidden, not_found (the loop), unsatisfiable, too_many_pending, idempotency_mismatch. */
  request(principal: Principal, draft: ApprovalDraft | Json, options?: RequestOptions): Promise<Requested>
  /** `version` makes it conditional (`precondition_failed`). The same decision again gets the same answer. */
  decide(principal: Principal, id: string, decision: Decision, version?: number): Promise<ApprovalResult>
  cancel(principal: Principal, id: string, reason?: string): Promise<ApprovalResult>
  /** Hands out the ticket once. */
  start(
    principal: Principal,
    id: string,
    digest: Digest,
  ): Promise<ApprovalResult<{ readonly approval: Approval; readonly ticket: string }>>
  finish(principal: Principal, id: string, finish: FinishCall): Promise<ApprovalResult>
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

export function createApprovals(options: ApprovalsOptions): Approvals {
  const { store, ids, settings, log, pollMs = Infinity } = options
  const waiters = createWaiters(options.wake, options.clock)
  const isKnownLoop = (loop: string) => Object.hasOwn(settings().loops, loop)

  const load = async (id: string): Promise<Result<Approval>> => {
    const record = await store.read(approvalsCollection, id)
    if (!record) return refuse('not_found', 'There is no such approval.')
    const read = fromRecord(record)
    return read.ok ? ok(asOf(read.value, await store.now())) : read
  }

  const get = async (principal: Principal, id: string): Promise<Result<Approval>> => {
    const loaded = await load(id)
    const allowed = loaded.ok ? authorize(principal, 'read', loaded.value) : loaded
    return allowed.ok ? loaded : allowed
  }

  const change = async (
    principal: Principal,
    id: string,
    operation: Operation,
    command: CommandDraft,
    version?: number,
  ): Promise<ApprovalResult> => {
    const guard = (approval: Approval): Result<true> => {
      const allowed = authorize(principal, operation, approval)
      if (!allowed.ok || version === undefined || approval.version === version) return allowed
      return refuse(
        'precondition_failed',
        `The approval is at version ${approval.version}, not ${version}.`,
        'If-Match',
      )
    }
    const result = await commitChange(options, { id, key: ids.random(), actor: principal.id, command, guard })
    return result.ok ? ok(result.value.approval) : result
  }

  return {
    request: (principal, draft, request = {}) => requestApproval({ ...options, load }, principal, draft, request),
    get,
    wait: (principal, id, wait) => waitForApproval({ store, waiters, pollMs }, id, () => get(principal, id), wait),

    async decide(principal, id, { verdict, digest, reason, input }, version) {
      if (input !== undefined)
        return refuse(
          'invalid_request',
          'input is not taken: this approval can’t be edited; decide on it as it is.',
          'input',
        )
      const why = reason === undefined ? {} : { reason }
      return change(
        principal,
        id,
        'decide',
        { type: 'decide', verdict, digest, via: principal.via, mayMakeRule: false, ...why },
        version,
      )
    },
    cancel: (principal, id, reason) =>
      change(principal, id, 'cancel', { type: 'cancel', ...(reason !== undefined && { reason }) }),
    async start(principal, id, digest) {
      const ticket = ids.random()
      const started = await change(principal, id, 'start', { type: 'start', digest, by: 'requester', ticket })
      return started.ok ? ok({ approval: started.value, ticket }) : started
    },
    finish: (principal, id, finish) => change(principal, id, 'finish', { type: 'finish', ...finish }),

    async list(principal, { loop, status, kind, requester, limit, after }) {
      const resolved = resolveLoop(principal, loop, isKnownLoop)
      if (!resolved.ok) return resolved
      const seesAll = principal.scopes.includes('decide')
      if (!seesAll && !principal.scopes.includes('request')) return refuse('forbidden', errorTable.forbidden.meaning)
      // Someone else's list looks empty to those who only ask.
      if (!seesAll && requester !== undefined && requester !== principal.id) return ok({ items: [] })
      const now = await store.now()
      const page = await store.list(approvalsCollection, {
        facets: [status, resolved.value, kind, seesAll ? requester : principal.id],
        limit,
        direction: 'descending',
        now,
        ...(after && { after }),
      })
      const items = page.items.flatMap((record) => {
        const read = fromRecord(record)
        if (!read.ok) log.error(read.detail, { approval: record.id })
        return read.ok ? [asOf(read.value, now)] : []
      })
      return ok({ items, ...(page.next && { next: page.next }) })
    },

    async answer(channel, id, answer, trusted) {
      const command: CommandDraft = { type: 'answer', channel, answer, trusted }
      const result = await commitChange(options, { id, key: ids.random(), actor: channel, command })
      return result.ok ? ok(result.value.approval) : result
    },
    close: () => waiters.close(),
  }
}
