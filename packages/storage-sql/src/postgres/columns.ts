// Many records in one statement: each column is handed over as one array, and `unnest` makes rows of them again.
import { sql, type SQL } from 'drizzle-orm'
import type { toRow } from '../record-row.ts'

export type RecordRow = ReturnType<typeof toRow>

/** The columns by which a record is found come first. */
const columns = {
  collection: 'text',
  id: 'text',
  rev: 'bigint',
  schema: 'integer',
  due_at: 'bigint',
  sort_key: 'text',
  facet_1: 'text',
  facet_2: 'text',
  facet_3: 'text',
  facet_4: 'text',
  turn_at: 'bigint',
  turn_to: 'text',
  body: 'text',
  outbox: 'text',
} as const

export const columnNames = Object.keys(columns)
export const contentNames = columnNames.slice(2)

/** The names as SQL, each behind `prefix` (a table's name and a dot, or nothing). */
export const listed = (names: readonly string[], prefix = ''): SQL =>
  sql.raw(names.map((name) => prefix + name).join(', '))

/**
 * `unnest(…) with ordinality as given (…, n)`: takes the arrays of `toColumns`, and of `more`, each under its name with
 * the type given.
 */
export function given(more: Readonly<Record<string, string>> = {}): SQL {
  const all = Object.entries({ ...columns, ...more })
  const arrays = all.map(([name, type]) => sql`${sql.placeholder(name)}::${sql.raw(type)}[]`)
  return sql`unnest(${sql.join(arrays, sql`, `)}) with ordinality as given (${listed([...all.map(([name]) => name), 'n'])})`
}

export function toColumns(rows: readonly RecordRow[]): Record<string, unknown[]> {
  return {
    collection: rows.map((row) => row.collection),
    id: rows.map((row) => row.id),
    rev: rows.map((row) => row.rev),
    schema: rows.map((row) => row.schema),
    due_at: rows.map((row) => row.dueAt),
    sort_key: rows.map((row) => row.sortKey),
    facet_1: rows.map((row) => row.facet1),
    facet_2: rows.map((row) => row.facet2),
    facet_3: rows.map((row) => row.facet3),
    facet_4: rows.map((row) => row.facet4),
    turn_at: rows.map((row) => row.turnAt),
    turn_to: rows.map((row) => row.turnTo),
    body: rows.map((row) => row.body),
    outbox: rows.map((row) => row.outbox),
  }
}
