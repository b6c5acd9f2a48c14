// Holds a function until a human has allowed exactly its action; then runs it once, with what was approved.
import type { Action } from '../domain/action.ts'
import type { ApprovalView } from '../domain/approval-view.ts'
import { HoldpointError } from '../domain/errors.ts'
import type { Principal } from '../domain/principal.ts'
import type { Approvals } from '../service/approvals.ts'
import type { GateDesk } from './gate-desk.ts'
import type { BlockedReason, GateResult, RunOptions } from './gate-result.ts'
import type { Ticket } from './ticket.ts'
import { wrap, type WrapOptions } from './wrap.ts'

export interface GateOptions {
  readonly approvals: Approvals
  /** On whose behalf actions are asked: needs the scope `request`. */
  readonly principal: Principal
  readonly loop?: string
}

export interface Gate {
  /**
   * Asks, waits, starts and runs `perform` once with the approved snapshot. If anything in the way fails, `perform` is
   * not called. What `perform` throws is recorded as `failed` and thrown on.
   *
   * ```ts
   * import type { Gate } from '@holdpoint/core'
   *
   * async function deploy(gate: Gate, version: string, signal: AbortSignal): Promise<string> {
   *   const result = await gate.run(
   *     { kind: 'tool.call', target: { tool: 'deploy' }, input: { version } },
   *     async (approved) => `deployed ${JSON.stringify(approved.input)}`,
   *     { signal, timeoutMs: 600_000, claim: { title: `Deploy ${version}` } },
   *   )
   *   return result.type === 'ran' ? result.value : `not deployed: ${result.reason}`
   * }
   * ```
   */
  run<T>(
    action: Action,
    perform: (approved: Action, ticket: Ticket) => Promise<T> | T,
    options?: RunOptions,
  ): Promise<GateResult<T>>
  /**
   * `perform` as a function that asks first, with its own types.
   *
   * ```ts
   * import type { Gate } from '@holdpoint/core'
   *
   * async function announce(gate: Gate, sendMail: (to: string, text: string) => Promise<number>): Promise<void> {
   *   const send = gate.wrap('mail.send', (to: string, text: string) => ({ target: { to }, input: { text } }), sendMail)
   *   const sent = await send('ops@example.org', 'We are live.')
   *   if (sent.type === 'ran') sent.value.toFixed()
   * }
   * ```
   */
  wrap<A extends readonly unknown[], T>(
    kind: string,
    toAction: (...args: A) => Omit<Action, 'kind'>,
    perform: (...args: A) => Promise<T> | T,
    options?: WrapOptions<A>,
  ): (...args: A) => Promise<GateResult<T>>
}

/**
 * ```ts
 * import { createGate, createHoldpoint, type Store } from '@holdpoint/core'
 *
 * export function guard(store: Store) {
 *   const { approvals, pump } = createHoldpoint({ store })
 *   pump.start()
 *   const principal = { id: 'agent:deployer', scopes: ['request' as const], loops: ['default'], via: 'code' }
 *   return createGate({ approvals, principal })
 * }
 * ```
 */
export function createGate({ approvals, principal, loop }: GateOptions): Gate {
  const desk: GateDesk = {
    request: (draft) => approvals.request(principal, draft),
    // The approval's own expiry ends the wait.
    wait: (id, { signal }) => approvals.wait(principal, id, { timeoutMs: Infinity, ...(signal && { signal }) }),
    start: (id, digest) => approvals.start(principal, id, digest),
    finish: (id, finish) => approvals.finish(principal, id, finish),
    cancel: (id) => approvals.cancel(principal, id),
  }
  return createGateOver(desk, loop)
}

/** A gate over approvals that are kept anywhere. */
export function createGateOver(desk: GateDesk, loop?: string): Gate {
  const gate: Gate = {
    wrap: (kind, toAction, perform, options) => wrap(gate, kind, toAction, perform, options),
    async run(action, perform, options = {}) {
      const started = await startWhenApproved(action, options).catch(blockedByFailure)
      if (started.type === 'blocked') return started
      const { approval, ticket } = started
      const finish = (outcome: 'succeeded' | 'failed') =>
        // The effect has happened: an outcome that can't be recorded becomes `unknown` by the run limit.
        desk.finish(approval.id, { ticket: ticket.secret, outcome }).catch(() => undefined)
      try {
        const value = await perform(approval.action, ticket)
        const finished = await finish('succeeded')
        return { type: 'ran', value, approval: finished?.ok ? finished.value : approval }
      } catch (error) {
        await finish('failed')
        throw error
      }
    },
  }
  return gate

  async function startWhenApproved(action: Action, options: RunOptions): Promise<Started | Blocked> {
    const { signal, timeoutMs, claim, context } = options
    if (signal?.aborted) return blocked('cancelled', 'It was aborted before it was asked.')
    const draft = {
      action,
      ...(loop !== undefined && { loop }),
      ...(claim && { claim }),
      ...(context !== undefined && { context }),
      ...(timeoutMs !== undefined && { expiresInMs: timeoutMs }),
    }
    const requested = await desk.request(draft)
    if (!requested.ok) return blocked(requested.code, requested.detail)
    const { id } = requested.value.approval
    const waited = await desk.wait(id, signal ? { signal } : {})
    if (!waited.ok) return blocked(waited.code, waited.detail)
    if (signal?.aborted) return cancelled(id)
    if (waited.value.status === 'pending')
      return blocked('unavailable', 'Holdpoint is shutting down; nothing has run.', waited.value)
    if (waited.value.status !== 'approved')
      return blocked(waited.value.status, `The approval is ${waited.value.status}.`, waited.value)
    const started = await desk.start(id, waited.value.digest)
    if (!started.ok) return blocked(started.code, started.detail, waited.value)
    const { approval, ticket } = started.value
    return { type: 'started', approval, ticket: { approvalId: id, digest: approval.digest, secret: ticket } }
  }

  async function cancelled(id: string): Promise<Blocked> {
    const result = await desk.cancel(id)
    const approval = result.ok ? result.value : result.approval
    return blocked('cancelled', 'It was aborted while it waited.', approval)
  }
}

interface Started {
  readonly type: 'started'
  readonly approval: ApprovalView
  readonly ticket: Ticket
}
type Blocked = Extract<GateResult<never>, { type: 'blocked' }>

const blocked = (reason: BlockedReason, detail: string, approval?: ApprovalView): Blocked => ({
  type: 'blocked',
  reason,
  detail,
  ...(approval && { approval }),
})

function blockedByFailure(error: unknown): Blocked {
  return blocked(
    error instanceof HoldpointError ? error.code : 'unavailable',
    'Holdpoint could not tell whether this may run, so it did not.',
  )
}
