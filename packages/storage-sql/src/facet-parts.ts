// What lists and caps have in common on every database: a filter by facets falls into parts, and each shape of filter is
// made into statements once.
import type { FacetFilter } from '@holdpoint/core/store'

/**
 * `stored`: under its own first facet, its turn not yet come. `turned`: overdue, under another first facet. `any`: the
 * first facet isn't asked for.
 */
export type Part = 'stored' | 'turned' | 'any'

/** The parts that together answer a filter. */
export function partsOf(facets: FacetFilter): readonly Part[] {
  return facets[0] === undefined ? ['any'] : ['stored', 'turned']
}

/** At most 16 × 2 × 2 shapes: what is remembered is bounded. */
export function remember<K, T>(nameOf: (key: K) => string, make: (key: K) => T): (key: K) => T {
  const made = new Map<string, T>()
  return (key) => {
    const name = nameOf(key)
    const known = made.get(name)
    if (known !== undefined) return known
    const fresh = make(key)
    made.set(name, fresh)
    return fresh
  }
}

export const facetsName = (facets: FacetFilter): string =>
  facets.map((facet) => (facet === undefined ? '-' : 'x')).join('')

export function facetValues([facet1, facet2, facet3, facet4]: FacetFilter): Record<string, string | undefined> {
  return { facet1, facet2, facet3, facet4 }
}
