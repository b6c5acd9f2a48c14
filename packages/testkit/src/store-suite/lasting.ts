// Closing and opening again: nothing acknowledged is lost, nothing is answered after the end.
import assert from 'node:assert/strict'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { StoreCase } from './store-case.ts'
import { anything, hasCode, listAll, mustCreate, nextOf, outboxOf, paddedNumbers, sampleRecord } from './sample.ts'

export function lastingCases(it: StoreCase): void {
  it('rejects every call after close as unavailable (I6)', async ({ store }) => {
    await mustCreate(store, sampleRecord())
    await store.close()
    const query = { facets: anything, limit: 1, direction: 'ascending', now: 0 } as const
    const calls: (() => Promise<unknown>)[] = [
      () => store.create(sampleRecord({ id: 'a2' })),
      () => store.read('approvals', 'a1'),
      () => store.commit(sampleRecord({ rev: 2 }), 1),
      () => store.list('approvals', query),
      () => store.remove('approvals', 'a1', 1),
      () => store.due('approvals', 1, 1),
      () => store.collections(),
      () => store.now(),
    ]
    for (const call of calls) await assert.rejects(call, hasCode('unavailable'), call.toString())
  })

  it('can be closed twice', async ({ store }) => {
    await Promise.all([store.close(), store.close()])
    await store.close()
  })

  it('answers what was in flight when it closes', async ({ store }) => {
    const settled: string[] = []
    const ids = paddedNumbers(20)
    const creating = ids.map((id) => store.create(sampleRecord({ id })).then((answer) => settled.push(answer)))
    await store.close()
    await nextTurn()
    assert.deepEqual(
      settled,
      ids.map(() => 'created'),
    )
    await Promise.all(creating)
  })

  it('finds everything acknowledged after opening again (I9, I11)', async ({ store, reopen }) => {
    const records = paddedNumbers(50).map((id, n) =>
      sampleRecord({ id, dueAt: n, outbox: outboxOf(id), turn: { at: 1_000, to: 'expired' } }),
    )
    await mustCreate(store, ...records)
    const committed = records.map((record, n) =>
      n % 2 === 0 ? nextOf(record, { body: '{"n":2}', dueAt: null }) : record,
    )
    for (const record of committed) if (record.rev === 2) assert.equal(await store.commit(record, 1), 'won')
    assert.equal(await store.remove('approvals', '00000049', 1), true)
    const before = await store.now()
    await store.close()
    if (reopen === 'not-durable') return

    const again = await reopen()
    try {
      const kept = committed.slice(0, 49)
      const query = { facets: anything, limit: 100, direction: 'ascending', now: 0 } as const
      assert.deepEqual(await listAll(again, 'approvals', query), kept)
      for (const record of kept) assert.deepEqual(await again.read('approvals', record.id), record)
      const dueIds = kept.filter((record) => record.dueAt !== null).map((record) => record.id)
      assert.deepEqual(await again.due('approvals', 1_000, 1_000), dueIds)
      assert.ok((await again.now()) >= before, 'the clock went back over a restart')
      assert.equal(await again.commit(nextOf(sampleRecord({ id: '00000001' })), 1), 'won')
      assert.equal(await again.commit(nextOf(sampleRecord({ id: '00000000' })), 1), 'stale')
      assert.equal(await again.create(sampleRecord({ id: '00000002' })), 'exists')
      const one = { facets: ['expired', undefined, undefined, undefined], max: 1 } as const
      assert.equal(await again.create(sampleRecord({ id: 'capped' }), one), 'full')
    } finally {
      await again.close()
    }
  })
}
