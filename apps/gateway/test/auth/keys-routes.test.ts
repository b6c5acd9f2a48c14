// Keys and sign-in links over HTTP: only for administrators, and never more than one has oneself.
import { describe, expect, it } from 'vitest'
import type { KeyDraft } from '../../src/auth/key-draft.ts'
import { bearer, fakeRequest } from './fake-request.ts'
import { operatorToken, testGateway } from './test-gateway.ts'

function setUp() {
  const gateway = testGateway()
  const call = async (method: string, target: string, credential: string, body?: unknown) => {
    const answer = await gateway.handler(
      fakeRequest({ method, target, headers: [bearer(credential), jsonType], body: JSON.stringify(body) ?? '' }),
    )
    const text = answer?.body
    return { status: answer?.status, body: typeof text === 'string' && text !== '' ? JSON.parse(text) : undefined }
  }
  const keyOf = async (draft: KeyDraft) => {
    const created = await gateway.stored().create(draft)
    if (!created.ok) throw new Error(created.detail)
    return created.value.key
  }
  return { ...gateway, call, keyOf }
}

const jsonType = ['content-type', 'application/json'] as const
const bot = { name: 'bot', scopes: ['request'], loops: ['default'] }

describe('/v1/keys', () => {
  it('makes a key that works at once, lists it without secrets, and revokes it', async () => {
    const { call, stored } = setUp()
    const created = await call('POST', '/v1/keys', operatorToken, bot)
    expect(created).toMatchObject({
      status: 201,
      body: { id: 'bot', name: 'bot', scopes: ['request'], loops: ['default'] },
    })
    expect(await stored().verify(created.body.key)).toBeDefined()

    const listed = await call('GET', '/v1/keys', operatorToken)
    expect(listed).toMatchObject({ status: 200, body: { items: [{ id: 'bot', status: 'active' }] } })
    expect(JSON.stringify(listed.body)).not.toMatch(/hash|hpk_/)

    expect(await call('DELETE', '/v1/keys/bot', operatorToken)).toEqual({ status: 204, body: undefined })
    expect(await call('DELETE', '/v1/keys/bot', operatorToken)).toEqual({ status: 204, body: undefined })
    expect(await stored().verify(created.body.key)).toBeUndefined()
    expect(await call('POST', '/v1/keys', operatorToken, bot)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', field: 'name' },
    })
  })

  it('takes the scope admin: others are refused before their body is looked at', async () => {
    const { call, keyOf, store } = setUp()
    const key = await keyOf({ name: 'decider', scopes: ['request', 'decide', 'rules'], loops: ['*'] })
    const writes = store.writes
    for (const [method, target] of [
      ['GET', '/v1/keys'],
      ['POST', '/v1/keys'],
      ['DELETE', '/v1/keys/decider'],
      ['POST', '/v1/sign-in-links'],
    ] as const) {
      expect(await call(method, target, key, bot)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      expect(await call(method, target, 'wrong', bot)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    }
    expect(store.writes).toBe(writes)
  })

  it('I26: an administrator of one loop sees, makes and revokes nothing beyond it', async () => {
    const { call, keyOf } = setUp()
    const admin = await keyOf({ name: 'admin-a', scopes: ['admin', 'request'], loops: ['a'] })
    await keyOf({ name: 'bot-b', scopes: ['request'], loops: ['b'] })
    await keyOf({ name: 'bot-ab', scopes: ['request'], loops: ['a', 'b'] })
    const listed = await call('GET', '/v1/keys', admin)
    expect(listed.body.items.map((key: { id: string }) => key.id)).toEqual(['admin-a'])
    const missing = await call('DELETE', '/v1/keys/nobody', admin)
    expect(missing.status).toBe(404)
    for (const id of ['bot-b', 'bot-ab']) expect(await call('DELETE', `/v1/keys/${id}`, admin)).toEqual(missing)
    for (const loops of [['b'], ['a', 'b'], ['*']])
      expect(await call('POST', '/v1/keys', admin, { ...bot, loops })).toMatchObject({ status: 404 })
    expect(await call('POST', '/v1/keys', admin, { ...bot, loops: ['a'] })).toMatchObject({ status: 201 })
  })

  it('nobody hands out a scope they lack, nor the operator’s powers', async () => {
    const { call, keyOf } = setUp()
    const admin = await keyOf({ name: 'admin', scopes: ['admin', 'request'], loops: ['*'] })
    expect(await call('POST', '/v1/keys', admin, { ...bot, scopes: ['decide'] })).toMatchObject({
      status: 403,
      body: { field: 'scopes' },
    })
    expect(await call('POST', '/v1/sign-in-links', admin)).toMatchObject({ status: 403 })
  })

  it('makes a sign-in link that works once', async () => {
    const { call, links } = setUp()
    const made = await call('POST', '/v1/sign-in-links', operatorToken)
    expect(made.status).toBe(201)
    expect(Date.parse(made.body.expiresAt)).toBeGreaterThan(Date.now() + 14 * 60_000)
    const [, code = ''] = /^http:\/\/127\.0\.0\.1:4180\/sign-in#(.+)$/.exec(made.body.url) ?? []
    expect(await links.consume(code)).toMatchObject({ principal: { id: 'operator' } })
    expect(await links.consume(code)).toBeUndefined()
  })

  it('I28: only the methods named change anything; other paths are not its own', async () => {
    const { call, handler, store } = setUp()
    for (const [method, target] of [
      ['PUT', '/v1/keys'],
      ['DELETE', '/v1/keys'],
      ['GET', '/v1/sign-in-links'],
      ['POST', '/v1/keys/bot'],
    ] as const)
      expect(await call(method, target, operatorToken, bot)).toMatchObject({ status: 405 })
    for (const target of [
      '/v1/keys/',
      '/v1//keys',
      '/V1/keys',
      '/v1/%6beys',
      '/v1/keys/a/b',
      '//v1/keys',
      '/v1/keyset',
    ])
      expect(await handler(fakeRequest({ target, headers: [bearer(operatorToken)] }))).toBeUndefined()
    expect(store.writes).toBe(0)
  })
})
