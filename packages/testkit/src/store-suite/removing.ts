// Removal for retention: only with the right rev, and then from everywhere.
import assert from 'node:assert/strict'
import type { StoreCase } from './store-case.ts'
import { anything, mustCreate, sampleRecord } from './sample.ts'

export function removingCases(it: StoreCase): void {
  it('names the collections that have a record, ascending', async ({ store }) => {
    assert.deepEqual(await store.collections(), [])
    for (const collection of ['rules', 'Z', 'approvals', 'a-b', 'é'])
      await mustCreate(store, sampleRecord({ collection }), sampleRecord({ collection, id: 'a2' }))
    assert.deepEqual(await store.collections(), ['Z', 'a-b', 'approvals', 'rules', 'é'])
    assert.equal(await store.remove('rules', 'a1', 1), true)
    assert.deepEqual(await store.collections(), ['Z', 'a-b', 'approvals', 'rules', 'é'])
    assert.equal(await store.remove('rules', 'a2', 1), true)
    assert.deepEqual(await store.collections(), ['Z', 'a-b', 'approvals', 'é'])
  })

  it('removes only with the stored rev', async ({ store }) => {
    const record = sampleRecord()
    await mustCreate(store, record)
    for (const rev of [0, 2, 99]) assert.equal(await store.remove('approvals', 'a1', rev), false, `rev ${rev}`)
    assert.equal(await store.remove('rules', 'a1', 1), false)
    assert.equal(await store.remove('approvals', 'a2', 1), false)
    assert.deepEqual(await store.read('approvals', 'a1'), record)
    assert.equal(await store.remove('approvals', 'a1', 1), true)
    assert.equal(await store.remove('approvals', 'a1', 1), false)
    assert.equal(await store.read('approvals', 'a1'), undefined)
  })

  it('forgets what it removed in lists, in due and in commits, and takes the id anew', async ({ store }) => {
    const query = { facets: anything, limit: 10, direction: 'ascending', now: 10 } as const
    const record = sampleRecord({ dueAt: 1, turn: { at: 1, to: 'expired' } })
    await mustCreate(store, record, sampleRecord({ id: 'stays', dueAt: 1 }))
    assert.equal(await store.remove('approvals', 'a1', 1), true)
    assert.deepEqual(await store.due('approvals', 10, 10), ['stays'])
    assert.deepEqual((await store.list('approvals', query)).items, [sampleRecord({ id: 'stays', dueAt: 1 })])
    assert.deepEqual(
      (await store.list('approvals', { ...query, facets: ['expired', undefined, undefined, undefined] })).items,
      [],
    )
    assert.equal(await store.commit({ ...record, rev: 2 }, 1), 'stale')
    assert.equal(await store.create(record), 'created')
    assert.deepEqual(await store.read('approvals', 'a1'), record)
  })

  it('removes once when 20 remove at the same time', async ({ store }) => {
    await mustCreate(store, sampleRecord())
    const answers = await Promise.all(Array.from({ length: 20 }, () => store.remove('approvals', 'a1', 1)))
    assert.equal(answers.filter(Boolean).length, 1)
  })
}
