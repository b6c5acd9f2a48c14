// A record as one line of an export, and back: all of it, `rev` too. The ids of audit notes have it in them, so a record
// whose count began again would make notes that pass for old ones.
import { refuse, ok, type OutboxEntry, type Result, type StoreRecord } from '@holdpoint/core'
import { z } from 'zod'

/** The same text for the same record, whatever store it comes from. */
export function toLine({ collection, id, rev, schema, dueAt, sortKey, ...rest }: StoreRecord): string {
  const { facets, turn, body, outbox } = rest
  return JSON.stringify({ collection, id, rev, schema, dueAt, sortKey, facets, turn, body, outbox })
}

const time = z.int()
const isEntry = (entry: unknown): entry is OutboxEntry =>
  typeof entry === 'object' && entry !== null && 'effect' in entry && 'dueAt' in entry && 'attempts' in entry

const line = z.strictObject({
  collection: z.string().min(1),
  id: z.string().min(1),
  rev: z.int().min(1),
  schema: z.int(),
  dueAt: time.nullable(),
  sortKey: z.string(),
  facets: z.tuple([z.string(), z.string(), z.string(), z.string()]),
  turn: z.strictObject({ at: time, to: z.string() }).nullable(),
  body: z.string(),
  outbox: z.array(z.custom<OutboxEntry>(isEntry)),
})

/** Refuses with `unreadable_record`, naming the field. */
export function fromLine(json: unknown): Result<StoreRecord> {
  const parsed = line.safeParse(json)
  if (parsed.success) return ok(parsed.data)
  const field = parsed.error.issues[0]?.path.join('.') ?? ''
  return refuse('unreadable_record', 'it is not a record', field === '' ? undefined : field)
}
