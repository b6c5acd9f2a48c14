// Keyset pages: every record once, in order, whatever is written meanwhile.
import assert from 'node:assert/strict'
import type { FacetFilter, StoreRecord } from '@holdpoint/core/store'
import type { StoreCase } from './store-case.ts'
import { anything, listAll, mustCreate, nextOf, paddedNumbers, sampleRecord } from './sample.ts'

const idsOf = (records: readonly StoreRecord[]) => records.map((record) => record.id)

export function listingCases(it: StoreCase): void {
  it('pages by sortKey, then id, in both directions', async ({ store }) => {
    const records = paddedNumbers(25).map((n) => sampleRecord({ id: `i${n}`, sortKey: `k${Number(n) % 4}` }))
    await mustCreate(store, ...records.toReversed())
    const ordered = idsOf(records).toSorted(
      (a, b) => (Number(a.slice(1)) % 4) - (Number(b.slice(1)) % 4) || (a < b ? -1 : 1),
    )
    for (const limit of [1, 3, 5, 24, 25, 26, 100]) {
      const ascending = { facets: anything, limit, direction: 'ascending', now: 0 } as const
      assert.deepEqual(idsOf(await listAll(store, 'approvals', ascending)), ordered, `limit ${limit}`)
      const descending = { ...ascending, direction: 'descending' } as const
      assert.deepEqual(idsOf(await listAll(store, 'approvals', descending)), ordered.toReversed(), `limit ${limit}`)
    }
  })

  it('has no next on the last page, also when it is full', async ({ store }) => {
    await mustCreate(store, ...paddedNumbers(4).map((id) => sampleRecord({ id })))
    const query = { facets: anything, limit: 2, direction: 'ascending', now: 0 } as const
    const first = await store.list('approvals', query)
    assert.deepEqual(first.next, { sortKey: '000001', id: '00000001' })
    const last = await store.list('approvals', { ...query, after: first.next })
    assert.deepEqual(idsOf(last.items), ['00000002', '00000003'])
    assert.equal('next' in last, false)
    assert.deepEqual(await store.list('nothing', query), { items: [] })
  })

  it('begins after a cursor whose record is gone', async ({ store }) => {
    await mustCreate(store, ...paddedNumbers(4).map((id) => sampleRecord({ id })))
    assert.equal(await store.remove('approvals', '00000001', 1), true)
    const after = { sortKey: '000001', id: '00000001' }
    const query = { facets: anything, limit: 9, now: 0, after } as const
    assert.deepEqual(idsOf((await store.list('approvals', { ...query, direction: 'ascending' })).items), [
      '00000002',
      '00000003',
    ])
    assert.deepEqual(idsOf((await store.list('approvals', { ...query, direction: 'descending' })).items), ['00000000'])
  })

  for (const direction of ['ascending', 'descending'] as const)
    it(`shows each old record exactly once while others are written between pages, ${direction}`, async ({ store }) => {
      const old = paddedNumbers(30).map((n) => sampleRecord({ id: `m${n}`, sortKey: `k${Number(n) % 3}` }))
      await mustCreate(store, ...old)
      let round = 0
      const listed = await listAll(store, 'approvals', { facets: anything, limit: 4, direction, now: 0 }, async () => {
        round += 1
        assert.ok(round < 40, 'paging does not end')
        // At most three of these lie ahead, and a page has four, so paging ends.
        const side = round % 2 === 0 ? 'a' : 'z'
        for (const sortKey of ['a', `k${round % 3}`, 'z'])
          await mustCreate(store, sampleRecord({ id: `${side}-new-${sortKey}-${round}`, sortKey }))
        const changed = old[round]
        if (changed) assert.equal(await store.commit(nextOf(changed, { body: '{"n":2}' }), 1), 'won')
      })
      const seen = idsOf(listed)
      assert.equal(new Set(seen).size, seen.length, 'a record was shown twice')
      assert.deepEqual(seen.filter((id) => !id.includes('new')).toSorted(), idsOf(old))
    })

  it('filters by each facet alone and by every combination', async ({ store }) => {
    const letters = ['a', 'b'] as const
    const records: StoreRecord[] = []
    for (const s of letters)
      for (const l of letters)
        for (const k of letters)
          for (const r of letters)
            for (const n of [1, 2])
              records.push(sampleRecord({ id: `${s}${l}${k}${r}${n}`, sortKey: `${n}`, facets: [s, l, k, r] }))
    await mustCreate(store, ...records)
    await mustCreate(store, sampleRecord({ collection: 'rules', facets: ['a', 'a', 'a', 'a'] }))
    const options = [undefined, 'a', 'b', 'none']
    for (const s of options)
      for (const l of options)
        for (const k of options)
          for (const r of options) {
            const facets: FacetFilter = [s, l, k, r]
            const expected = records
              .filter((record) => facets.every((facet, n) => facet === undefined || facet === record.facets[n]))
              .toSorted((a, b) => (`${a.sortKey}${a.id}` < `${b.sortKey}${b.id}` ? -1 : 1))
            const query = { facets, limit: 10, direction: 'ascending', now: 0 } as const
            assert.deepEqual(await listAll(store, 'approvals', query), expected, JSON.stringify(facets))
            const back = await listAll(store, 'approvals', { ...query, direction: 'descending' })
            assert.deepEqual(back, expected.toReversed(), JSON.stringify(facets))
          }
  })

  it('follows a commit that changes the facets or the sortKey', async ({ store }) => {
    const record = sampleRecord({ id: 'moves', sortKey: '5' })
    await mustCreate(store, record, sampleRecord({ id: 'fixed', sortKey: '6' }))
    const next = nextOf(record, { sortKey: '7', facets: ['denied', 'l2', 'k2', 'r2'] })
    assert.equal(await store.commit(next, 1), 'won')
    const list = async (facets: FacetFilter) =>
      idsOf((await store.list('approvals', { facets, limit: 9, direction: 'ascending', now: 0 })).items)
    assert.deepEqual(await list(anything), ['fixed', 'moves'])
    assert.deepEqual(await list(['pending', undefined, undefined, undefined]), ['fixed'])
    assert.deepEqual(await list(['denied', undefined, undefined, undefined]), ['moves'])
    assert.deepEqual(await list([undefined, 'default', undefined, undefined]), ['fixed'])
    assert.deepEqual(await list([undefined, 'l2', undefined, undefined]), ['moves'])
    assert.deepEqual(await list([undefined, undefined, 'k2', undefined]), ['moves'])
    assert.deepEqual(await list([undefined, undefined, undefined, 'r2']), ['moves'])
    assert.deepEqual(await list(['denied', 'l2', undefined, 'r2']), ['moves'])
  })
}
