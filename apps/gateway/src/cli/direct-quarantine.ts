// Quarantined callbacks in the store itself, for when no gateway listens; judged as the operator's calls all the same.
import { ok, type Cursor, type Principal, type Quarantine, type QuarantinedCallback } from '@holdpoint/core'
import type { ListedCallback, QuarantineAdmin } from './admin.ts'

export function directQuarantine(quarantine: Quarantine, by: Principal): QuarantineAdmin {
  return {
    async list({ loop, all }) {
      const items: ListedCallback[] = []
      let after: Cursor | undefined
      do {
        const listed = await quarantine.list(by, {
          limit: 100,
          ...(loop !== undefined && { loop }),
          ...(all ? {} : { status: 'open' }),
          ...(after && { after }),
        })
        if (!listed.ok) return listed
        items.push(...listed.value.items.map(toListed))
        after = listed.value.next
      } while (after)
      return ok(items)
    },
    async get(id) {
      const got = await quarantine.get(by, id)
      return got.ok ? ok(toListed(got.value)) : got
    },
    async settle(id, settlement) {
      const settled = await quarantine.settle(by, id, settlement)
      return settled.ok ? ok(toListed(settled.value)) : settled
    },
    async dismiss(id, reason) {
      const dismissed = await quarantine.dismiss(by, id, reason)
      return dismissed.ok ? ok(toListed(dismissed.value)) : dismissed
    },
  }
}

const toListed = ({ receivedAt, ...rest }: QuarantinedCallback): ListedCallback => ({
  ...rest,
  receivedAt: new Date(receivedAt).toISOString(),
})
