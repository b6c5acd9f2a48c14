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

/** An entry as it comes: its time in ISO 8601. */
type WireEntry = Omit<AuditEntry, 'at'> & { readonly at: string }

export async function listAudit(loop: string, after: number): Promise<Answer<AuditPage>> {
  const query = new URLSearchParams({ loop, after: String(after), limit: '100' })
  const answer = await call<{ readonly items: readonly WireEntry[]; readonly next?: number }>(
    `/v1/audit?${query.toString()}`,
  )
  if (!answer.ok) return answer
  const items = answer.value.items.map((entry) => ({ ...entry, at: Date.parse(entry.at) }))
  return { ...answer, value: { ...answer.value, items } }
}

export const auditHead = (loop: string): Promise<Answer<AuditHead>> =>
  call<AuditHead>(`/v1/audit/head?${new URLSearchParams({ loop }).toString()}`)
