// What the command line asks of the audit log and of dead webhooks, whether a gateway answers or its store is opened.
import type { AuditEntry, AuditHead, DeadHook, Result } from '@holdpoint/core'

/** A dead webhook as the HTTP API lists it: times in ISO 8601. */
export type ListedDeadHook = Omit<DeadHook, 'at'> & { readonly at: string }

export interface Page<T, Next = string> {
  readonly items: readonly T[]
  readonly next?: Next | undefined
}

export interface AuditAdmin {
  auditPage(loop: string, after: number): Promise<Result<Page<AuditEntry, number>>>
  auditHead(loop: string): Promise<Result<AuditHead>>
  /** Up to which change of each approval the log must have got by now, or will within seconds. */
  auditedVersions(
    loop: string,
    cursor?: string,
  ): Promise<Result<Page<{ readonly id: string; readonly version: number }>>>
  listDeadHooks(loop: string, cursor?: string): Promise<Result<Page<ListedDeadHook>>>
  redriveHook(id: string): Promise<Result<true>>
}
