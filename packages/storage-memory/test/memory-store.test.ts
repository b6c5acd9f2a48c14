import { describe, expect, it } from 'vitest'
import type { StoreRecord } from '@holdpoint/core/store'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { createFakeClock, storeSuite } from '@holdpoint/testkit'

describe('storeSuite on memory', () => {
  storeSuite({
    describe,
    it,
    open: async () => ({ store: createMemoryStore(), reopen: 'not-durable', cleanup: async () => {} }),
  })
})

const record: StoreRecord = {
  collection: 'approvals',
  id: 'a1',
  rev: 1,
  schema: 1,
  dueAt: null,
  sortKey: '1',
  facets: ['pending', 'l', 'k', 'r'],
  turn: null,
  body: '{}',
  outbox: [],
}

describe('createMemoryStore', () => {
  it('judges `before` and caps by the clock it was given (I8)', async () => {
    const clock = createFakeClock({ startAt: 1_000 })
    const store = createMemoryStore({ now: clock.now })
    const cap = { facets: ['pending', undefined, undefined, undefined], max: 1 } as const
    await store.create({ ...record, turn: { at: 2_000, to: 'expired' } })
    await clock.advance(999)
    expect(await store.create({ ...record, id: 'a2' }, cap)).toBe('full')
    expect(await store.commit({ ...record, rev: 2, turn: { at: 2_000, to: 'expired' } }, 1, 2_000)).toBe('won')
    await clock.advance(1)
    expect(await store.commit({ ...record, rev: 3 }, 2, 2_000)).toBe('late')
    expect(await store.create({ ...record, id: 'a2' }, cap)).toBe('created')
  })

  it('does not follow a clock that goes back (I15)', async () => {
    const times = [5_000, 4_000, 4_999, 5_001]
    const store = createMemoryStore({ now: () => times.shift() ?? 0 })
    const seen = [await store.now(), await store.now(), await store.now(), await store.now()]
    expect(seen).toEqual([5_000, 5_000, 5_000, 5_001])
  })

  it.each([
    ['rev must be 1', { rev: 3 }],
    ['id holds a NUL', { id: 'a\u0000' }],
    ['facets[3] holds a NUL or a lone surrogate', { facets: ['', '', '', '\ud800'] as const }],
    ['dueAt must be whole epoch milliseconds', { dueAt: Number.NaN }],
    ['turn.at must be whole epoch milliseconds', { turn: { at: 1.5, to: '' } }],
  ])('refuses a record it can’t keep: %s', async (message, fields) => {
    const store = createMemoryStore()
    await expect(store.create({ ...record, ...fields })).rejects.toThrow(message)
    expect(await store.read('approvals', 'a1')).toBeUndefined()
  })

  it.each([0, 101, 1.5, Number.NaN])('refuses a page of %d', async (limit) => {
    const query = { facets: [undefined, undefined, undefined, undefined], direction: 'ascending', now: 0 } as const
    await expect(createMemoryStore().list('approvals', { ...query, limit })).rejects.toThrow('limit must be')
  })
})
