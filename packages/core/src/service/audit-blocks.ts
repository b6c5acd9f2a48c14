// The blocks of one chain, one after another, as they are stored.
import { HoldpointError } from '../domain/errors.ts'
import { auditCollection, fromBlockRecord, sortKeyOf, type AuditBlock } from '../parse/audit-record.ts'
import type { Cursor, Store } from '../ports.ts'

export interface BlockOptions {
  readonly direction: 'ascending' | 'descending'
  /** Begins with the block that holds the entry after this `seq`; ascending only. */
  readonly after?: number
}

/** Throws `unreadable_record` where a block is not what this version writes. */
export async function* readBlocks(
  store: Store,
  loop: string,
  { direction, after = 0 }: BlockOptions,
): AsyncGenerator<AuditBlock> {
  const list = async (limit: number, from: Cursor | undefined, way = direction) =>
    store.list(auditCollection, {
      facets: ['block', loop, undefined, undefined],
      limit,
      direction: way,
      now: await store.now(),
      ...(from && { after: from }),
    })

  // The block that holds it begins at or before it, and ids of blocks are their places: look back from there once.
  let from: Cursor | undefined
  if (after > 0) {
    const [holder] = (await list(1, { sortKey: sortKeyOf(after + 1), id: '' }, 'descending')).items
    if (holder) {
      yield blockOf(holder)
      from = { sortKey: holder.sortKey, id: holder.id }
    }
  }
  for (let limit = 1; ; limit = Math.min(100, limit * 4)) {
    const page = await list(limit, from)
    for (const record of page.items) yield blockOf(record)
    if (!page.next) return
    from = page.next
  }
}

function blockOf(record: Parameters<typeof fromBlockRecord>[0]): AuditBlock {
  const read = fromBlockRecord(record)
  if (!read.ok) throw new HoldpointError(read.code, read.detail)
  return read.value
}
