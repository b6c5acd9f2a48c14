// Lists of one loop's approvals, for a principal: all of them for those who decide, one's own for those who ask.
import type { Approval, Status } from '../domain/approval.ts'
import { errorTable, ok, refuse, type Result } from '../domain/errors.ts'
import type { Principal } from '../domain/principal.ts'
import { approvalsCollection, fromRecord } from '../parse/record.ts'
import type { Cursor, Log, Store } from '../ports.ts'
import { asOf } from './commit.ts'
import { resolveLoop } from './resolve-loop.ts'
import type { Settings } from './settings.ts'

export interface ListFilter {
  readonly loop?: string
  readonly status?: Status
  readonly kind?: string
  readonly requester?: string
  /** 1…100. */
  readonly limit: number
  readonly after?: Cursor
}

export interface ApprovalPage {
  readonly items: readonly Approval[]
  readonly next?: Cursor
}

export async function listApprovals(
  { store, settings, log }: { readonly store: Store; readonly settings: () => Settings; readonly log: Log },
  principal: Principal,
  { loop, status, kind, requester, limit, after }: ListFilter,
): Promise<Result<ApprovalPage>> {
  const resolved = resolveLoop(principal, loop, (name) => Object.hasOwn(settings().loops, name))
  if (!resolved.ok) return resolved
  const seesAll = principal.scopes.includes('decide')
  if (!seesAll && !principal.scopes.includes('request')) return refuse('forbidden', errorTable.forbidden.meaning)
  // Someone else's list looks empty to those who only ask.
  if (!seesAll && requester !== undefined && requester !== principal.id) return ok({ items: [] })
  const now = await store.now()
  const page = await store.list(approvalsCollection, {
    facets: [status, resolved.value, kind, seesAll ? requester : principal.id],
    limit,
    direction: 'descending',
    now,
    ...(after && { after }),
  })
  const items = page.items.flatMap((record) => {
    const read = fromRecord(record)
    if (!read.ok) log.error(read.detail, { approval: record.id })
    return read.ok ? [asOf(read.value, now)] : []
  })
  return ok({ items, ...(page.next && { next: page.next }) })
}
