// Compare-and-set on `rev`, and expiry judged inside the write by the store's clock.
import assert from 'node:assert/strict'
import type { StoreCase } from './store-case.ts'
import { isHoldpointError, mustCreate, nextOf, outboxOf, sampleRecord } from './sample.ts'

export function committingCases(it: StoreCase): void {
  it('replaces the record when its rev is the expected one', async ({ store }) => {
    const record = sampleRecord()
    await mustCreate(store, record)
    const next = nextOf(record, { body: '{"n":2}', facets: ['approved', 'default', 'tool.call', 'key:bot'] })
    assert.equal(await store.commit(next, 1), 'won')
    assert.deepEqual(await store.read('approvals', 'a1'), next)
  })

  it('answers stale to any other rev, and changes nothing', async ({ store }) => {
    const record = sampleRecord()
    const next = nextOf(record, { body: '{"n":2}' })
    await mustCreate(store, record)
    assert.equal(await store.commit(next, 1), 'won')
    for (const expectedRev of [1, 3, 99, 0, -1]) {
      const attempt = { ...record, rev: expectedRev + 1, body: '{"lost":true}', outbox: outboxOf('lost') }
      assert.equal(await store.commit(attempt, expectedRev), 'stale', `expectedRev ${expectedRev}`)
    }
    assert.deepEqual(await store.read('approvals', 'a1'), next)
  })

  it('answers stale for a record it does not have, and makes none', async ({ store }) => {
    assert.equal(await store.commit(sampleRecord({ rev: 2 }), 1), 'stale')
    assert.equal(await store.commit(sampleRecord({ rev: 1 }), 0), 'stale')
    assert.equal(await store.read('approvals', 'a1'), undefined)
    await mustCreate(store, sampleRecord())
    assert.equal(await store.commit(sampleRecord({ collection: 'rules', rev: 2 }), 1), 'stale')
    assert.deepEqual(await store.read('approvals', 'a1'), sampleRecord())
  })

  it('refuses a record whose rev does not count this write', async ({ store }) => {
    await assert.rejects(async () => store.create(sampleRecord({ rev: 2 })), isHoldpointError)
    await mustCreate(store, sampleRecord())
    for (const rev of [1, 3, 0, Number.NaN])
      await assert.rejects(async () => store.commit(sampleRecord({ rev }), 1), isHoldpointError, `rev ${rev}`)
    assert.deepEqual(await store.read('approvals', 'a1'), sampleRecord())
  })

  it('answers late from `before` on by its own clock, and changes nothing (I8)', async ({ store }) => {
    const record = sampleRecord({ dueAt: 5 })
    await mustCreate(store, record)
    const next = nextOf(record, { body: '{"n":2}', dueAt: 1, outbox: outboxOf('late') })
    const now = await store.now()
    for (const before of [now, now - 1, now - 86_400_000, 0])
      assert.equal(await store.commit(next, 1, before), 'late', `before = now ${before - now}`)
    assert.deepEqual(await store.read('approvals', 'a1'), record)
    assert.deepEqual(await store.due('approvals', 1, 10), [])
    assert.equal(await store.commit(next, 1, (await store.now()) + 3_600_000), 'won')
    assert.deepEqual(await store.read('approvals', 'a1'), next)
  })

  it('answers stale, not won, to an old rev in good time', async ({ store }) => {
    await mustCreate(store, sampleRecord())
    const before = (await store.now()) + 3_600_000
    assert.equal(await store.commit(nextOf(sampleRecord()), 1, before), 'won')
    assert.equal(await store.commit(nextOf(sampleRecord()), 1, before), 'stale')
  })

  it('has a clock of whole milliseconds that never goes backwards (I15)', async ({ store }) => {
    let last = await store.now()
    for (let n = 0; n < 200; n += 1) {
      const now = await store.now()
      assert.ok(Number.isSafeInteger(now), `${now}`)
      assert.ok(now >= last, `${now} after ${last}`)
      last = now
      if (n % 10 === 0) await store.create(sampleRecord({ id: `n${n}` }))
    }
  })
}
