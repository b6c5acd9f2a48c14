// Reads a chain of the audit log page by page.
import type { AuditEntry, Result } from '@holdpoint/core'
import type { AuditAdmin } from './audit-admin.ts'

/** Every entry after `after`, in order. */
export async function eachEntry(
  admin: AuditAdmin,
  loop: string,
  after: number,
  take: (entry: AuditEntry) => void,
): Promise<Result<true>> {
  for (let from: number | undefined = after; from !== undefined;) {
    const page: Awaited<ReturnType<AuditAdmin['auditPage']>> = await admin.auditPage(loop, from)
    if (!page.ok) return page
    for (const entry of page.value.items) take(entry)
    from = page.value.next
  }
  return { ok: true, value: true }
}
