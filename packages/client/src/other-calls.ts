// The calls on rules, policy and outbound messages, and whether the gateway is there.
import { randomUUID } from 'node:crypto'
import type { ApprovalDraft, OutboundMessage, RuleDraft } from '@holdpoint/core'
import type { RuleView, WirePage, WireViews } from '@holdpoint/core/http'
import { common } from './approval-calls.ts'
import { mapResult, type ClientResult } from './client-result.ts'
import type { CallOptions, Send } from './send.ts'

export interface RuleListOptions extends CallOptions {
  readonly loop?: string
  readonly status?: RuleView['status']
  /** 1…100. */
  readonly limit?: number
  /** The `next` of an earlier page. */
  readonly cursor?: string
}

export interface OutboundOptions extends CallOptions {
  /** How long the answer is held while it is neither delivered nor refused: whole seconds. */
  readonly waitMs?: number
  readonly idempotencyKey?: string
  /** The approval of an earlier `held`: waits for that one and never sends anew. */
  readonly approval?: string
}

/** Further fields that a message may be held with. */
export type OutboundDraft = OutboundMessage & Partial<Pick<ApprovalDraft, 'loop' | 'claim' | 'context' | 'expiresInMs'>>

export interface OtherCalls {
  listRules(options?: RuleListOptions): Promise<ClientResult<WirePage<RuleView>>>
  /** Not sent again once the gateway may have taken it: there would be two. */
  createRule(draft: RuleDraft, options?: CallOptions): Promise<ClientResult<RuleView>>
  revokeRule(id: string, options?: CallOptions): Promise<ClientResult<RuleView>>
  /** Which line of the policy would answer; nobody is asked. */
  explain(draft: ApprovalDraft, options?: CallOptions): Promise<ClientResult<WireViews['Explanation']>>
  /** Holds a message, which the gateway delivers. Sent again under one Idempotency-Key; a second one never goes out. */
  sendOutbound(
    message: OutboundDraft,
    options?: OutboundOptions,
  ): Promise<ClientResult<WireViews['OutboundResult' | 'OutboundHeld']>>
  /** The process answers. */
  health(options?: CallOptions): Promise<ClientResult<true>>
  /** Its store answers, and it is not stopping. */
  ready(options?: CallOptions): Promise<ClientResult<true>>
}

export function createOtherCalls(send: Send): OtherCalls {
  const rules = ['v1', 'rules']
  const probe = async (name: string, options: CallOptions = {}) => {
    const call = { method: 'GET', path: [name], answers: { 200: 'Ok' }, repeat: 'always' } as const
    return mapResult(await send({ ...common(options), ...call }), ({ value }) => value.ok)
  }

  return {
    async listRules({ signal, retryForMs, ...query } = {}) {
      const call = { method: 'GET', path: rules, query, answers: { 200: 'RulePage' }, repeat: 'always' } as const
      return mapResult(await send({ ...common({ signal, retryForMs }), ...call }), ({ value }) => value)
    },
    async createRule(draft, options = {}) {
      const call = {
        method: 'POST',
        path: rules,
        body: draft,
        answers: { 201: 'Rule' },
        repeat: 'if-not-taken',
      } as const
      return mapResult(await send({ ...common(options), ...call }), ({ value }) => value)
    },
    async revokeRule(id, options = {}) {
      const call = { method: 'DELETE', path: [...rules, id], answers: { 200: 'Rule' }, repeat: 'always' } as const
      return mapResult(await send({ ...common(options), ...call }), ({ value }) => value)
    },
    async explain(draft, options = {}) {
      const path = ['v1', 'policy', 'explain']
      const call = { method: 'POST', path, body: draft, answers: { 200: 'Explanation' }, repeat: 'always' } as const
      return mapResult(await send({ ...common(options), ...call }), ({ value }) => value)
    },
    async sendOutbound(message, { waitMs = 0, idempotencyKey = randomUUID(), approval, ...options } = {}) {
      const answered = await send<'OutboundResult' | 'OutboundHeld'>({
        ...common(options),
        method: 'POST',
        path: ['v1', 'outbound'],
        headers: { 'idempotency-key': idempotencyKey, 'holdpoint-approval': approval },
        body: message,
        answers: { 200: 'OutboundResult', 202: 'OutboundHeld' },
        repeat: 'always',
        waitMs: Math.floor(waitMs / 1000) * 1000,
      })
      return mapResult(answered, ({ value }) => value)
    },
    health: (options) => probe('healthz', options),
    ready: (options) => probe('readyz', options),
  }
}
