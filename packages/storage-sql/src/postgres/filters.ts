// Which records a filter by facets means, as conditions on the table `r`. Where the first facet is asked for there are
// two parts: those under their own, and those whose turn has come to be under another.
import { sql, type SQL } from 'drizzle-orm'
import type { FacetFilter } from '@holdpoint/core/store'
import type { Part } from '../facet-parts.ts'

export interface FilterTerms {
  readonly collection: SQL
  /** What the facet at this place (from 0) has to be; asked for those only that the filter has. */
  readonly facet: (at: number) => SQL
  readonly now: SQL
}

export function conditions(facets: FacetFilter, part: Part, { collection, facet, now }: FilterTerms): SQL {
  const found: SQL[] = [sql`r.collection = ${collection}`]
  for (const at of facets.keys()) {
    if (facets[at] === undefined) continue
    if (at === 0 && part === 'turned') found.push(sql`r.turn_to = ${facet(at)} and r.facet_1 <> ${facet(at)}`)
    else found.push(sql`${sql.raw(`r.facet_${at + 1}`)} = ${facet(at)}`)
  }
  if (part === 'turned') found.push(sql`r.turn_at <= ${now}`)
  // A turn to the facet it has already changes nothing.
  if (part === 'stored') found.push(sql`(r.turn_at is null or r.turn_at > ${now} or r.turn_to = r.facet_1)`)
  return sql.join(found, sql` and `)
}
