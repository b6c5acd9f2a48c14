// The calls on approvals, each by its name.
import { randomUUID } from 'node:crypto'
import {
  ok,
  type ApprovalDraft,
  type ApprovalListQuery,
  type ApprovalView,
  type Decision,
  type Digest,
  type FinishCall,
} from '@holdpoint/core'
import type { DecisionAnswer, WirePage, WireViews } from '@holdpoint/core/http'
import { mapResult, type ClientResult } from './client-result.ts'
import type { Call, CallOptions, Send } from './send.ts'

/** Of calls that change an approval. */
export interface ChangeOptions extends CallOptions {
  /** Only if the approval is at this version; refused with `precondition_failed` else. */
  readonly version?: number
}

export interface ReadOptions extends CallOptions {
  /** Holds the answer while it is pending: whole seconds, as far as the gateway lets it. */
  readonly waitMs?: number
}

export interface ListOptions extends Partial<Omit<ApprovalListQuery, 'cursor'>>, CallOptions {
  /** The `next` of an earlier page. */
  readonly cursor?: string
}

export interface ApprovalCalls {
  /** Sent again under one Idempotency-Key, its own where none is given, until the gateway has answered. */
  request(
    draft: ApprovalDraft,
    options?: CallOptions & { readonly idempotencyKey?: string },
  ): Promise<ClientResult<{ readonly approval: ApprovalView; readonly created: boolean }>>
  get(id: string, options?: ReadOptions): Promise<ClientResult<ApprovalView>>
  /** One loop's, newest first. */
  list(options?: ListOptions): Promise<ClientResult<WirePage<ApprovalView>>>
  /** Sent again it gets the same answer; with `version` it is sent once, because a repeat could not be told from a clash. */
  decide(id: string, decision: Decision, options?: ChangeOptions): Promise<ClientResult<ApprovalView>>
  /** 1…100 decisions by approval id, each with its own answer. */
  decideMany(
    decisions: Readonly<Record<string, Decision>>,
    options?: CallOptions,
  ): Promise<ClientResult<Readonly<Record<string, DecisionAnswer>>>>
  cancel(id: string, options?: ChangeOptions & { readonly reason?: string }): Promise<ClientResult<ApprovalView>>
  revoke(id: string, options?: ChangeOptions & { readonly reason?: string }): Promise<ClientResult<ApprovalView>>
  claim(id: string, options?: ChangeOptions & { readonly forMs?: number }): Promise<ClientResult<ApprovalView>>
  release(id: string, options?: ChangeOptions): Promise<ClientResult<ApprovalView>>
  /** Not sent again once the gateway may have taken it: it would be there twice. */
  comment(id: string, text: string, options?: ChangeOptions): Promise<ClientResult<ApprovalView>>
  reopen(
    id: string,
    options?: CallOptions & { readonly digest?: Digest },
  ): Promise<ClientResult<{ readonly approval: ApprovalView; readonly created: boolean }>>
  /**
   * Hands out the ticket once. Where an answer was lost it is asked again; if the lost one was the start, the ticket went
   * with it: `already_started` with `unknownOutcome`. Then nothing may run, and the gateway records `unknown` in time.
   */
  start(id: string, digest: Digest, options?: ChangeOptions): Promise<ClientResult<WireViews['Started']>>
  /** Sent again until it is known; an outcome that a lost attempt has recorded is this call's own. */
  finish(id: string, finish: FinishCall, options?: CallOptions): Promise<ClientResult<ApprovalView>>
}

export function createApprovalCalls(send: Send): ApprovalCalls {
  const root = ['v1', 'approvals']
  type Rest = Partial<Pick<Call<'Approval'>, 'body' | 'repeat' | 'settle'>>
  const change = async (id: string, verb: string, options: ChangeOptions, rest: Rest = {}) => {
    const { version, signal, retryForMs } = options
    const answered = await send({
      ...common({ signal, retryForMs }),
      method: 'POST',
      path: [...root, id, verb],
      headers: { 'if-match': version === undefined ? undefined : `"${version}"` },
      body: {},
      answers: { 200: 'Approval' },
      repeat: version === undefined ? 'always' : 'if-not-taken',
      ...rest,
    })
    return mapResult(answered, ({ value }) => value)
  }
  const made = ({ status, value }: { readonly status: number; readonly value: ApprovalView }) => ({
    approval: value,
    created: status === 201,
  })
  const either = { 200: 'Approval', 201: 'Approval' } as const

  return {
    async request(draft, { idempotencyKey = randomUUID(), ...options } = {}) {
      const headers = { 'idempotency-key': idempotencyKey }
      const call = { method: 'POST', path: root, headers, body: draft, answers: either, repeat: 'always' } as const
      return mapResult(await send({ ...common(options), ...call }), made)
    },
    async get(id, { waitMs = 0, ...options } = {}) {
      const call = { method: 'GET', path: [...root, id], answers: { 200: 'Approval' }, repeat: 'always' } as const
      const whole = Math.floor(waitMs / 1000) * 1000
      return mapResult(await send({ ...common(options), ...call, waitMs: whole }), ({ value }) => value)
    },
    async list({ signal, retryForMs, ...query } = {}) {
      const call = { method: 'GET', path: root, query, answers: { 200: 'ApprovalPage' }, repeat: 'always' } as const
      return mapResult(await send({ ...common({ signal, retryForMs }), ...call }), ({ value }) => value)
    },
    decide: (id, decision, options = {}) => change(id, 'decision', options, { body: decision }),
    async decideMany(decisions, options = {}) {
      const call = { method: 'POST', path: ['v1', 'decisions'], body: { decisions }, repeat: 'always' } as const
      const answered = await send({ ...common(options), ...call, answers: { 200: 'DecisionAnswers' } })
      return mapResult(answered, ({ value }) => value.answers)
    },
    cancel: (id, { reason, ...options } = {}) => change(id, 'cancel', options, { body: { reason } }),
    revoke: (id, { reason, ...options } = {}) => change(id, 'revoke', options, { body: { reason } }),
    claim: (id, { forMs, ...options } = {}) => change(id, 'claim', options, { body: { forMs } }),
    release: (id, options = {}) => change(id, 'release', options),
    comment: (id, text, options = {}) => change(id, 'comments', options, { body: { text }, repeat: 'if-not-taken' }),
    async reopen(id, { digest, ...options } = {}) {
      const call = { method: 'POST', path: [...root, id, 'reopen'], body: { digest }, repeat: 'always' } as const
      return mapResult(await send({ ...common(options), ...call, answers: either }), made)
    },
    async start(id, digest, { version, ...options } = {}) {
      const answered = await send({
        ...common(options),
        method: 'POST',
        path: [...root, id, 'start'],
        headers: { 'if-match': version === undefined ? undefined : `"${version}"` },
        body: { digest },
        answers: { 200: 'Started' },
        repeat: version === undefined ? 'always' : 'if-not-taken',
        settle: (refusal, unsure) =>
          refusal.code === 'already_started' && unsure
            ? { ...refusal, unknownOutcome: true, detail: 'The answer to its start was lost, and the ticket with it.' }
            : refusal,
      })
      return mapResult(answered, ({ value }) => value)
    },
    finish: (id, finish, options = {}) =>
      change(id, 'finish', options, {
        body: finish,
        settle: (refusal, unsure) =>
          unsure && refusal.code === 'already_finished' && refusal.approval?.outcome === finish.outcome
            ? ok(refusal.approval)
            : refusal,
      }),
  }
}

/** Only what is there: a key without a value is not an option that was given. */
export function common({ signal, retryForMs }: { [K in keyof CallOptions]: CallOptions[K] | undefined }): CallOptions {
  return { ...(signal && { signal }), ...(retryForMs !== undefined && { retryForMs }) }
}
