// A record as a row of the table, and back.
import type { OutboxEntry, StoreRecord } from '@holdpoint/core/store'
import type { RecordRow } from './schema/sqlite.ts'

export function toRow(record: StoreRecord): RecordRow {
  const { collection, id, rev, schema, dueAt, sortKey, facets, turn, body, outbox } = record
  const [facet1, facet2, facet3, facet4] = facets
  const turned = { turnAt: turn?.at ?? null, turnTo: turn?.to ?? null }
  const shared = { collection, id, rev, schema, dueAt, sortKey, body }
  return { ...shared, facet1, facet2, facet3, facet4, ...turned, outbox: JSON.stringify(outbox) }
}

export function fromRow(row: RecordRow): StoreRecord {
  const { collection, id, rev, schema, dueAt, sortKey, turnAt, turnTo, body } = row
  const outbox: readonly OutboxEntry[] = JSON.parse(row.outbox)
  return {
    collection,
    id,
    rev,
    schema,
    dueAt,
    sortKey,
    facets: [row.facet1, row.facet2, row.facet3, row.facet4],
    turn: turnAt === null || turnTo === null ? null : { at: turnAt, to: turnTo },
    body,
    outbox,
  }
}
