// Every record of a store, a page at a time: by collection, and in each in the order of lists.
import type { FacetFilter, Store, StoreRecord } from '@holdpoint/core'

export type Pages = AsyncIterable<readonly StoreRecord[]>

const anything: FacetFilter = [undefined, undefined, undefined, undefined]

export async function* allRecords(store: Store): AsyncGenerator<readonly StoreRecord[]> {
  for (const collection of await store.collections()) {
    const query = { facets: anything, limit: 100, direction: 'ascending', now: 0 } as const
    let page = await store.list(collection, query)
    yield page.items
    while (page.next) {
      page = await store.list(collection, { ...query, after: page.next })
      yield page.items
    }
  }
}
