// The audit log and dead webhooks in a store that no gateway has open.
import { createHoldpoint, defaultSettings, ok, type Store } from '@holdpoint/core'
import { decodeCursor, encodeCursor } from '@holdpoint/core/http'
import { operatorPrincipal } from '../auth/principals.ts'
import type { AuditAdmin } from './audit-admin.ts'

export function createDirectAuditAdmin(store: Store): AuditAdmin {
  const by = operatorPrincipal('cli')
  // The configuration's loops don't matter to what was written under a name; each call is about the loop it names.
  const at = (loop: string) =>
    createHoldpoint({
      store,
      settings: () => ({ ...defaultSettings, loops: { ...defaultSettings.loops, [loop]: anyLoop } }),
    })

  return {
    auditPage: (loop, after) => at(loop).audit.list(by, { loop, after, limit: 100 }),
    auditHead: (loop) => at(loop).audit.head(by, loop),

    async auditedVersions(loop, cursor) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor)
      const page = await store.list('approvals', {
        facets: [undefined, loop, undefined, undefined],
        limit: 100,
        direction: 'ascending',
        now: await store.now(),
        ...(after && { after }),
      })
      const items = page.items.map(({ id, body, outbox }) => {
        const { version } = JSON.parse(body) as { readonly version: number }
        // Notes that still wait in the outbox are none that are missing.
        const waiting = outbox.filter(({ effect }) => effect.kind === 'audit').length
        return { id, version: version - waiting }
      })
      return ok({ items, ...(page.next && { next: encodeCursor(page.next) }) })
    },

    async listDeadHooks(loop, cursor) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor)
      const page = await at(loop).deadHooks.list(by, { loop, limit: 100, ...(after && { after }) })
      if (!page.ok) return page
      const { items, next } = page.value
      const listed = items.map((hook) => ({ ...hook, at: new Date(hook.at).toISOString() }))
      return ok({ items: listed, ...(next && { next: encodeCursor(next) }) })
    },
    async redriveHook(id) {
      const redriven = await at('default').deadHooks.redrive(by, id)
      return redriven.ok ? ok(true) : redriven
    },
  }
}

const [anyLoop] = Object.values(defaultSettings.loops) as [(typeof defaultSettings.loops)[string]]
