// Runs lists and caps: the parts of a query in one snapshot, merged in order.
import type { Cap, FacetFilter, ListQuery, Page } from '@holdpoint/core/store'
import type { Database } from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { facetsName, facetValues, partsOf, remember } from './facet-parts.ts'
import { selectHeld, selectList, type ListShape } from './list-statements.ts'
import { pageOf } from './page-of.ts'
import { fromRow } from './record-row.ts'
import type { RecordRow } from './schema/sqlite.ts'

export interface Lists {
  page(collection: string, query: ListQuery): Page
  /** Whether the cap has no room left, as of `now`. Called inside the transaction that inserts. */
  isFull(collection: string, cap: Cap, now: number): boolean
}

const isBefore = (a: RecordRow, b: RecordRow) =>
  a.sortKey === b.sortKey ? compareIds(a.id, b.id) < 0 : a.sortKey < b.sortKey

// As SQLite compares text, by the bytes of its UTF-8; JavaScript's `<` puts U+FFFF after the emoji.
const compareIds = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

export function createLists(client: Database): Lists {
  const db = drizzle({ client })
  const listOf = remember(
    ({ facets, descending, hasCursor }: ListShape) => `${facetsName(facets)}${descending}${hasCursor}`,
    (shape) => partsOf(shape.facets).map((part) => selectList(db, shape, part).prepare()),
  )
  const heldOf = remember(facetsName, (facets: FacetFilter) =>
    partsOf(facets).map((part) => selectHeld(db, facets, part).prepare()),
  )

  // Several statements see one state only inside a transaction: another process may write between them.
  const rowsOf = client.transaction((shape: ListShape, values: Record<string, unknown>): RecordRow[][] =>
    listOf(shape).map((statement) => statement.all(values)),
  )

  return {
    page(collection, { facets, limit, direction, after, now }) {
      const descending = direction === 'descending'
      const shape = { facets, descending, hasCursor: after !== undefined }
      const values = { ...facetValues(facets), ...after, collection, now, limit: limit + 1 }
      const [own = [], turned = []] = rowsOf(shape, values)
      const order = descending ? -1 : 1
      const rows = turned.length === 0 ? own : [...own, ...turned].toSorted((a, b) => (isBefore(a, b) ? -order : order))
      return pageOf(rows.map(fromRow), limit)
    },
    isFull(collection, { facets, max }, now) {
      if (max <= 0) return true
      const values = { ...facetValues(facets), collection, now, max }
      const held = heldOf(facets).reduce((sum, statement) => sum + (statement.get(values)?.held ?? 0), 0)
      return held >= max
    },
  }
}
