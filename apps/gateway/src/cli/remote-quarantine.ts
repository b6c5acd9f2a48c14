// Quarantined callbacks over the HTTP API of a running gateway.
import { ok, verdicts } from '@holdpoint/core'
import { z } from 'zod'
import type { ListedCallback, QuarantineAdmin } from './admin.ts'
import type { GatewayCaller } from './gateway-caller.ts'

const callback = z.object({
  id: z.string(),
  status: z.enum(['open', 'settled', 'dismissed']),
  approval: z.string(),
  loop: z.string(),
  reason: z.string(),
  receivedAt: z.string(),
  text: z.string(),
  closedBy: z.string().optional(),
  verdict: z.enum(verdicts).optional(),
})
const page = z.object({ items: z.array(callback), next: z.string().optional() })

export function remoteQuarantine(call: GatewayCaller): QuarantineAdmin {
  const at = (id: string, word = '') => `/v1/quarantine/${encodeURIComponent(id)}${word}`
  return {
    async list({ loop, all }) {
      const items: ListedCallback[] = []
      let cursor: string | undefined
      do {
        const query = new URLSearchParams({ limit: '100', ...(all ? {} : { status: 'open' }) })
        if (loop !== undefined) query.set('loop', loop)
        if (cursor !== undefined) query.set('cursor', cursor)
        const listed = await call('GET', `/v1/quarantine?${query.toString()}`, 200, page)
        if (!listed.ok) return listed
        items.push(...listed.value.items)
        cursor = listed.value.next
      } while (cursor !== undefined)
      return ok(items)
    },
    get: (id) => call('GET', at(id), 200, callback),
    settle: (id, settlement) => call('POST', at(id, '/settle'), 200, callback, settlement),
    dismiss: (id, reason) => call('POST', at(id, '/dismiss'), 200, callback, reason === undefined ? {} : { reason }),
  }
}
