// The one indexed column that drives everything: what has to be looked at, earliest first.
import assert from 'node:assert/strict'
import type { StoreCase } from './store-case.ts'
import { mustCreate, nextOf, sampleRecord } from './sample.ts'

export function dueCases(it: StoreCase): void {
  it('gives ids earliest first, equal times by id', async ({ store }) => {
    const times = { c: 30, a: 10, e: 20, b: 20, d: 20 }
    await mustCreate(store, ...Object.entries(times).map(([id, dueAt]) => sampleRecord({ id, dueAt })))
    assert.deepEqual(await store.due('approvals', 100, 10), ['a', 'b', 'd', 'e', 'c'])
  })

  it('counts a dueAt of exactly now as due, one after as not', async ({ store }) => {
    await mustCreate(store, sampleRecord({ id: 'at', dueAt: 1_000 }), sampleRecord({ id: 'after', dueAt: 1_001 }))
    assert.deepEqual(await store.due('approvals', 999, 10), [])
    assert.deepEqual(await store.due('approvals', 1_000, 10), ['at'])
    assert.deepEqual(await store.due('approvals', 1_001, 10), ['at', 'after'])
  })

  it('gives at most the limit, and those the earliest', async ({ store }) => {
    await mustCreate(store, ...[5, 3, 1, 4, 2].map((dueAt) => sampleRecord({ id: `d${dueAt}`, dueAt })))
    assert.deepEqual(await store.due('approvals', 10, 3), ['d1', 'd2', 'd3'])
    assert.deepEqual(await store.due('approvals', 10, 1), ['d1'])
  })

  it('never gives a null dueAt, nor another collection’s', async ({ store }) => {
    await mustCreate(store, sampleRecord(), sampleRecord({ collection: 'rules', id: 'r', dueAt: 1 }))
    assert.deepEqual(await store.due('approvals', Number.MAX_SAFE_INTEGER, 10), [])
    assert.deepEqual(await store.due('rules', Number.MAX_SAFE_INTEGER, 10), ['r'])
  })

  it('follows every commit', async ({ store }) => {
    let record = sampleRecord({ dueAt: 10 })
    await mustCreate(store, record)
    for (const [dueAt, expected] of [
      [200, []],
      [50, ['a1']],
      [null, []],
      [100, ['a1']],
    ] as const) {
      const next = nextOf(record, { dueAt })
      assert.equal(await store.commit(next, record.rev), 'won')
      record = next
      assert.deepEqual(await store.due('approvals', 100, 10), expected, `dueAt ${dueAt}`)
    }
  })
}
