// From hints to changes: each hinted approval is read once, whatever the number of hints, and told once per version.
import type { Approval, Status } from '../domain/approval.ts'
import { approvalsCollection, fromRecord } from '../parse/record.ts'
import type { Log, Store } from '../ports.ts'
import type { Change } from './event-ring.ts'
import { isApprovalId } from './loading.ts'

interface Options {
  readonly store: Store
  readonly log: Log
  readonly publish: (change: Change) => void
  /** Changes happened that can't be told. */
  readonly lost: () => void
}

const readsAtOnce = 32
/** Beyond this many approvals waiting to be read, their readers are better off listing. */
const maxWaiting = 10_000
const maxRemembered = 10_000

export function createChangeReader({ store, log, publish, lost }: Options) {
  const waiting = new Set<string>()
  const told = new Map<string, { readonly version: number; readonly status: Status }>()
  let reading = false

  function tell(approval: Approval): void {
    const { id, loop, requester, version, status } = approval
    const before = told.get(id)
    // A lease or a delivery changes the record and not the approval.
    if (before && before.version >= version) return
    told.delete(id)
    told.set(id, { version, status })
    const [oldest] = told.keys()
    if (told.size > maxRemembered && oldest !== undefined) told.delete(oldest)
    publish({ type: `approval.${nameOf(status, version, before?.status)}`, id, loop, requester, version })
  }

  async function read(id: string): Promise<Approval | undefined> {
    const record = await store.read(approvalsCollection, id)
    const approval = record && fromRecord(record)
    if (approval && !approval.ok) log.error(approval.detail, { approval: id })
    return approval?.ok ? approval.value : undefined
  }

  async function readAll(): Promise<void> {
    reading = true
    try {
      while (waiting.size > 0) {
        const ids = [...waiting].slice(0, readsAtOnce)
        // Taken out before the read: a hint that comes during it asks for another.
        for (const id of ids) waiting.delete(id)
        for (const approval of await Promise.all(ids.map(read))) if (approval) tell(approval)
      }
    } catch (error) {
      log.warn('events: changes could not be read', { error: String(error) })
      waiting.clear()
      lost()
    } finally {
      reading = false
    }
  }

  return {
    look(id: string): void {
      if (!isApprovalId(id)) return
      if (waiting.size >= maxWaiting) {
        waiting.clear()
        lost()
      }
      waiting.add(id)
      if (!reading) void readAll()
    },
  }
}

function nameOf(status: Status, version: number, before: Status | undefined): string {
  if (status === before) return 'changed'
  if (status !== 'pending') return status
  return version === 1 ? 'requested' : 'changed'
}
