// The calls on the audit log.
import { call } from './call.ts'
import type { Answer } from './wire.ts'

export interface AuditEntry {
  readonly seq: number
  readonly hash: string
  readonly event: string
  readonly loop: string
  readonly about: string
  readonly actor: string
  readonly via: string
  /** Epoch ms. */
  readonly at: number
  readonly from?: string
  readonly to?: string
  readonly digest?: string
  readonly line?: string
  readonly rule?: string
  readonly verdict?: string
}

export interface AuditPage {
  readonly items: readonly AuditEntry[]
  readonly next?: number | string
}

export interface AuditHead {
  readonly seq: number
  readonly hash: string
}

export function listAudit(loop: string, after: number): Promise<Answer<AuditPage>> {
  const query = new URLSearchParams({ loop, after: String(after), limit: '100' })
  return call<AuditPage>(`/v1/audit?${query.toString()}`)
}

export const auditHead = (loop: string): Promise<Answer<AuditHead>> =>
  call<AuditHead>(`/v1/audit/head?${new URLSearchParams({ loop }).toString()}`)
