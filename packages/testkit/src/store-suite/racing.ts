// Many at once: one winner, and no one ever sees half a write.
import assert from 'node:assert/strict'
import type { Store, StoreRecord } from '@holdpoint/core/store'
import type { StoreCase } from './store-case.ts'
import { anything, mustCreate, nextOf, outboxOf, paddedNumbers, sampleRecord } from './sample.ts'

// Every part says the same number, so that parts of two writes can't pass for one.
const versionOf = (n: number): Partial<StoreRecord> => ({
  body: `{"version":${n},"pad":"${'x'.repeat((n % 7) * 700)}"}`,
  facets: [`v${n}`, 'default', 'tool.call', 'key:bot'],
  outbox: outboxOf(`effect-${n}`, n),
})

export function racingCases(it: StoreCase): void {
  it('lets exactly one of 50 concurrent commits win, 20 rounds (I2, I5)', async ({ store }) => {
    let current = sampleRecord()
    await mustCreate(store, current)
    for (let round = 0; round < 20; round += 1) {
      const base = current
      const attempts = paddedNumbers(50).map((n) => nextOf(base, { body: `{"by":"${round}:${n}"}`, dueAt: Number(n) }))
      const answers = await Promise.all(attempts.map((attempt) => store.commit(attempt, base.rev)))
      assert.equal(answers.filter((answer) => answer === 'won').length, 1, `round ${round}`)
      assert.equal(answers.filter((answer) => answer === 'stale').length, 49, `round ${round}`)
      const winner = attempts[answers.indexOf('won')]
      assert.ok(winner)
      assert.deepEqual(await store.read('approvals', 'a1'), winner)
      current = winner
    }
  })

  it('counts every increment of 20 writers that retry until they win', async ({ store }) => {
    await mustCreate(store, sampleRecord({ body: '0' }))
    await Promise.all(paddedNumbers(20).map(() => increment(store)))
    const record = await store.read('approvals', 'a1')
    assert.equal(record?.body, '20')
    assert.equal(record?.rev, 21)
  })

  it('lets either a commit or a removal win, never both', async ({ store }) => {
    const ids = paddedNumbers(20)
    await mustCreate(store, ...ids.map((id) => sampleRecord({ id })))
    for (const id of ids) {
      const [committed, removed] = await Promise.all([
        store.commit(sampleRecord({ id, rev: 2 }), 1),
        store.remove('approvals', id, 1),
      ])
      assert.notEqual(committed === 'won', removed)
      assert.equal((await store.read('approvals', id)) !== undefined, committed === 'won')
    }
  })

  it('never shows a status without its body and outbox (I12)', async ({ store }) => {
    await mustCreate(store, sampleRecord(versionOf(1)))
    const writer = { done: false }
    const write = async () => {
      for (let rev = 1; rev < 150; rev += 1)
        assert.equal(await store.commit(sampleRecord({ rev: rev + 1, ...versionOf(rev + 1) }), rev), 'won')
    }
    const watch = async (look: () => Promise<StoreRecord | undefined>) => {
      let seen = 0
      while (!writer.done) {
        const record = await look()
        assert.ok(record)
        assert.deepEqual(record, sampleRecord({ rev: record.rev, ...versionOf(record.rev) }))
        assert.ok(record.rev >= seen, 'a read went back in time')
        seen = record.rev
        // Gives the writer its turn even where reading needs none of its own.
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const query = { facets: anything, limit: 5, direction: 'ascending', now: 0 } as const
    const watched = Promise.all([
      watch(() => store.read('approvals', 'a1')),
      watch(async () => (await store.list('approvals', query)).items[0]),
    ])
    await Promise.all([write().finally(() => (writer.done = true)), watched])
  })
}

async function increment(store: Store): Promise<void> {
  for (;;) {
    const record = await store.read('approvals', 'a1')
    assert.ok(record)
    const next = nextOf(record, { body: String(Number(record.body) + 1) })
    if ((await store.commit(next, record.rev)) === 'won') return
  }
}
