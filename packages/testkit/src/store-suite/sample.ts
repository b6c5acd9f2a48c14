// Records to test with, and what several cases ask of a store.
import assert from 'node:assert/strict'
import type { FacetFilter, ListQuery, OutboxEntry, Store, StoreRecord } from '@holdpoint/core/store'

export const anything: FacetFilter = [undefined, undefined, undefined, undefined]

export function sampleRecord(fields: Partial<StoreRecord> = {}): StoreRecord {
  return {
    collection: 'approvals',
    id: 'a1',
    rev: 1,
    schema: 1,
    dueAt: null,
    sortKey: '000001',
    facets: ['pending', 'default', 'tool.call', 'key:bot'],
    turn: null,
    body: '{"n":1}',
    outbox: [],
    ...fields,
  }
}

/** The record as a next commit would write it. */
export function nextOf(record: StoreRecord, fields: Partial<StoreRecord> = {}): StoreRecord {
  return { ...record, rev: record.rev + 1, ...fields }
}

export function outboxOf(id: string, attempts = 0): readonly OutboxEntry[] {
  return [{ effect: { kind: 'execute', id }, dueAt: 1_000, attempts }]
}

/** `count` numbers as text that sorts as they do. */
export function paddedNumbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => n.toString().padStart(8, '0'))
}

export async function mustCreate(store: Store, ...records: readonly StoreRecord[]): Promise<void> {
  const answers = await Promise.all(records.map((record) => store.create(record)))
  for (const [n, answer] of answers.entries()) assert.equal(answer, 'created', `create of ${records[n]?.id}`)
}

/** All pages of a list, in order. Fails on a page that is too long, or that has a `next` but no items. */
export async function listAll(
  store: Store,
  collection: string,
  query: Omit<ListQuery, 'after'>,
  betweenPages: () => Promise<void> = async () => {},
): Promise<readonly StoreRecord[]> {
  const found: StoreRecord[] = []
  let page = await store.list(collection, query)
  for (;;) {
    assert.ok(page.items.length <= query.limit, `a page of ${page.items.length} for the limit ${query.limit}`)
    found.push(...page.items)
    if (page.next === undefined) return found
    assert.ok(page.items.length > 0, 'a page with `next` must have items')
    await betweenPages()
    page = await store.list(collection, { ...query, after: page.next })
  }
}

/** Whether this is a HoldpointError with that code; by its shape, so that a second copy of core doesn't matter. */
export function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof Error && error.name === 'HoldpointError' && 'code' in error && error.code === code
}

export function isHoldpointError(error: unknown): boolean {
  return error instanceof Error && error.name === 'HoldpointError'
}
