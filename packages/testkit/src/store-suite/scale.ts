// The same promises with many records: pages from both ends and the middle, due, and caps.
import assert from 'node:assert/strict'
import type { FacetFilter } from '@holdpoint/core/store'
import type { StoreCase } from './store-case.ts'
import { anything, listAll, mustCreate, paddedNumbers, sampleRecord } from './sample.ts'

const recordOf = (key: string, n: number) =>
  n % 100 === 0
    ? sampleRecord({ id: `i${key}`, sortKey: key, dueAt: n, turn: { at: Number.MAX_SAFE_INTEGER, to: 'expired' } })
    : sampleRecord({ id: `i${key}`, sortKey: key, facets: ['denied', 'default', 'tool.call', 'key:bot'] })

export function scaleCases(it: StoreCase): void {
  const count = process.env['HOLDPOINT_SCALE'] === 'full' ? 100_000 : 10_000

  it(`keeps ${count} records, of which every hundredth is pending`, async ({ store }) => {
    const keys = paddedNumbers(count)
    const pendingIds = keys.filter((_, n) => n % 100 === 0).map((key) => `i${key}`)
    for (let from = 0; from < count; from += 1_000)
      await mustCreate(store, ...keys.slice(from, from + 1_000).map((key, n) => recordOf(key, from + n)))

    const page = { facets: anything, limit: 100, direction: 'ascending', now: 0 } as const
    assert.equal((await listAll(store, 'approvals', page)).length, count)
    const pendingOnly: FacetFilter = ['pending', undefined, undefined, undefined]
    const newestFirst = { ...page, facets: pendingOnly, direction: 'descending' } as const
    const pending = await listAll(store, 'approvals', newestFirst)
    assert.deepEqual(
      pending.map((record) => record.id),
      pendingIds.toReversed(),
    )
    assert.deepEqual(await store.due('approvals', count, 50), pendingIds.slice(0, 50))

    const after = { sortKey: keys[count / 2] ?? '', id: `i${keys[count / 2]}` }
    const middle = await store.list('approvals', { ...page, limit: 2, after })
    assert.deepEqual(
      middle.items.map((record) => record.id),
      [`i${keys[count / 2 + 1]}`, `i${keys[count / 2 + 2]}`],
    )

    const held = pendingIds.length
    assert.equal(await store.create(sampleRecord({ id: 'over' }), { facets: pendingOnly, max: held }), 'full')
    assert.equal(await store.create(sampleRecord({ id: 'in' }), { facets: pendingOnly, max: held + 1 }), 'created')
  })
}
