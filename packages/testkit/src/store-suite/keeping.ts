// What comes back is what was put in, byte for byte, and belongs to the caller.
import assert from 'node:assert/strict'
import type { OutboxEntry, StoreRecord } from '@holdpoint/core/store'
import type { StoreCase } from './store-case.ts'
import { hostileTexts, unstorableTexts } from './hostile-text.ts'
import { anything, isHoldpointError, listAll, mustCreate, nextOf, outboxOf, sampleRecord } from './sample.ts'

const digest = `sha256:${'0'.repeat(64)}` as const

const fullOutbox: readonly OutboxEntry[] = [
  { effect: { kind: 'ask', id: 'a1:1:0', channel: 'hitl-sh', digest }, dueAt: 5, attempts: 0 },
  {
    effect: { kind: 'settle', id: 'a1:1:1', channel: '__proto__', remoteId: '👍\u0000"' },
    dueAt: 6,
    attempts: 3,
    lease: '',
  },
  {
    effect: {
      kind: 'confirm',
      id: 'a1:1:2',
      channel: '',
      answer: { event: 'completed', remoteId: 'r', verdict: 'allow-once', reviewer: 'hitl-sh:é' },
    },
    dueAt: 0,
    attempts: 1,
    lease: 'a1:1:2#1',
  },
  { effect: { kind: 'execute', id: 'a1:1:3' }, dueAt: 8_640_000_000_000_000, attempts: 0 },
]

const bodies: readonly string[] = [
  'null',
  '""',
  '{"text":"\\u0000 \\ud800 \\u2028"}',
  '{"b":1.0, "a":1e0,\n "a":-0}',
  JSON.stringify(hostileTexts),
  `{"__proto__":{"approved":true},"long":"${'é'.repeat(131_072)}"}`,
]

export function keepingCases(it: StoreCase): void {
  it('keeps every field as it was given', async ({ store }) => {
    const created = sampleRecord({
      schema: 7,
      dueAt: 1_790_000_000_000,
      turn: { at: 1_790_000_000_001, to: 'expired' },
      outbox: fullOutbox,
    })
    await mustCreate(store, created)
    assert.deepEqual(await store.read('approvals', 'a1'), created)
    const bare = nextOf(created, { schema: 8, dueAt: null, turn: null, outbox: [], facets: ['', '', '', ''] })
    assert.equal(await store.commit(bare, 1), 'won')
    assert.deepEqual(await store.read('approvals', 'a1'), bare)
    const moved = nextOf(bare, { sortKey: '~', facets: ['s', 'l', 'k', 'r'], dueAt: 0, turn: { at: 0, to: '' } })
    assert.equal(await store.commit(moved, 2), 'won')
    assert.deepEqual(await store.read('approvals', 'a1'), moved)
  })

  it('keeps the body byte for byte, in reads and in lists', async ({ store }) => {
    const records = bodies.map((body, n) => sampleRecord({ id: `b${n}`, sortKey: `${n}`, body }))
    await mustCreate(store, ...records)
    for (const record of records) assert.equal((await store.read('approvals', record.id))?.body, record.body)
    const query = { facets: anything, limit: 100, direction: 'ascending', now: 0 } as const
    assert.deepEqual(await listAll(store, 'approvals', query), records)
  })

  it('keeps times far beyond 32 bits', async ({ store }) => {
    const times = [0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 8_640_000_000_000_000, Number.MAX_SAFE_INTEGER]
    const records = times.map((dueAt) => sampleRecord({ id: `t${dueAt}`, dueAt, turn: { at: dueAt, to: 'x' } }))
    await mustCreate(store, ...records)
    for (const record of records) assert.deepEqual(await store.read('approvals', record.id), record)
  })

  it('tells hostile ids apart', async ({ store }) => {
    const records = hostileTexts.map((id) => sampleRecord({ id, body: JSON.stringify(id), outbox: outboxOf(id) }))
    await mustCreate(store, ...records)
    for (const record of records) {
      assert.deepEqual(await store.read('approvals', record.id), record)
      assert.equal(await store.create(record), 'exists')
    }
    for (const record of records) assert.equal(await store.commit(nextOf(record, { dueAt: 1 }), 1), 'won')
    assert.deepEqual((await store.due('approvals', 1, 1_000)).toSorted(), hostileTexts.toSorted())
    const query = { facets: anything, limit: 7, direction: 'descending', now: 0 } as const
    const listed = await listAll(store, 'approvals', query)
    assert.deepEqual(listed.map((record) => record.id).toSorted(), hostileTexts.toSorted())
  })

  it('tells hostile collections and facets apart', async ({ store }) => {
    const inCollections = hostileTexts.map((collection) =>
      sampleRecord({ collection, body: JSON.stringify(collection) }),
    )
    await mustCreate(store, ...inCollections)
    for (const record of inCollections) assert.deepEqual(await store.read(record.collection, 'a1'), record)

    const texts = ['', ...hostileTexts]
    await mustCreate(store, ...texts.map((text, n) => sampleRecord({ id: `f${n}`, facets: [text, text, text, text] })))
    for (const [n, text] of texts.entries())
      for (const place of [0, 1, 2, 3]) {
        const [status, loop, kind, requester] = [0, 1, 2, 3].map((at) => (at === place ? text : undefined))
        const query = { facets: [status, loop, kind, requester], limit: 9, direction: 'ascending', now: 0 } as const
        const { items } = await store.list('approvals', query)
        assert.deepEqual(
          items.map((record) => record.id),
          [`f${n}`],
        )
      }
  })

  it('keeps NUL and lone surrogates exactly or refuses them, and never mixes them up', async ({ store }) => {
    const variants: ((text: string) => StoreRecord)[] = [
      (text) => sampleRecord({ id: text }),
      (text) => sampleRecord({ id: 'facet', collection: `c-${text}`, facets: [text, '', '', ''] }),
      (text) => sampleRecord({ id: `body-${JSON.stringify(text)}`, body: text }),
      (text) => sampleRecord({ id: `turn-${JSON.stringify(text)}`, turn: { at: 1, to: text } }),
    ]
    const kept: StoreRecord[] = []
    for (const record of variants.flatMap((variant) => unstorableTexts.map(variant))) {
      const answer = await store.create(record).catch((error: unknown) => {
        assert.ok(isHoldpointError(error), `refused by ${String(error)}`)
        return 'refused'
      })
      assert.notEqual(answer, 'exists', `${JSON.stringify(record.id)} was taken for another`)
      if (answer === 'created') kept.push(record)
    }
    for (const record of kept) assert.deepEqual(await store.read(record.collection, record.id), record)
  })

  it('is not changed by changing what was handed in or out', async ({ store }) => {
    const given = structuredClone(sampleRecord({ outbox: fullOutbox, turn: { at: 9, to: 'expired' } }))
    const wanted = structuredClone(given)
    await mustCreate(store, given)
    spoil(given)
    const read = await store.read('approvals', 'a1')
    assert.deepEqual(read, wanted)
    spoil(read)
    const query = { facets: anything, limit: 1, direction: 'ascending', now: 0 } as const
    spoil((await store.list('approvals', query)).items[0])
    assert.deepEqual(await store.read('approvals', 'a1'), wanted)

    const next = structuredClone(nextOf(wanted))
    const committing = store.commit(next, 1)
    spoil(next)
    assert.equal(await committing, 'won')
    assert.deepEqual(await store.read('approvals', 'a1'), nextOf(wanted))
  })
}

function spoil(record: StoreRecord | undefined): void {
  assert.ok(record)
  // A frozen answer would protect the store as well, so a failing assignment is no fault.
  Reflect.set(record, 'body', 'spoiled')
  Reflect.set(record, 'rev', 99)
  Reflect.set(record.facets, 0, 'spoiled')
  if (record.turn) Reflect.set(record.turn, 'to', 'spoiled')
  for (const entry of record.outbox) {
    Reflect.set(entry, 'attempts', 99)
    Reflect.set(entry.effect, 'id', 'spoiled')
  }
  Reflect.set(record.outbox, 0, 'spoiled')
}
