import type { Page, StoreRecord } from '@holdpoint/core/store'

/** A page of what was found in order; `found` may hold one more than the limit, which tells that there is a next page. */
export function pageOf(found: readonly StoreRecord[], limit: number): Page {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return found.length > limit && last ? { items, next: { sortKey: last.sortKey, id: last.id } } : { items }
}
