// Whether a stored record is one that this version reads, and would have written so. It knows the collections of this
// package; whoever keeps others checks those.
import type { Result } from '../domain/errors.ts'
import { ok, refuse } from '../domain/errors.ts'
import { approvalsCollection, fromRecord, toRecord } from '../parse/record.ts'
import { auditCollection, blockId, fromBlockRecord } from '../parse/audit-record.ts'
import { fromQuarantineRecord, quarantineCollection, toQuarantineRecord } from '../parse/quarantine.ts'
import { fromRuleRecord, rulesCollection, toRuleRecord } from '../parse/rule-record.ts'
import type { StoreRecord } from '../ports.ts'
import { notesCollection } from './audit-notes.ts'
import { deadHooksCollection, isDeadHookRecord } from './dead-hooks.ts'
import { denialsCollection, isDenialRecord } from './denials.ts'

/** Of one collection: the record as it would be written today, or a refusal that says why it can't be read. */
type Rewrite = (record: StoreRecord) => Result<StoreRecord>

const unreadable = ({ collection, id }: StoreRecord, why: string) =>
  refuse('unreadable_record', `The stored record ${id} of ${collection} can’t be used: ${why}.`)

const rewrites: Readonly<Record<string, Rewrite>> = {
  [approvalsCollection](record) {
    const read = fromRecord(record)
    return read.ok ? ok(toRecord(read.value, record.outbox, record.rev)) : read
  },
  [rulesCollection](record) {
    const read = fromRuleRecord(record)
    return read.ok ? ok(withDue(toRuleRecord(read.value, record.rev), record)) : read
  },
  [quarantineCollection](record) {
    const read = fromQuarantineRecord(record)
    return read ? ok(withDue(toQuarantineRecord(read, record.rev), record)) : unknownForm(record)
  },
  // Whether the chain is whole is for its own verification.
  [auditCollection](record) {
    const read = fromBlockRecord(record)
    const seq = read.ok ? (read.value.entries[0]?.seq ?? 0) : 0
    return read.ok ? ok({ ...record, id: blockId(record.facets[1], seq) }) : read
  },
  [notesCollection]: (record) => ok(withDue({ ...record, schema: 1, body: '{}' }, record)),
  [deadHooksCollection]: (record) => (isDeadHookRecord(record) ? ok(withDue(record, record)) : unknownForm(record)),
  [denialsCollection]: (record) => (isDenialRecord(record) ? ok(record) : unknownForm(record)),
}

const unknownForm = (record: StoreRecord) => unreadable(record, 'its form is not known here')

/** What waits in its outbox makes it due, and nothing else. */
function withDue(record: StoreRecord, { outbox }: StoreRecord): StoreRecord {
  return { ...record, dueAt: outbox.length === 0 ? null : Math.min(...outbox.map((entry) => entry.dueAt)) }
}

/** `unknown`: a collection of somebody else. Refuses with `unreadable_record`. */
export function checkStored(record: StoreRecord): Result<'good' | 'unknown'> {
  const rewrite = Object.hasOwn(rewrites, record.collection) ? rewrites[record.collection] : undefined
  if (rewrite === undefined) return ok('unknown')
  const own = rewrite(record)
  if (!own.ok) return own
  const wrong = fields.filter((field) => JSON.stringify(record[field]) !== JSON.stringify(own.value[field]))
  return wrong.length === 0
    ? ok('good')
    : unreadable(record, `what it says of itself does not follow from its content (${wrong.join(', ')})`)
}

const fields = ['id', 'schema', 'dueAt', 'sortKey', 'facets', 'turn', 'body'] as const satisfies (keyof StoreRecord)[]
