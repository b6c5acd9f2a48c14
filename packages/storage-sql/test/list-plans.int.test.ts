import SqliteDatabase from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { FacetFilter } from '@holdpoint/core/store'
import { partsOf } from '../src/facet-parts.ts'
import { selectHeld, selectList } from '../src/list-statements.ts'
import { migrate } from '../src/migrate.ts'
import { prepareRecordStatements } from '../src/record-statements.ts'

const options = [undefined, 'x'] as const
const filters: FacetFilter[] = options.flatMap((s) =>
  options.flatMap((l) => options.flatMap((k) => options.map((r): FacetFilter => [s, l, k, r]))),
)

function withDatabase(run: (client: SqliteDatabase.Database) => void): void {
  const client = new SqliteDatabase(':memory:')
  try {
    migrate(client, 'test')
    run(client)
  } finally {
    client.close()
  }
}

function planOf(client: SqliteDatabase.Database, query: { toSQL(): { sql: string; params: unknown[] } }): string {
  const { sql, params } = query.toSQL()
  const rows: unknown[] = client.prepare(`explain query plan ${sql}`).all(...params.map(() => 1))
  return rows.map((row) => JSON.stringify(row)).join('\n')
}

describe('list statements', () => {
  it('walk an index in order, whatever the filter, so that a page costs the same at any depth', () => {
    withDatabase((client) => {
      const db = drizzle({ client })
      for (const facets of filters)
        for (const descending of [true, false])
          for (const hasCursor of [true, false])
            for (const part of partsOf(facets)) {
              const plan = planOf(client, selectList(db, { facets, descending, hasCursor }, part))
              const name = `${JSON.stringify(facets)} ${part}\n${plan}`
              expect(plan, name).toContain('SEARCH holdpoint_records USING INDEX holdpoint_')
              // The few overdue ones are found by their turn, and sorted.
              if (part === 'turned') expect(plan, name).toContain('holdpoint_turn')
              else expect(plan, name).not.toContain('TEMP B-TREE')
              if (facets[0] !== undefined && part === 'stored') expect(plan, name).toContain('facet_1=?')
            }
    })
  })

  it('count the cap of a requester in a loop without leaving the index', () => {
    withDatabase((client) => {
      const held = selectHeld(drizzle({ client }), ['pending', 'default', undefined, 'key:bot'], 'stored')
      const plan = planOf(client, held)
      expect(plan).toContain('USING COVERING INDEX holdpoint_by_4_1')
    })
  })

  it('find what is due by its index', () => {
    withDatabase((client) => {
      const plan = planOf(client, { toSQL: () => prepareRecordStatements(drizzle({ client })).due.getQuery() })
      expect(plan).toContain('USING COVERING INDEX holdpoint_due')
      expect(plan).not.toContain('TEMP B-TREE')
    })
  })
})
