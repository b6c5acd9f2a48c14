// Where notes wait: in the outbox of the record whose change they tell of, or in a record of their own.
import type { AuditNote } from '../domain/audit.ts'
import type { OutboxEntry } from '../domain/effect.ts'
import { HoldpointError } from '../domain/errors.ts'
import type { AuditSource } from '../parse/audit-record.ts'
import { approvalsCollection } from '../parse/record.ts'
import type { Store, StoreRecord } from '../ports.ts'

/** For what belongs to no other write. A record is removed once its note is in the chain. */
export const notesCollection = 'audit-notes'

export function noteRecord(id: string, note: AuditNote): StoreRecord {
  const record: StoreRecord = {
    collection: notesCollection,
    id,
    rev: 1,
    schema: 1,
    dueAt: null,
    sortKey: note.at.toString().padStart(15, '0'),
    facets: ['note', note.loop, '', ''],
    turn: null,
    body: '{}',
    outbox: [],
  }
  return withNote(record, note)
}

/** The record with a note in its outbox, to be written together with the change that the note tells of. */
export function withNote(record: StoreRecord, note: AuditNote): StoreRecord {
  // With the collection: a rule has the id of its approval, and their notes must not be taken for each other.
  const id = `${record.collection}/${record.id}:${record.rev}:${record.outbox.length}`
  const entry: OutboxEntry = { effect: { kind: 'audit', id, note }, dueAt: note.at, attempts: 0 }
  return withOutbox(record, [...record.outbox, entry])
}

/** Its body is kept byte for byte: also a newer version's record can be relieved of what is in the chain. */
function withOutbox(record: StoreRecord, outbox: readonly OutboxEntry[]): StoreRecord {
  const dues = outbox.map(({ dueAt }) => dueAt)
  if (record.collection === approvalsCollection && record.turn) dues.push(record.turn.at)
  return { ...record, outbox, dueAt: dues.length === 0 ? null : Math.min(...dues) }
}

const maxAttempts = 100

/**
 * Takes the notes with these ids from the record's outbox. `seen` is the record as the caller read it: its revision
 * tells whether that is still so.
 */
export async function settleSource(
  store: Store,
  { collection, id }: AuditSource,
  entered: ReadonlySet<string>,
  seen?: StoreRecord,
): Promise<void> {
  let record = seen
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    record ??= await store.read(collection, id)
    if (!record) return
    const rest = record.outbox.filter(({ effect }) => !(effect.kind === 'audit' && entered.has(effect.id)))
    const isOver = collection === notesCollection && rest.length === 0
    if (!isOver && rest.length === record.outbox.length) return
    if (isOver && (await store.remove(collection, id, record.rev))) return
    const next = { ...withOutbox(record, rest), rev: record.rev + 1 }
    if (!isOver && (await store.commit(next, record.rev)) === 'won') return
    record = undefined
  }
  throw new HoldpointError('contention', `The record ${id} had too many writers at once.`)
}
