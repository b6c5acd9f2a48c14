// A record as one line of an export, and back. `rev` stays behind: it counts the writes of one store, and another begins
// again at 1.
import { refuse, ok, type OutboxEntry, type Result, type StoreRecord } from '@holdpoint/core'
import { z } from 'zod'

/** The same text for the same record, whatever store it comes from. */
export function toLine({ collection, id, schema, dueAt, sortKey, facets, turn, body, outbox }: StoreRecord): string {
  return JSON.stringify({ collection, id, schema, dueAt, sortKey, facets, turn, body, outbox })
}

const time = z.int()
const isEntry = (entry: unknown): entry is OutboxEntry =>
  typeof entry === 'object' && entry !== null && 'effect' in entry && 'dueAt' in entry && 'attempts' in entry

const line = z.strictObject({
  collection: z.string().min(1),
  id: z.string().min(1),
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
  if (parsed.success) return ok({ ...parsed.data, rev: 1 })
  const field = parsed.error.issues[0]?.path.join('.') ?? ''
  return refuse('unreadable_record', 'it is not a record', field === '' ? undefined : field)
}
