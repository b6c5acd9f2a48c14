// What time alone changes: from `turn.at` on a record counts under `turn.to`, swept or not.
import assert from 'node:assert/strict'
import type { Cap, FacetFilter, Store } from '@holdpoint/core/store'
import type { StoreCase } from './store-case.ts'
import { listAll, mustCreate, nextOf, paddedNumbers, sampleRecord } from './sample.ts'

const list = async (store: Store, facets: FacetFilter, now: number, limit = 100) => {
  const ascending = await listAll(store, 'approvals', { facets, limit, direction: 'ascending', now })
  const descending = await listAll(store, 'approvals', { facets, limit, direction: 'descending', now })
  assert.deepEqual(descending, ascending.toReversed())
  return ascending.map((record) => record.id)
}
const capOf = (status: string, max: number): Cap => ({ facets: [status, 'default', undefined, 'key:bot'], max })
const withStatus = (status: string): FacetFilter => [status, undefined, undefined, undefined]

export function turningCases(it: StoreCase): void {
  it('lists a record under turn.to from turn.at on, and no longer under its own first facet (I8)', async ({
    store,
  }) => {
    await mustCreate(store, sampleRecord({ turn: { at: 1_000, to: 'expired' } }))
    for (const [now, status, other] of [
      [999, 'pending', 'expired'],
      [1_000, 'expired', 'pending'],
      [1_001, 'expired', 'pending'],
    ] as const) {
      assert.deepEqual(await list(store, withStatus(status), now), ['a1'], `${status} at ${now}`)
      assert.deepEqual(await list(store, withStatus(other), now), [], `${other} at ${now}`)
      assert.deepEqual(await list(store, [undefined, 'default', undefined, undefined], now), ['a1'])
    }
  })

  it('returns an overdue record as it is stored', async ({ store }) => {
    const record = sampleRecord({ turn: { at: 1, to: 'expired' } })
    await mustCreate(store, record)
    const query = { facets: withStatus('expired'), limit: 1, direction: 'ascending', now: 2 } as const
    assert.deepEqual((await store.list('approvals', query)).items, [record])
  })

  it('merges swept and overdue ones in order, over pages and with further facets', async ({ store }) => {
    const ids = paddedNumbers(40)
    const records = ids.map((id, n) => {
      const loop = n % 3 === 0 ? 'x' : 'default'
      if (n % 4 === 0) return sampleRecord({ id, facets: ['expired', loop, 'k', 'r'] })
      if (n % 4 === 1) return sampleRecord({ id, facets: ['approved', loop, 'k', 'r'], turn: { at: 50, to: 'lapsed' } })
      return sampleRecord({
        id,
        facets: ['pending', loop, 'k', 'r'],
        turn: { at: n % 4 === 2 ? 50 : 150, to: 'expired' },
      })
    })
    await mustCreate(store, ...records)
    const pick = (test: (n: number) => boolean) => ids.filter((_, n) => test(n))
    for (const limit of [1, 3, 100]) {
      assert.deepEqual(
        await list(store, withStatus('expired'), 100, limit),
        pick((n) => n % 4 === 0 || n % 4 === 2),
      )
      assert.deepEqual(
        await list(store, withStatus('pending'), 100, limit),
        pick((n) => n % 4 === 3),
      )
      assert.deepEqual(
        await list(store, withStatus('lapsed'), 100, limit),
        pick((n) => n % 4 === 1),
      )
      assert.deepEqual(await list(store, withStatus('approved'), 100, limit), [])
      assert.deepEqual(
        await list(store, ['expired', 'x', 'k', 'r'], 100, limit),
        pick((n) => n % 3 === 0 && (n % 4 === 0 || n % 4 === 2)),
      )
      assert.deepEqual(await list(store, ['expired', 'x', 'other', 'r'], 100, limit), [])
    }
  })

  it('forgets a turn that a commit took away or moved', async ({ store }) => {
    const record = sampleRecord({ turn: { at: 10, to: 'expired' } })
    await mustCreate(store, record)
    const moved = nextOf(record, { turn: { at: 30, to: 'lapsed' } })
    assert.equal(await store.commit(moved, 1), 'won')
    assert.deepEqual(await list(store, withStatus('expired'), 20), [])
    assert.deepEqual(await list(store, withStatus('pending'), 20), ['a1'])
    assert.deepEqual(await list(store, withStatus('lapsed'), 30), ['a1'])
    assert.equal(await store.commit(nextOf(moved, { turn: null }), 2), 'won')
    assert.deepEqual(await list(store, withStatus('pending'), 99), ['a1'])
    assert.deepEqual(await list(store, withStatus('lapsed'), 99), [])
  })

  it('keeps a turn to the same facet listed once', async ({ store }) => {
    await mustCreate(store, sampleRecord({ turn: { at: 10, to: 'pending' } }))
    assert.deepEqual(await list(store, withStatus('pending'), 5), ['a1'])
    assert.deepEqual(await list(store, withStatus('pending'), 15), ['a1'])
  })

  it('judges caps with turns as of its own clock (I36)', async ({ store }) => {
    const now = await store.now()
    await mustCreate(store, sampleRecord({ id: 'overdue', turn: { at: now, to: 'expired' } }))
    await mustCreate(store, sampleRecord({ id: 'live', turn: { at: now + 3_600_000, to: 'expired' } }))
    assert.equal(await store.create(sampleRecord({ id: 'p1' }), capOf('pending', 1)), 'full')
    assert.equal(await store.create(sampleRecord({ id: 'e1' }), capOf('expired', 1)), 'full')
    assert.equal(
      await store.create(sampleRecord({ id: 'e2', facets: ['x', 'y', 'z', 'w'] }), capOf('expired', 2)),
      'created',
    )
    assert.equal(await store.create(sampleRecord({ id: 'p2' }), capOf('pending', 2)), 'created')
  })
}
