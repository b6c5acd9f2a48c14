// PostgreSQL and the way to it fail at the worst moment. What was answered is there; what was not is told as unknown,
// and reading again tells the truth (I6, I9, I10).
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createHoldpoint, type Holdpoint, type Principal } from '@holdpoint/core'
import type { Store, StoreRecord } from '@holdpoint/core/store'
import type { Direction, Fate } from '@holdpoint/testkit'
import { postgresForTests } from './postgres-for-tests.ts'
import { sampleRecord } from './sample-record.ts'

const postgres = postgresForTests()
const rounds = process.env['HOLDPOINT_SCALE'] === 'full' ? 20 : 2

const principal = (id: string, scopes: Principal['scopes']): Principal => ({ id, scopes, loops: ['*'], via: 'api' })
const bot = principal('key:bot', ['request'])
const ann = principal('ann', ['decide'])
const draft = { action: { kind: 'tool.call', target: { tool: 'rm' }, input: { path: '/' } } }

const nextOf = (record: StoreRecord, body: string): StoreRecord => ({ ...record, rev: record.rev + 1, body })

describe('kill -9 of PostgreSQL under load', () => {
  it(`loses nothing acknowledged, and what is unknown is one or the other, ${rounds} rounds`, async () => {
    const schema = postgres.freshSchema()
    const store = await postgres.open({ schema, callTimeoutMs: 5_000 })
    let made = 0
    let unknown = 0
    for (let round = 0; round < rounds; round += 1) {
      const isOver = { now: false }
      const known = new Map<string, number>()
      const asked = new Map<string, number>()
      const write = async () => {
        while (!isOver.now) {
          const id = `r${round}-${(made += 1)}`
          const record = sampleRecord({ id })
          asked.set(id, 1)
          try {
            await store.create(record)
            known.set(id, 1)
            asked.set(id, 2)
            expect(await store.commit(nextOf(record, '{"n":2}'), 1)).toBe('won')
            known.set(id, 2)
          } catch (error) {
            expect(error).toMatchObject({ code: 'unavailable' })
            unknown += 1
            await sleep(5)
          }
        }
      }
      const writers = Array.from({ length: 8 }, write)
      await sleep(300)
      await postgres.server().kill()
      await sleep(50)
      isOver.now = true
      await Promise.all(writers)
      await postgres.server().start()
      expect(known.size).toBeGreaterThan(8)
      for (const [id, rev] of asked) {
        const found = (await store.read('approvals', id))?.rev ?? 0
        expect(found, id).toBeGreaterThanOrEqual(known.get(id) ?? 0)
        expect(found, id).toBeLessThanOrEqual(rev)
      }
    }
    expect(unknown).toBeGreaterThan(0)
  })
})

describe('a server that goes away', () => {
  it('is told as unavailable while it is down, and used again when it is back, by the same store', async () => {
    const store = await postgres.open({ schema: postgres.freshSchema(), callTimeoutMs: 2_000 })
    await store.create(sampleRecord())
    await postgres.server().shutDown()
    for (const call of [() => store.read('approvals', 'a1'), () => store.now(), () => store.create(sampleRecord())])
      await expect(call()).rejects.toMatchObject({ code: 'unavailable' })
    await postgres.server().start()
    expect(await store.commit(nextOf(sampleRecord(), '{"n":2}'), 1)).toBe('won')
  })

  it('is told within the deadline when it is frozen, and nothing waits for ever', async () => {
    const store = await postgres.open({ schema: postgres.freshSchema(), callTimeoutMs: 500 })
    await store.create(sampleRecord())
    await postgres.server().freeze()
    try {
      const startedAt = performance.now()
      await expect(store.commit(nextOf(sampleRecord(), '{"n":2}'), 1)).rejects.toMatchObject({ code: 'unavailable' })
      expect(performance.now() - startedAt).toBeLessThan(10_000)
    } finally {
      await postgres.server().thaw()
    }
    // Whether the frozen one was carried out after all is for reading to tell.
    const rev = (await store.read('approvals', 'a1'))?.rev ?? 0
    expect(await store.commit(sampleRecord({ rev: rev + 1 }), rev)).toMatch(/won|stale/)
  })

  it('in the middle of closing does not keep close from ending', async () => {
    const proxy = await postgres.proxy()
    const store = await postgres.open({ schema: postgres.freshSchema(), port: proxy.port, callTimeoutMs: 500 })
    const answer = store.create(sampleRecord()).catch(() => 'failed')
    proxy.goSilent()
    await store.close()
    expect(['created', 'failed']).toContain(await answer)
  })
})

/** A whole service whose way to the database is judged piece by piece. */
async function serviceBehindProxy(): Promise<{
  readonly holdpoint: Holdpoint
  readonly store: Store
  readonly direct: Holdpoint
  cutWhere(isIt: (direction: Direction, bytes: Buffer) => Fate): void
}> {
  const schema = postgres.freshSchema()
  const proxy = await postgres.proxy()
  const direct = createHoldpoint({ store: await postgres.open({ schema }) })
  const store = await postgres.open({ schema, port: proxy.port, callTimeoutMs: 2_000 })
  return { holdpoint: createHoldpoint({ store }), store, direct, cutWhere: (judge) => void (proxy.judge = judge) }
}

/** Judges the next statement that holds `words`: its request, or the first answer after it. */
function once(words: string, where: 'request-lost' | 'answer-lost', then: () => void = () => {}) {
  let armed = false
  let done = false
  return (direction: Direction, bytes: Buffer): Fate => {
    if (done) return 'pass'
    if (direction === 'to-server' && bytes.includes(words)) {
      if (where === 'request-lost') {
        done = true
        then()
        return 'cut-before'
      }
      armed = true
      return 'pass'
    }
    if (armed && direction === 'to-client') {
      done = true
      then()
      return 'cut-before'
    }
    return 'pass'
  }
}

describe.each(['request-lost', 'answer-lost'] as const)('the connection cut at the commit, the %s', (where) => {
  it('of a decision: the reviewer is told the truth, and another is told who was first (I10)', async () => {
    const { holdpoint, direct, cutWhere } = await serviceBehindProxy()
    const requested = await holdpoint.approvals.request(bot, draft)
    if (!requested.ok) throw new Error(requested.detail)
    const { id, digest } = requested.value.approval
    let cut = 0
    cutWhere(once('allow-once', where, () => (cut += 1)))
    const decided = await holdpoint.approvals.decide(ann, id, { verdict: 'allow-once', digest })
    expect(cut).toBe(1)
    expect(decided).toMatchObject({ ok: true, value: { status: 'approved', votes: [{ reviewer: 'ann' }] } })
    expect(await direct.approvals.get(bot, id)).toMatchObject({ ok: true, value: { status: 'approved', version: 2 } })
    const other = await direct.approvals.decide(principal('bob', ['decide']), id, { verdict: 'deny', digest })
    expect(other).toMatchObject({ ok: false, code: 'already_decided' })
  })

  it('of a start: the ticket is handed out once, to whoever holds it (I2, I10)', async () => {
    const { holdpoint, direct, cutWhere } = await serviceBehindProxy()
    const requested = await holdpoint.approvals.request(bot, draft)
    if (!requested.ok) throw new Error(requested.detail)
    const { id, digest } = requested.value.approval
    await direct.approvals.decide(ann, id, { verdict: 'allow-once', digest })
    let cut = 0
    cutWhere(once('startedAt', where, () => (cut += 1)))
    const started = await holdpoint.approvals.start(bot, id, digest)
    expect(cut).toBe(1)
    if (!started.ok) throw new Error(started.detail)
    expect(await direct.approvals.start(bot, id, digest)).toMatchObject({ ok: false, code: 'already_started' })
    const finish = { ticket: started.value.ticket, outcome: 'succeeded' as const }
    expect(await direct.approvals.finish(bot, id, finish)).toMatchObject({ ok: true })
  })

  it('of a request: it is there, or it is told as unavailable and not there', async () => {
    const { holdpoint, direct, cutWhere } = await serviceBehindProxy()
    cutWhere(once('insert', where))
    const options = { idempotencyKey: 'k1' }
    const answer = await holdpoint.approvals.request(bot, draft, options).catch((error: unknown) => error)
    const listed = await direct.approvals.list(bot, { limit: 10 })
    if (!listed.ok) throw new Error(listed.detail)
    if (where === 'answer-lost') {
      expect(answer).toMatchObject({ ok: true, value: { created: true } })
      expect(listed.value.items).toHaveLength(1)
    } else {
      expect(answer).toMatchObject({ code: 'unavailable' })
      expect(listed.value.items).toHaveLength(0)
    }
  })

  it('every time: 503, never a guess, and what was done is done once', async () => {
    const { holdpoint, direct, cutWhere } = await serviceBehindProxy()
    const requested = await holdpoint.approvals.request(bot, draft)
    if (!requested.ok) throw new Error(requested.detail)
    const { id, digest } = requested.value.approval
    let fate = once('allow-once', where)
    cutWhere((direction, bytes) => {
      const judged = fate(direction, bytes)
      if (judged !== 'pass') fate = once('allow-once', where)
      return judged
    })
    const answer = await holdpoint.approvals
      .decide(ann, id, { verdict: 'allow-once', digest })
      .catch((error: unknown) => error)
    const stored = await direct.approvals.get(bot, id)
    if (where === 'answer-lost') expect(stored).toMatchObject({ ok: true, value: { status: 'approved', version: 2 } })
    else expect(stored).toMatchObject({ ok: true, value: { status: 'pending' } })
    // Lost twice on its way there, it can't be known; done and its answer lost, reading again tells.
    if (where === 'request-lost') expect(answer).toMatchObject({ code: 'unavailable' })
    else expect(answer).toMatchObject({ ok: true, value: { status: 'approved' } })
  })
})

describe('one call that can’t be kept', () => {
  it('fails alone, though others went with it', async () => {
    const store = await postgres.open({ schema: postgres.freshSchema() })
    const [good, bad] = [sampleRecord({ id: 'good' }), sampleRecord({ id: 'bad', schema: 2 ** 40 })]
    const noise = Array.from({ length: 3_000 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7919) % 20_000))).join('')
    const long = sampleRecord({ id: 'long', sortKey: noise })
    const answers = await Promise.allSettled([store.create(good), store.create(bad), store.create(long)])
    expect(answers[0]).toEqual({ status: 'fulfilled', value: 'created' })
    for (const answer of answers.slice(1))
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'invalid_request' } })
    const commits = await Promise.allSettled([
      store.commit(nextOf(good, '{"n":2}'), 1),
      store.commit({ ...nextOf(good, '{"n":3}'), schema: 2 ** 40 }, 1),
    ])
    expect(commits).toMatchObject([{ value: 'won' }, { reason: { code: 'invalid_request' } }])
  })
})
