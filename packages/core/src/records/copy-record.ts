// Records are copied on their way in and out of a store, so that nothing is shared with the caller.
import type { StoreRecord } from '../ports.ts'

export function copyRecord(record: StoreRecord): StoreRecord {
  const { collection, id, rev, schema, dueAt, sortKey, facets, turn, body, outbox } = record
  return {
    collection,
    id,
    rev,
    schema,
    dueAt,
    sortKey,
    facets: [facets[0], facets[1], facets[2], facets[3]],
    turn: turn === null ? null : { at: turn.at, to: turn.to },
    body,
    outbox: outbox.length === 0 ? [] : structuredClone(outbox),
  }
}
