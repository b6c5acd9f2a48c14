import type { Store, StoreRecord } from '@holdpoint/core'

/** Every record of a collection that is never large, by sort key. */
export async function listAll(store: Store, collection: string): Promise<readonly StoreRecord[]> {
  const query = {
    facets: [undefined, undefined, undefined, undefined],
    limit: 100,
    direction: 'ascending',
    now: await store.now(),
  } as const
  const records: StoreRecord[] = []
  let page = await store.list(collection, query)
  for (;;) {
    records.push(...page.items)
    if (page.next === undefined) return records
    page = await store.list(collection, { ...query, after: page.next })
  }
}
