// Lists and caps. Each shape of query (which facets, which direction, with a cursor or not) is prepared once, and says
// by itself which index it walks: SQLite's planner has no statistics and would now and then sort a million rows.
import { and, asc, count, desc, eq, lte, ne, sql, type SQL } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { FacetFilter } from '@holdpoint/core/store'
import type { Part } from './facet-parts.ts'
import { records } from './schema/sqlite.ts'

export interface ListShape {
  readonly facets: FacetFilter
  readonly descending: boolean
  readonly hasCursor: boolean
}

const columns = [records.facet1, records.facet2, records.facet3, records.facet4] as const
const placeholders = ['facet1', 'facet2', 'facet3', 'facet4'] as const
// The facets that lead an index, the most telling first. An index with the status finds the few pending among any
// number of ended ones.
const leads: readonly (readonly number[])[] = [[3, 0], [1, 0], [3], [0], [2], [1], []]

// A unary plus keeps the planner from looking for an index by that column.
const unindexed = (column: SQL | (typeof columns)[number] | typeof records.sortKey | typeof records.turnAt) =>
  sql`+${column}`

function conditions(facets: FacetFilter, part: Part): SQL[] {
  const asked = [0, 1, 2, 3].filter((at) => facets[at] !== undefined)
  const lead = part === 'turned' ? [] : (leads.find((lead) => lead.every((at) => asked.includes(at))) ?? [])
  const found: SQL[] = [eq(records.collection, sql.placeholder('collection'))]
  for (const [at, column] of columns.entries()) {
    const placeholder = sql.placeholder(placeholders[at] ?? '')
    if (!asked.includes(at)) continue
    if (at === 0 && part === 'turned') found.push(eq(records.turnTo, placeholder), ne(unindexed(column), placeholder))
    else if (lead.includes(at)) found.push(eq(column, placeholder))
    else found.push(eq(unindexed(column), placeholder))
  }
  const now = sql.placeholder('now')
  if (part === 'turned') found.push(lte(records.turnAt, now))
  // A turn to the facet it has already changes nothing.
  if (part === 'stored')
    found.push(
      sql`(${unindexed(records.turnAt)} is null or ${unindexed(records.turnAt)} > ${now} or ${records.turnTo} = ${records.facet1})`,
    )
  return found
}

/** Takes `collection`, the facets, `now`, `limit`, and with a cursor `sortKey` and `id`. */
export function selectList(db: BetterSQLite3Database, shape: ListShape, part: Part) {
  const { facets, descending, hasCursor } = shape
  const sortKey = part === 'turned' ? unindexed(records.sortKey) : records.sortKey
  const where = conditions(facets, part)
  const cursor = sql`(${sql.placeholder('sortKey')}, ${sql.placeholder('id')})`
  if (hasCursor)
    where.push(descending ? sql`(${sortKey}, ${records.id}) < ${cursor}` : sql`(${sortKey}, ${records.id}) > ${cursor}`)
  const order = descending ? desc : asc
  return db
    .select()
    .from(records)
    .where(and(...where))
    .orderBy(order(sortKey), order(records.id))
    .limit(sql.placeholder('limit'))
}

/** Takes `collection`, the facets, `now` and `max`; counts no further than `max`. */
export function selectHeld(db: BetterSQLite3Database, facets: FacetFilter, part: Part) {
  const held = db
    .select({ one: sql<number>`1`.as('one') })
    .from(records)
    .where(and(...conditions(facets, part)))
    .limit(sql.placeholder('max'))
    .as('held')
  return db.select({ held: count() }).from(held)
}
