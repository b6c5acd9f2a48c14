// API keys: names for ever, forgeries without writes, revocation in time.
import { describe, expect, it } from 'vitest'
import { createKeys } from '../../src/auth/keys.ts'
import { countingStore } from './counting-store.ts'

const draft = { name: 'bot', scopes: ['request'], loops: ['default'] } as const

async function madeKey(options: Parameters<typeof createKeys>[0], expiresInMs?: number) {
  const keys = createKeys(options)
  const created = await keys.create(expiresInMs === undefined ? draft : { ...draft, expiresInMs })
  if (!created.ok) throw new Error(created.detail)
  return { keys, key: created.value.key }
}

describe('keys', () => {
  it('makes a key that opens what it was made for, and keeps no copy of its text', async () => {
    const store = countingStore()
    const { keys, key } = await madeKey({ store })
    expect(key).toMatch(/^hpk_bot_[A-Za-z0-9_-]{43}$/)
    expect(await keys.verify(key)).toEqual({ id: 'key:bot', scopes: ['request'], loops: ['default'], via: 'api' })
    const record = await store.read('keys', 'bot')
    expect(JSON.stringify(record)).not.toContain(key.slice('hpk_bot_'.length))
    expect(JSON.stringify(await keys.list())).not.toMatch(/hash|[0-9a-f]{64}/)
  })

  it.each([
    ['name', { ...draft, name: 'operator' }],
    ['name', { ...draft, name: 'Bot' }],
    ['name', { ...draft, name: '-bot' }],
    ['name', { ...draft, name: 'a_b' }],
    ['name', { ...draft, name: 'a'.repeat(64) }],
    ['scopes', { ...draft, scopes: [] }],
    ['scopes', { ...draft, scopes: ['request', 'root'] }],
    ['loops', { ...draft, loops: [] }],
    ['loops', { ...draft, loops: ['*', 'default'] }],
    ['loops', { ...draft, loops: [''] }],
    ['expiresInMs', { ...draft, expiresInMs: 999 }],
    ['expiresInMs', { ...draft, expiresInMs: Number.NaN }],
    ['expiresInMs', { ...draft, expiresInMs: 1_000.5 }],
    ['expiresInMs', { ...draft, expiresInMs: 1e15 }],
    ['extra', { ...draft, extra: 1 }],
  ])('refuses a draft and names its field %s (%#)', async (field, input) => {
    const store = countingStore()
    const created = await createKeys({ store }).create(input as never)
    expect(created).toMatchObject({ ok: false, code: 'invalid_request', field })
    expect(store.writes).toBe(0)
  })

  it('never gives a name out twice, not even after its revocation', async () => {
    const store = countingStore()
    const { keys, key } = await madeKey({ store })
    expect(await keys.create(draft)).toMatchObject({ ok: false, code: 'invalid_request', field: 'name' })
    expect(await keys.revoke('bot')).toMatchObject({ ok: true, value: { status: 'revoked' } })
    expect(await keys.create(draft)).toMatchObject({ ok: false, field: 'name' })
    expect(await keys.verify(key)).toBeUndefined()
    expect(await keys.list()).toMatchObject([{ id: 'bot', status: 'revoked' }])
  })

  it('gives one name to one of 50 who ask for it at once', async () => {
    const keys = createKeys({ store: countingStore() })
    const results = await Promise.all(Array.from({ length: 50 }, () => keys.create(draft)))
    expect(results.filter((result) => result.ok)).toHaveLength(1)
  })

  it('I30: a key revoked on one node works nowhere after at most a second (HM8WM)', async () => {
    const store = countingStore()
    let now = 0
    const { keys: here, key } = await madeKey({ store, now: () => now })
    const there = createKeys({ store, now: () => now })
    expect(await there.verify(key)).toBeDefined()
    await here.revoke('bot')
    expect(await here.verify(key)).toBeUndefined()
    now = 999
    expect(await there.verify(key)).toBeDefined()
    now = 1_000
    expect(await there.verify(key)).toBeUndefined()
  })

  it('I32: forged keys cost no write and at most one read each', async () => {
    const store = countingStore()
    const { keys, key } = await madeKey({ store })
    const writes = store.writes
    const secret = 'A'.repeat(43)
    const malformed = ['', 'hpk_', 'hpk_bot_', 'hpk_bot_short', `hpk_BOT_${secret}`, `${key}=`, ` ${key}`, `${key}\n`]
    for (const text of malformed) expect(await keys.verify(text)).toBeUndefined()
    expect(store.reads).toBe(0)
    for (let n = 0; n < 500; n += 1) expect(await keys.verify(`hpk_no-${n}_${secret}`)).toBeUndefined()
    expect(store.reads).toBe(500)
    // A name that exists is read once, and a forgery of it never passes.
    for (let n = 0; n < 500; n += 1) expect(await keys.verify(`hpk_bot_${secret}`)).toBeUndefined()
    expect(store.reads).toBe(501)
    expect(await keys.verify(key)).toBeDefined()
    expect(store.writes).toBe(writes)
  })

  it('refuses one key’s secret under another key’s name', async () => {
    const store = countingStore()
    const { keys, key } = await madeKey({ store })
    await keys.create({ ...draft, name: 'other' })
    expect(await keys.verify(key.replace('_bot_', '_other_'))).toBeUndefined()
  })

  it('I15: a key expires by the store’s clock, also while its record is cached', async () => {
    let storeNow = 5_000
    let now = 0
    const { keys, key } = await madeKey({ store: countingStore(() => storeNow), now: () => now }, 1_000)
    storeNow = 5_500
    expect(await keys.verify(key)).toBeDefined()
    now = 499
    expect(await keys.verify(key)).toBeDefined()
    now = 500
    expect(await keys.verify(key)).toBeUndefined()
    now = 60_000
    storeNow = 6_000
    expect(await keys.verify(key)).toBeUndefined()
    expect(await keys.list()).toMatchObject([{ status: 'expired' }])
  })

  it('I6: a record in a form that this version doesn’t know opens nothing', async () => {
    const store = countingStore()
    const { keys, key } = await madeKey({ store })
    const record = await store.read('keys', 'bot')
    if (record === undefined) throw new Error('no record')
    const body = JSON.stringify({ ...JSON.parse(record.body), onlyFrom: '10.0.0.0/8' })
    await store.commit({ ...record, rev: 2, body }, 1)
    await expect(keys.verify(key)).rejects.toMatchObject({ code: 'unreadable_record' })
  })

  it('I6: while the store is down nobody passes', async () => {
    const store = countingStore()
    const { keys, key } = await madeKey({ store })
    await store.close()
    await expect(keys.verify(key)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('lists more than one page', async () => {
    const keys = createKeys({ store: countingStore() })
    for (let n = 0; n < 205; n += 1) await keys.create({ ...draft, name: `bot-${n}` })
    const names = (await keys.list()).map((key) => key.name)
    expect(new Set(names).size).toBe(205)
  })

  it('refuses to revoke what isn’t there', async () => {
    expect(await createKeys({ store: countingStore() }).revoke('nobody')).toMatchObject({ code: 'not_found' })
  })
})

describe('rotation', () => {
  const rotated = (result: Awaited<ReturnType<ReturnType<typeof createKeys>['rotate']>>) => {
    if (!result.ok) throw new Error(result.detail)
    return result.value.key
  }

  it('gives a new text, and lets the old one open until the grace has passed by the store’s clock', async () => {
    let now = 1_000
    const store = countingStore(() => now)
    const { keys, key } = await madeKey({ store, now: () => now })
    const next = rotated(await keys.rotate('bot', 5_000))
    expect(next).not.toBe(key)
    now = 5_999
    for (const text of [key, next]) expect(await keys.verify(text)).toMatchObject({ id: 'key:bot' })
    now = 6_000
    expect(await keys.verify(key)).toBeUndefined()
    expect(await keys.verify(next)).toBeDefined()
  })

  it('without grace the old text ends at once, and of three texts at most two open', async () => {
    const { keys, key: first } = await madeKey({ store: countingStore() })
    const second = rotated(await keys.rotate('bot', 60_000))
    const third = rotated(await keys.rotate('bot', 60_000))
    expect(await keys.verify(first)).toBeUndefined()
    expect(await keys.verify(second)).toBeDefined()
    const last = rotated(await keys.rotate('bot', 0))
    expect(await keys.verify(third)).toBeUndefined()
    expect(await keys.verify(last)).toBeDefined()
  })

  it('I30: a revocation ends both, and nothing rotated comes back', async () => {
    const { keys, key } = await madeKey({ store: countingStore() })
    const next = rotated(await keys.rotate('bot', 60_000))
    await keys.revoke('bot')
    for (const text of [key, next]) expect(await keys.verify(text)).toBeUndefined()
    expect(await keys.rotate('bot', 0)).toMatchObject({ ok: false, code: 'invalid_request' })
    expect(await keys.rotate('nobody', 0)).toMatchObject({ ok: false, code: 'not_found' })
  })

  it('the last use is told to whoever writes it, costs no write, and never revives a revoked key', async () => {
    const store = countingStore()
    const used: string[] = []
    const { keys, key } = await madeKey({ store, uses: { add: (name) => used.push(name) } })
    const writes = store.writes
    for (let n = 0; n < 100; n += 1) await keys.verify(key)
    await keys.verify(`hpk_bot_${'A'.repeat(43)}`)
    expect(used).toHaveLength(100)
    expect(store.writes).toBe(writes)
    await keys.recordUse('bot')
    expect(await keys.list()).toMatchObject([{ lastUsedAt: expect.any(Number) }])
    await Promise.all([keys.revoke('bot'), keys.recordUse('bot'), keys.recordUse('bot')])
    expect(await keys.list()).toMatchObject([{ status: 'revoked' }])
    expect(await keys.verify(key)).toBeUndefined()
  })
})
