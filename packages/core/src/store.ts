// The seam for those who write a store.
export type { Cap, Cursor, FacetFilter, Facets, ListQuery, Page, Store, StoreRecord, Wake } from './ports.ts'
export type { Effect, OutboxEntry } from './domain/effect.ts'
export { HoldpointError } from './domain/errors.ts'
export { checkLimit, checkRecord } from './records/check-record.ts'
export { copyRecord } from './records/copy-record.ts'
export { RecordIndex } from './records/record-index.ts'
export { isShown } from './records/shelf.ts'
export { createStoreClock, type StoreClock } from './records/store-clock.ts'
