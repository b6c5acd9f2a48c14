// The statements that read: records by name, lists, what is due, the clock. The columns come under the names of a row, so
// that every database has one mapping.
import { sql, type SQL } from 'drizzle-orm'
import type { FacetFilter, StoreRecord } from '@holdpoint/core/store'
import { partsOf, type Part } from '../facet-parts.ts'
import { fromRow } from '../record-row.ts'
import type { PostgresTables } from '../schema/postgres.ts'
import { clockMs } from './clock.ts'
import type { Row } from './connection.ts'
import { conditions } from './filters.ts'
import { compile, type Statement } from './statement.ts'

const columns = sql`r.collection, r.id, r.rev, r.schema, r.due_at as "dueAt", r.sort_key as "sortKey",
  r.facet_1 as facet1, r.facet_2 as facet2, r.facet_3 as facet3, r.facet_4 as facet4,
  r.turn_at as "turnAt", r.turn_to as "turnTo", r.body, r.outbox`

/** The statements that use it select these very columns. */
export const toRecord = (row: Row): StoreRecord => fromRow(row as Parameters<typeof fromRow>[0])

const named = sql`unnest(${sql.placeholder('collection')}::text[], ${sql.placeholder('id')}::text[])
  as given (collection, id)`

/** Takes arrays of `collection` and `id`. */
export const readStatement = ({ records }: PostgresTables): Statement =>
  compile(sql`select ${columns}, coalesce(r.turn_at <= ${clockMs}, false) as overdue
    from ${named} join ${records} r on r.collection = given.collection and r.id = given.id`)

/**
 * The same, once whoever is about to write them has written. A commit that was judged in time may become visible only
 * after that time; read without waiting for it, the record would show as expired first and as approved later.
 */
export const settledReadStatement = ({ records }: PostgresTables): Statement =>
  compile(sql`select ${columns}, true as overdue from ${records} r
    where (r.collection, r.id) in (select given.collection, given.id from ${named})
    order by r.collection, r.id for share of r`)

/** As the indexes of lists have it; it sorts like the column itself. */
const idInLists = sql.raw('r.id collate "POSIX"')

export const dueStatement = ({ records }: PostgresTables): Statement =>
  compile(sql`select r.id from ${records} r
    where r.collection = ${sql.placeholder('collection')} and r.due_at <= ${sql.placeholder('now')}::bigint
    order by r.due_at, ${idInLists} limit ${sql.placeholder('limit')}::bigint`)

export const removeStatement = ({ records }: PostgresTables): Statement =>
  compile(sql`delete from ${records} r where r.collection = ${sql.placeholder('collection')}
    and r.id = ${sql.placeholder('id')} and r.rev = ${sql.placeholder('expectedRev')}::bigint returning r.id`)

export const collectionsStatement = ({ records }: PostgresTables): Statement =>
  compile(sql`select distinct r.collection collate "C" as collection from ${records} r order by 1`)

export const nowStatement: Statement = compile(sql`select ${clockMs} as now`)

export interface ListShape {
  readonly facets: FacetFilter
  readonly descending: boolean
  readonly hasCursor: boolean
}

const terms = {
  collection: sql`${sql.placeholder('collection')}`,
  facet: (at: number) => sql`${sql.placeholder(`facet${at + 1}`)}`,
  now: sql`${sql.placeholder('now')}::bigint`,
}

/** Takes `collection`, the facets, `now`, `limit`, and with a cursor `sortKey` and `id`. One statement sees one state. */
export function listStatement({ records }: PostgresTables, shape: ListShape): Statement {
  const { facets, descending, hasCursor } = shape
  const order = sql.raw(descending ? 'desc' : 'asc')
  const limit = sql`limit ${sql.placeholder('limit')}::bigint`
  const part = (one: Part): SQL => {
    const where = [conditions(facets, one, terms)]
    const beyond = sql.raw(descending ? '<' : '>')
    if (hasCursor)
      where.push(sql`(r.sort_key, ${idInLists}) ${beyond} (${sql.placeholder('sortKey')}, ${sql.placeholder('id')})`)
    return sql`(select ${columns} from ${records} r where ${sql.join(where, sql` and `)}
      order by r.sort_key ${order}, ${idInLists} ${order} ${limit})`
  }
  const parts = sql.join(partsOf(facets).map(part), sql` union all `)
  // Planned for the values at hand: how many records have a status differs by orders of magnitude between them.
  return compile(sql`select * from (${parts}) as found order by "sortKey" ${order}, id ${order} ${limit}`, 'each-time')
}
