// The tables as drizzle sees them on SQLite. The migrations make them; this must say the same.
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const records = sqliteTable('holdpoint_records', {
  collection: text().notNull(),
  id: text().notNull(),
  rev: integer().notNull(),
  schema: integer().notNull(),
  dueAt: integer('due_at'),
  sortKey: text('sort_key').notNull(),
  facet1: text('facet_1').notNull(),
  facet2: text('facet_2').notNull(),
  facet3: text('facet_3').notNull(),
  facet4: text('facet_4').notNull(),
  turnAt: integer('turn_at'),
  turnTo: text('turn_to'),
  body: text().notNull(),
  outbox: text().notNull(),
})

export type RecordRow = typeof records.$inferSelect

/** Numbers by name: `schema` is the last migration that ran, `clock` the latest time the store has judged by. */
export const meta = sqliteTable('holdpoint_meta', {
  key: text().primaryKey(),
  value: integer().notNull(),
})
