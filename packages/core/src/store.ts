// The seam for those who write a store.
export type { Cap, Cursor, FacetFilter, Facets, ListQuery, Page, Store, StoreRecord } from './ports.ts'
export type { Effect, OutboxEntry } from './domain/effect.ts'
export { HoldpointError } from './domain/errors.ts'
export { checkLimit, checkRecord } from './check-record.ts'
