// The tables as drizzle sees them on PostgreSQL, in whatever schema the host chose. The migrations make them; this must
// say the same.
import { bigint, integer, PgSchema, text } from 'drizzle-orm/pg-core'

const epochMs = (name: string) => bigint(name, { mode: 'number' })

export type PostgresTables = ReturnType<typeof tablesIn>

export function tablesIn(schema: string) {
  // The class and not `pgSchema()`, which refuses `public`.
  const place = new PgSchema(schema)
  const records = place.table('holdpoint_records', {
    collection: text().notNull(),
    id: text().notNull(),
    rev: bigint({ mode: 'number' }).notNull(),
    schema: integer().notNull(),
    dueAt: epochMs('due_at'),
    sortKey: text('sort_key').notNull(),
    facet1: text('facet_1').notNull(),
    facet2: text('facet_2').notNull(),
    facet3: text('facet_3').notNull(),
    facet4: text('facet_4').notNull(),
    turnAt: epochMs('turn_at'),
    turnTo: text('turn_to'),
    body: text().notNull(),
    outbox: text().notNull(),
  })
  /** Numbers by name: `schema` is the last migration that ran. */
  const meta = place.table('holdpoint_meta', { key: text().primaryKey(), value: bigint({ mode: 'number' }).notNull() })
  return { records, meta }
}
