// Inserts under caps. A cap is judged in the insert; calls under the same cap that go together count each other, so that
// only what other nodes have in flight can pass it.
import { sql } from 'drizzle-orm'
import type { Cap, FacetFilter } from '@holdpoint/core/store'
import { facetsName, partsOf } from '../facet-parts.ts'
import type { PostgresTables } from '../schema/postgres.ts'
import { clockMs } from './clock.ts'
import { columnNames, given, listed, type RecordRow } from './columns.ts'
import { conditions } from './filters.ts'
import { compile, type Statement } from './statement.ts'

const capColumns = {
  cap: 'integer',
  max: 'bigint',
  counts: 'integer',
  cap_1: 'text',
  cap_2: 'text',
  cap_3: 'text',
  cap_4: 'text',
}

/** Caps over the same facets share a statement. Answers what it made, and what found no room. */
export function cappedInsertStatement({ records }: PostgresTables, facets: FacetFilter): Statement {
  const terms = {
    collection: sql`c.collection`,
    facet: (at: number) => sql.raw(`c.cap_${at + 1}`),
    now: sql`clock.at`,
  }
  // Counts no further than the cap.
  const counted = partsOf(facets).map(
    (part) => sql`(select count(*) from (
      select from ${records} r where ${conditions(facets, part, terms)} limit c.max
    ) as few)`,
  )
  return compile(sql`
    with given as materialized (select * from ${given(capColumns)}),
    clock as materialized (select ${clockMs} as at),
    held as materialized (
      select c.cap, ${sql.join(counted, sql` + `)} as held
      from (select distinct on (g.cap) g.* from given g order by g.cap) c, clock
    ),
    fresh as materialized (
      select g.*, h.held + coalesce(
        sum(g.counts) over (partition by g.cap order by g.n rows between unbounded preceding and 1 preceding), 0
      ) >= g.max as is_full
      from given g join held h on h.cap = g.cap
      where not exists (select from ${records} r where r.collection = g.collection and r.id = g.id)
    ),
    made as (
      insert into ${records} (${listed(columnNames)})
      select ${listed(columnNames)} from fresh where not is_full order by n
      on conflict do nothing returning collection, id
    )
    select collection, id, false as is_full from made
    union all select collection, id, true from fresh where is_full`)
}

export interface CappedRecord {
  readonly record: RecordRow
  readonly cap: Cap
}

export function capValues(capped: readonly CappedRecord[]): Record<string, unknown[]> {
  const names = capped.map(({ record, cap }) => JSON.stringify([record.collection, cap.max, cap.facets]))
  const column = (at: number) => capped.map(({ cap }) => cap.facets[at] ?? null)
  return {
    cap: names.map((name) => names.indexOf(name)),
    max: capped.map(({ cap }) => Math.max(0, cap.max)),
    counts: capped.map(({ record, cap }) => (fits(record, cap.facets) ? 1 : 0)),
    cap_1: column(0),
    cap_2: column(1),
    cap_3: column(2),
    cap_4: column(3),
  }
}

const fits = ({ facet1, facet2, facet3, facet4 }: RecordRow, facets: FacetFilter): boolean =>
  [facet1, facet2, facet3, facet4].every((facet, n) => facets[n] === undefined || facets[n] === facet)

export const capShape = (cap: Cap): string => facetsName(cap.facets)
