// The audit log and dead webhooks, asked of a running gateway.
import { fromAuditWire, ok, refuse, statuses, type AuditEntry, type AuditHead, type Result } from '@holdpoint/core'
import { z } from 'zod'
import type { AuditAdmin } from './audit-admin.ts'

/** Calls the gateway with the operator's credential. */
export type Call = <T>(
  method: 'GET' | 'POST',
  path: string,
  expected: number,
  shape: z.ZodType<T>,
) => Promise<Result<T>>

const entry = z.unknown().transform((value, context): AuditEntry => {
  const read = fromAuditWire(value)
  if (read) return read
  context.addIssue({ code: 'custom', message: 'an audit entry' })
  return z.NEVER
})
const auditPage = z.object({ items: z.array(entry), next: z.number().optional() })
const hash = z.custom<AuditHead['hash']>((value) => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value))
const auditHead = z.object({ loop: z.string(), seq: z.number(), hash })
const approvals = z.object({
  items: z.array(z.object({ id: z.string(), version: z.number() })),
  next: z.string().optional(),
})
const deadHook = z.object({
  id: z.string(),
  approval: z.string(),
  loop: z.string(),
  url: z.string(),
  status: z.enum(statuses),
  reason: z.string(),
  at: z.string(),
})
const deadHooks = z.object({ items: z.array(deadHook), next: z.string().optional() })

export function createRemoteAuditAdmin(call: Call): AuditAdmin {
  const query = (parts: Readonly<Record<string, string | undefined>>) =>
    new URLSearchParams(
      Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined),
    ).toString()
  return {
    auditPage: (loop, after) =>
      call('GET', `/v1/audit?${query({ loop, after: String(after), limit: '100' })}`, 200, auditPage),
    auditHead: (loop) => call('GET', `/v1/audit/head?${query({ loop })}`, 200, auditHead),
    auditedVersions: (loop, cursor) =>
      call('GET', `/v1/approvals?${query({ loop, limit: '100', cursor })}`, 200, approvals),
    listDeadHooks: (loop, cursor) =>
      call('GET', `/v1/webhooks/dead?${query({ loop, limit: '100', cursor })}`, 200, deadHooks),
    async redriveHook(id) {
      // Ids hold colons, and the gateway takes paths in one spelling only.
      if (!/^[\w:.-]{1,256}$/.test(id)) return refuse('not_found', 'There is no such message.')
      const redriven = await call('POST', `/v1/webhooks/dead/${id}/redrive`, 200, deadHook)
      return redriven.ok ? ok(true) : redriven
    },
  }
}
