// Reviewers over HTTP, from the invitation to the removal: who may do it, what it opens, and when it ends.
import { describe, expect, it } from 'vitest'
import { bearer } from './fake-request.ts'
import { sessionCaller, type Headers } from './session-caller.ts'
import { operatorToken } from './test-gateway.ts'

const password = 'four-words-none-expects'

function setUp() {
  const caller = sessionCaller()
  const asOperator = { headers: [bearer(operatorToken)] }
  const codeOf = (answer: { body?: { url?: string } }) => answer.body?.url?.split('#')[1]
  const admin = (method: string, target: string, body: unknown = {}) =>
    caller.call(method, target, method === 'POST' ? { ...asOperator, body } : asOperator)
  /** A reviewer who has set their password. */
  const added = async (draft: object) => {
    const invited = await admin('POST', '/v1/reviewers', draft)
    const first = await caller.signIn({ code: codeOf(invited) })
    const set = await caller.call('POST', '/v1/session/password', { headers: first.mine, body: { password } })
    expect(set.status).toBe(200)
    return { first, cookie: [['cookie', set.cookie?.split(';')[0] ?? '']] as const }
  }
  const isIn = async (headers: Headers) => (await caller.call('GET', '/v1/session', { headers })).status === 200
  return { ...caller, admin, added, codeOf, isIn }
}

describe('a reviewer', () => {
  it('comes in by an invitation, sets a password, and signs in by it under a name of their own', async () => {
    const { admin, added, signIn, isIn, store, lines } = setUp()
    const { first, cookie } = await added({ name: 'ann', scopes: ['decide', 'rules'], loops: ['default'] })
    expect(first.body).toMatchObject({ principal: 'person:ann', scopes: ['decide', 'rules'], loops: ['default'] })
    // Setting it ends the session that the invitation began, and goes on in a new one.
    expect(await isIn(first.read)).toBe(false)
    expect(await isIn(cookie)).toBe(true)
    expect(await signIn({ name: 'ann', password })).toMatchObject({ status: 200, body: { principal: 'person:ann' } })
    expect((await admin('GET', '/v1/reviewers')).body.items).toMatchObject([
      { id: 'person:ann', status: 'active', hasPassword: true },
    ])
    const record = await store.read('reviewers', 'ann')
    for (const text of [
      JSON.stringify(record),
      lines.join(),
      JSON.stringify((await admin('GET', '/v1/reviewers')).body),
    ])
      expect(text).not.toContain(password)
    expect(JSON.stringify((await admin('GET', '/v1/reviewers')).body)).not.toContain('scrypt')
  })

  it('has the scope decide in all loops where nothing is said', async () => {
    const { admin } = setUp()
    expect((await admin('POST', '/v1/reviewers', { name: 'ann' })).body).toMatchObject({
      scopes: ['decide'],
      loops: ['*'],
    })
  })

  it('wrong, unknown, invited and removed are answered alike', async () => {
    const { admin, added, signIn } = setUp()
    await added({ name: 'ann' })
    await admin('POST', '/v1/reviewers', { name: 'bob' })
    await added({ name: 'cid' })
    await admin('DELETE', '/v1/reviewers/cid')
    const tries = [
      { name: 'ann', password: `${password}!` },
      { name: 'bob', password },
      { name: 'cid', password },
      { name: 'nobody', password },
      { name: 'Ann', password },
      { name: 'person:ann', password },
      { name: '../keys/x', password },
    ]
    const answers = []
    for (const attempt of tries) answers.push(await signIn(attempt))
    const texts = answers.map(({ status, body, cookie }) => JSON.stringify({ status, body, cookie }))
    expect(new Set(texts).size).toBe(1)
    expect(answers[0]?.status).toBe(401)
  })

  it('I30: a reset and a removal end sessions, links and the password', async () => {
    const { admin, added, signIn, isIn, codeOf } = setUp()
    const { cookie } = await added({ name: 'ann' })
    const reset = await admin('POST', '/v1/reviewers/ann/reset')
    expect(await isIn(cookie)).toBe(false)
    expect((await signIn({ name: 'ann', password })).status).toBe(401)
    const again = await admin('POST', '/v1/reviewers/ann/reset')
    expect((await signIn({ code: codeOf(reset) })).status).toBe(401)
    const back = await signIn({ code: codeOf(again) })
    expect(back.status).toBe(200)
    expect((await admin('DELETE', '/v1/reviewers/ann')).status).toBe(204)
    expect(await isIn(back.read)).toBe(false)
    expect((await admin('POST', '/v1/reviewers', { name: 'ann' })).body).toMatchObject({ field: 'name' })
    expect((await admin('POST', '/v1/reviewers/ann/reset')).status).toBe(404)
  })

  it('an open session is not enough to change the password, an invitation is', async () => {
    const { added, call, signIn, isIn } = setUp()
    await added({ name: 'ann' })
    const session = await signIn({ name: 'ann', password })
    const set = (body: object) => call('POST', '/v1/session/password', { headers: session.mine, body })
    const fresh = 'another-four-words-here'
    expect((await set({ password: fresh })).status).toBe(403)
    expect(await set({ password: fresh, current: 'wrong' })).toMatchObject({ status: 403, body: { field: 'current' } })
    for (const weak of ['short', 'annannannann', 'passwordpassword'])
      expect(await set({ password: weak, current: password })).toMatchObject({
        status: 400,
        body: { field: 'password' },
      })
    expect(await isIn(session.read)).toBe(true)
    expect((await set({ password: fresh, current: password })).status).toBe(200)
    expect(await isIn(session.read)).toBe(false)
    expect((await signIn({ name: 'ann', password })).status).toBe(401)
    expect((await signIn({ name: 'ann', password: fresh })).status).toBe(200)
  })

  it('the operator sets no password here', async () => {
    const { call, signIn } = setUp()
    const { mine } = await signIn()
    expect((await call('POST', '/v1/session/password', { headers: mine, body: { password } })).status).toBe(403)
  })

  it('I23: nobody adds or resets whom they could not be themselves, and I26: sees nobody beyond their loops', async () => {
    const { admin, added, call, stored } = setUp()
    await added({ name: 'ann', scopes: ['decide'], loops: ['default'] })
    await added({ name: 'bob', scopes: ['decide'], loops: ['other'] })
    const made = await stored().create({ name: 'admin', scopes: ['admin', 'request'], loops: ['default'] })
    const headers = [bearer(made.ok ? made.value.key : '')]
    const ask = (method: string, target: string, body: unknown = {}) =>
      call(method, target, method === 'POST' ? { headers, body } : { headers })
    expect((await ask('GET', '/v1/reviewers')).body.items).toMatchObject([{ name: 'ann' }])
    expect((await ask('POST', '/v1/reviewers', { name: 'eve', loops: ['default'] })).status).toBe(403)
    expect((await ask('POST', '/v1/reviewers', { name: 'eve', scopes: ['request'] })).status).toBe(404)
    // A reset hands out a link that is the person: it takes their scopes.
    expect((await ask('POST', '/v1/reviewers/ann/reset')).status).toBe(403)
    const missing = await ask('DELETE', '/v1/reviewers/nobody')
    expect(await ask('DELETE', '/v1/reviewers/bob')).toEqual(missing)
    expect(await ask('POST', '/v1/reviewers/bob/reset')).toEqual(missing)
    expect((await ask('DELETE', '/v1/reviewers/ann')).status).toBe(204)
    const decider = await stored().create({ name: 'decider', scopes: ['decide', 'rules', 'request'], loops: ['*'] })
    const noAdmin = { headers: [bearer(decider.ok ? decider.value.key : '')] }
    expect((await call('GET', '/v1/reviewers', noAdmin)).status).toBe(403)
    expect((await admin('GET', '/v1/reviewers')).body.items).toHaveLength(2)
  })

  it('I33: one name takes 30 wrong passwords a minute from all addresses together', async () => {
    const { call } = setUp()
    const answers = []
    for (let n = 0; n < 40; n += 1)
      answers.push(
        await call('POST', '/v1/session', { body: { name: 'ann', password: 'wrong' }, address: `203.0.113.${n}` }),
      )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(30)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10)
  })
})
