// The calls on approvals, as this page makes them.
import { call, type CallOptions } from './call.ts'
import type { Answer, Approval, ApprovalPage, Json, Verdict } from './wire.ts'

export interface ListQuery {
  readonly loop: string
  readonly status?: string
  readonly kind?: string
  readonly requester?: string
  readonly cursor?: string
  /** 1…100, default 100. */
  readonly limit?: number
}

export interface DecisionBody {
  readonly verdict: Verdict
  /** Of the action that was shown. */
  readonly digest: string
  readonly reason?: string
  readonly input?: Json
  readonly remember?: { readonly expiresInMs?: number; readonly maxUses?: number }
}

const pathOf = (id: string): string => `/v1/approvals/${encodeURIComponent(id)}`
const post = (path: string, body: unknown = {}) => call<Approval>(path, { method: 'POST', body })

export function listApprovals(
  { limit = 100, ...query }: ListQuery,
  options: CallOptions = {},
): Promise<Answer<ApprovalPage>> {
  const fields = Object.entries({ ...query, limit: String(limit) }).filter(([, value]) => value !== '')
  return call<ApprovalPage>(`/v1/approvals?${new URLSearchParams(fields).toString()}`, options)
}

export const readApproval = (id: string): Promise<Answer<Approval>> => call<Approval>(pathOf(id))
export const decide = (id: string, body: DecisionBody): Promise<Answer<Approval>> =>
  post(`${pathOf(id)}/decision`, body)
export const revoke = (id: string, reason: string): Promise<Answer<Approval>> =>
  post(`${pathOf(id)}/revoke`, reason === '' ? {} : { reason })
export const claim = (id: string): Promise<Answer<Approval>> => post(`${pathOf(id)}/claim`)
export const release = (id: string): Promise<Answer<Approval>> => post(`${pathOf(id)}/release`)
export const comment = (id: string, text: string): Promise<Answer<Approval>> => post(`${pathOf(id)}/comments`, { text })
