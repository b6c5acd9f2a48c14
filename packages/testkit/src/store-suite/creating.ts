// Insert if absent, and the cap that is judged in the insert.
import assert from 'node:assert/strict'
import type { Cap } from '@holdpoint/core/store'
import type { StoreCase } from './store-case.ts'
import { anything, listAll, mustCreate, paddedNumbers, sampleRecord } from './sample.ts'

const tenPending: Cap = { facets: ['pending', 'default', undefined, 'key:bot'], max: 10 }

export function creatingCases(it: StoreCase): void {
  it('creates a record that is absent, and answers exists to the second without changing the first', async ({
    store,
  }) => {
    assert.equal(await store.create(sampleRecord()), 'created')
    assert.equal(await store.create(sampleRecord({ body: '{"n":2}', facets: ['denied', 'x', 'y', 'z'] })), 'exists')
    assert.deepEqual(await store.read('approvals', 'a1'), sampleRecord())
  })

  it('creates once when 50 create the same id at the same time', async ({ store }) => {
    const answers = await Promise.all(
      paddedNumbers(50).map((n) => store.create(sampleRecord({ body: `{"by":"${n}"}` }))),
    )
    assert.equal(answers.filter((answer) => answer === 'created').length, 1)
    assert.equal(answers.filter((answer) => answer === 'exists').length, 49)
    const winner = paddedNumbers(50)[answers.indexOf('created')]
    assert.equal((await store.read('approvals', 'a1'))?.body, `{"by":"${winner}"}`)
  })

  it('reads undefined for what was never created', async ({ store }) => {
    assert.equal(await store.read('approvals', 'a1'), undefined)
    await mustCreate(store, sampleRecord())
    assert.equal(await store.read('approvals', 'a2'), undefined)
    assert.equal(await store.read('rules', 'a1'), undefined)
  })

  it('lets exactly 10 of 50 concurrent creates through a cap of 10 (I36)', async ({ store }) => {
    const answers = await Promise.all(paddedNumbers(50).map((id) => store.create(sampleRecord({ id }), tenPending)))
    assert.equal(answers.filter((answer) => answer === 'created').length, 10)
    assert.equal(answers.filter((answer) => answer === 'full').length, 40)
    const kept = await listAll(store, 'approvals', { facets: anything, limit: 100, direction: 'ascending', now: 0 })
    assert.equal(kept.length, 10)
  })

  it('counts only what matches every facet of the cap, in its own collection', async ({ store }) => {
    const others = paddedNumbers(12)
    await mustCreate(store, ...others.map((id) => sampleRecord({ id, facets: ['denied', 'default', 'k', 'key:bot'] })))
    await mustCreate(
      store,
      ...others.map((n) => sampleRecord({ id: `l${n}`, facets: ['pending', 'b', 'k', 'key:bot'] })),
    )
    await mustCreate(
      store,
      ...others.map((n) => sampleRecord({ id: `r${n}`, facets: ['pending', 'default', 'k', 'x'] })),
    )
    await mustCreate(store, ...others.map((id) => sampleRecord({ id, collection: 'rules' })))
    await mustCreate(store, ...paddedNumbers(9).map((n) => sampleRecord({ id: `own${n}` })))
    assert.equal(await store.create(sampleRecord({ id: 'tenth' }), tenPending), 'created')
    assert.equal(await store.create(sampleRecord({ id: 'eleventh' }), tenPending), 'full')
    assert.equal(await store.read('approvals', 'eleventh'), undefined)
  })

  it('has room again after one has left the cap, by a commit or by removal', async ({ store }) => {
    const one: Cap = { ...tenPending, max: 1 }
    const first = sampleRecord({ id: 'first' })
    assert.equal(await store.create(first, one), 'created')
    assert.equal(await store.create(sampleRecord({ id: 'second' }), one), 'full')
    const denied = { ...first, rev: 2, facets: ['denied', 'default', 'tool.call', 'key:bot'] as const }
    assert.equal(await store.commit(denied, 1), 'won')
    assert.equal(await store.create(sampleRecord({ id: 'second' }), one), 'created')
    assert.equal(await store.create(sampleRecord({ id: 'third' }), one), 'full')
    assert.equal(await store.remove('approvals', 'second', 1), true)
    assert.equal(await store.create(sampleRecord({ id: 'third' }), one), 'created')
  })

  it('answers exists, not full, to a replay while the cap is full', async ({ store }) => {
    const one: Cap = { ...tenPending, max: 1 }
    assert.equal(await store.create(sampleRecord(), one), 'created')
    assert.equal(await store.create(sampleRecord(), one), 'exists')
  })

  it('lets nothing through a cap of 0', async ({ store }) => {
    assert.equal(await store.create(sampleRecord(), { facets: anything, max: 0 }), 'full')
    assert.equal(await store.read('approvals', 'a1'), undefined)
  })

  it('counts for a cap what a list would show, for every combination of facets', async ({ store }) => {
    const now = await store.now()
    const letters = ['a', 'b'] as const
    for (const s of letters)
      for (const l of letters)
        for (const k of letters)
          for (const r of letters) {
            const facets = [s, l, k, r] as const
            const id = facets.join('')
            const overdue = { at: now, to: s === 'a' ? 'b' : 'c' }
            await mustCreate(store, sampleRecord({ id, facets }))
            if (l === k) await mustCreate(store, sampleRecord({ id: `${id}-overdue`, facets, turn: overdue }))
          }
    const options = [undefined, 'a', 'b', 'c']
    for (const s of options)
      for (const l of options)
        for (const k of options)
          for (const r of options) {
            const facets = [s, l, k, r] as const
            const query = { facets, limit: 100, direction: 'ascending', now } as const
            const { length } = await listAll(store, 'approvals', query)
            const one = sampleRecord({ id: 'one-more', facets: ['x', 'x', 'x', 'x'] })
            assert.equal(await store.create(one, { facets, max: length }), 'full', JSON.stringify(facets))
            assert.equal(await store.create(one, { facets, max: length + 1 }), 'created', JSON.stringify(facets))
            assert.equal(await store.remove('approvals', 'one-more', 1), true)
          }
  })
}
