// The audit log for those who may read it, and the way to note what belongs to no other write.
import { emptyHead, headOf, type AuditEntry, type AuditHead } from '../domain/audit-chain.ts'
import { gatewayChain } from '../domain/audit.ts'
import { errorTable, ok, refuse, type Result } from '../domain/errors.ts'
import { mayUseLoop, type Principal } from '../domain/principal.ts'
import type { Store } from '../ports.ts'
import type { Auditor } from './auditor.ts'
import { readBlocks } from './audit-blocks.ts'
import { resolveLoop } from './resolve-loop.ts'

export interface AuditFilter {
  /** `@gateway` is the chain of keys and sign-ins, for those who may use every loop. */
  readonly loop?: string
  /** The last `seq` that was seen; 0 begins at the beginning. */
  readonly after: number
  /** 1…100. */
  readonly limit: number
}

export interface AuditPage {
  readonly items: readonly AuditEntry[]
  /** Pass it on as `after`. Absent on the last page. */
  readonly next?: number
}

export interface Audit {
  /** Oldest first: what is in the chain. Refuses with `forbidden` without the scope `admin`, and `not_found` (the loop). */
  list(principal: Principal, filter: AuditFilter): Promise<Result<AuditPage>>
  /** Refuses as `list`. */
  head(principal: Principal, loop?: string): Promise<Result<AuditHead>>
  /** Keeps a note that belongs to no other write; durable once resolved. */
  write: Auditor['write']
}

interface Context {
  readonly store: Store
  readonly settings: () => { readonly loops: Readonly<Record<string, unknown>> }
  readonly auditor: Pick<Auditor, 'write'>
}

export function createAudit({ store, settings, auditor }: Context): Audit {
  const loopFor = (principal: Principal, named: string | undefined): Result<string> => {
    const isKnown = (name: string) =>
      name === gatewayChain ? mayUseLoop(principal, '*') : Object.hasOwn(settings().loops, name)
    const loop = resolveLoop(principal, named, isKnown)
    if (!loop.ok) return loop
    return principal.scopes.includes('admin') ? loop : refuse('forbidden', errorTable.forbidden.meaning)
  }

  return {
    async list(principal, filter) {
      const loop = loopFor(principal, filter.loop)
      if (!loop.ok) return loop
      const { after, limit } = filter
      const items: AuditEntry[] = []
      for await (const { entries } of readBlocks(store, loop.value, { after, direction: 'ascending' })) {
        items.push(...entries.filter(({ seq }) => seq > after))
        if (items.length > limit) break
      }
      const page = items.slice(0, limit)
      const last = page.at(-1)
      return ok({ items: page, ...(items.length > limit && last && { next: last.seq }) })
    },

    async head(principal, named) {
      const loop = loopFor(principal, named)
      if (!loop.ok) return loop
      for await (const { entries } of readBlocks(store, loop.value, { direction: 'descending' })) {
        const last = entries.at(-1)
        if (last) return ok(headOf(last))
      }
      return ok(emptyHead(loop.value))
    },
    write: auditor.write,
  }
}
