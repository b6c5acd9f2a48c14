// Reading one approval as it stands now, for a principal that may see it.
import type { Approval } from '../domain/approval.ts'
import { ok, type Result } from '../domain/errors.ts'
import { authorize, noSuchApproval, type Principal } from '../domain/principal.ts'
import { approvalsCollection, fromRecord } from '../parse/record.ts'
import type { Store } from '../ports.ts'
import { asOf } from './commit.ts'

export async function loadApproval(store: Store, id: string): Promise<Result<Approval>> {
  if (!isApprovalId(id)) return noSuchApproval
  // The clock first: read after the record, it would show as expired what somebody decided between the two.
  const now = await store.now()
  const record = await store.read(approvalsCollection, id)
  if (!record) return noSuchApproval
  const read = fromRecord(record)
  return read.ok ? ok(asOf(read.value, now)) : read
}

export async function readApproval(store: Store, principal: Principal, id: string): Promise<Result<Approval>> {
  const loaded = await loadApproval(store, id)
  const allowed = loaded.ok ? authorize(principal, 'read', loaded.value) : loaded
  return allowed.ok ? loaded : allowed
}

/** What no approval is ever called isn't looked for: stores needn't cope with what attackers put into a URL. */
export const isApprovalId = (id: string): boolean => /^[\x21-\x7e]{1,128}$/.test(id)
