import type { StoreRecord } from '@holdpoint/core/store'

export const sampleRecord = (fields: Partial<StoreRecord> = {}): StoreRecord => ({
  collection: 'approvals',
  id: 'a1',
  rev: 1,
  schema: 1,
  dueAt: null,
  sortKey: '1',
  facets: ['pending', 'default', 'tool.call', 'key:bot'],
  turn: null,
  body: '{}',
  outbox: [],
  ...fields,
})
