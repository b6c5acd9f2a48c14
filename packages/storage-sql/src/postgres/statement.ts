// Statements written with drizzle and compiled once. They run on `pg` itself: drizzle's own errors and traces quote the
// parameters, and these are the contents of actions.
import { createHash } from 'node:crypto'
import { fillPlaceholders, type SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'

export interface Statement {
  /** Under which the server keeps its plan; absent where it must plan anew for each set of values. */
  readonly name?: string
  readonly text: string
  readonly values: (given: Record<string, unknown>) => unknown[]
}

const dialect = new PgDialect()

export function compile(query: SQL, planning: 'once' | 'each-time' = 'once'): Statement {
  const { sql: text, params } = dialect.sqlToQuery(query)
  const values = (given: Record<string, unknown>) => fillPlaceholders(params, given)
  if (planning === 'each-time') return { text, values }
  // Two versions of us may meet behind one connection: the same name must always mean the same text.
  return { name: `holdpoint_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`, text, values }
}
