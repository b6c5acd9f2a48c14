// Sessions: what the cookie looks like, who it is, and when it ends.
import { describe, expect, it } from 'vitest'
import type { Account } from '../../src/auth/account.ts'
import { operatorPrincipal } from '../../src/auth/principals.ts'
import { createSessions } from '../../src/auth/sessions.ts'
import { countingStore } from './counting-store.ts'
import { fakeRequest } from './fake-request.ts'

const http = 'http://127.0.0.1:4180'
const withCookies = (...cookies: string[]) =>
  fakeRequest({ headers: [['cookie', cookies.map((cookie) => cookie.split(';')[0] ?? '').join('; ')]] })

const operator: Account = { principal: operatorPrincipal('inbox'), epoch: 'now' }

/** `clock` is the process's own, for the cache. */
function sessionsOf(
  options: {
    store?: ReturnType<typeof countingStore>
    publicUrl?: string
    clock?: () => number
    find?: (id: string) => Account | undefined
  } = {},
) {
  const { store = countingStore(), publicUrl = http, clock = () => 0 } = options
  const { find = (id) => (id === 'operator' ? operator : undefined) } = options
  const sessions = createSessions({ store, publicUrl, accounts: { find: async (id) => find(id) }, now: clock })
  return { ...sessions, signIn: () => sessions.create(operator, 'token') }
}

describe('sessions', () => {
  it('signs the operator in with every scope, and keeps only a hash', async () => {
    const store = countingStore()
    const sessions = sessionsOf({ store })
    const { cookie, session: made } = await sessions.signIn()
    const { csrf } = made
    expect(cookie).toMatch(/^holdpoint_session=[A-Za-z0-9_-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)
    const session = await sessions.read(withCookies('other=1', cookie))
    expect(session).toEqual(made)
    expect(session?.principal).toEqual({
      id: 'operator',
      scopes: ['request', 'decide', 'rules', 'admin'],
      loops: ['*'],
      via: 'inbox',
    })
    const secret = cookie.slice('holdpoint_session='.length, 'holdpoint_session='.length + 43)
    const [id = ''] = await store.due('sessions', Number.MAX_SAFE_INTEGER, 10)
    expect(JSON.stringify(await store.read('sessions', id))).not.toContain(secret)
    expect(csrf).not.toContain(secret)
  })

  it('is Secure with the prefix __Host- behind https, and takes no other cookie there', async () => {
    const sessions = sessionsOf({ publicUrl: 'https://hold.example' })
    const { cookie } = await sessions.signIn()
    expect(cookie).toMatch(/^__Host-holdpoint_session=.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
    expect(cookie).not.toMatch(/Domain/i)
    expect(await sessions.read(withCookies(cookie))).toBeDefined()
    expect(await sessions.read(withCookies(cookie.replace('__Host-', '')))).toBeUndefined()
  })

  it('ends after 12 hours by the store’s clock', async () => {
    let now = 0
    const sessions = sessionsOf({ store: countingStore(() => now), clock: () => now })
    const { cookie } = await sessions.signIn()
    now = 12 * 3_600_000 - 1
    expect(await sessions.read(withCookies(cookie))).toBeDefined()
    now += 1
    expect(await sessions.read(withCookies(cookie))).toBeUndefined()
  })

  it('I30: an ended session is ended here at once, and on every node within a second', async () => {
    const store = countingStore()
    let now = 0
    const [here, there] = [sessionsOf({ store, clock: () => now }), sessionsOf({ store, clock: () => now })]
    const { cookie } = await here.signIn()
    expect(await there.read(withCookies(cookie))).toBeDefined()
    expect(await here.end(withCookies(cookie))).toBe('holdpoint_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax')
    expect(await here.read(withCookies(cookie))).toBeUndefined()
    now = 1_000
    expect(await there.read(withCookies(cookie))).toBeUndefined()
  })

  it('believes neither of two cookies of its name, nor two Cookie headers', async () => {
    const sessions = sessionsOf()
    const { cookie } = await sessions.signIn()
    const [pair = ''] = cookie.split(';')
    expect(await sessions.read(withCookies(pair, `holdpoint_session=${'A'.repeat(43)}`))).toBeUndefined()
    const twice = fakeRequest({
      headers: [
        ['cookie', pair],
        ['cookie', 'other=1'],
      ],
    })
    expect(await sessions.read(twice)).toBeUndefined()
  })

  it('I32: forged cookies cost no write, and malformed ones no read', async () => {
    const store = countingStore()
    const sessions = sessionsOf({ store })
    expect(await sessions.read(withCookies('holdpoint_session=x'))).toBeUndefined()
    expect(await sessions.read(withCookies('holdpoint_session='))).toBeUndefined()
    expect(store.reads).toBe(0)
    expect(await sessions.read(withCookies(`holdpoint_session=${'A'.repeat(43)}`))).toBeUndefined()
    expect(store).toMatchObject({ reads: 1, writes: 0 })
  })

  it('a session of somebody unknown is nobody’s', async () => {
    const sessions = sessionsOf()
    const mallory = { principal: { ...operator.principal, id: 'mallory' }, epoch: 'now' }
    const { cookie } = await sessions.create(mallory, 'password')
    expect(await sessions.read(withCookies(cookie))).toBeUndefined()
  })

  it('clears expired sessions away at the next sign-in', async () => {
    let now = 0
    const store = countingStore(() => now)
    const sessions = sessionsOf({ store })
    await sessions.signIn()
    now = 13 * 3_600_000
    await sessions.signIn()
    expect(await store.due('sessions', Number.MAX_SAFE_INTEGER, 10)).toHaveLength(1)
  })

  it('I30: ends with its person’s epoch, and with what they may do', async () => {
    let account: Account | undefined = operator
    const sessions = sessionsOf({ find: () => account })
    const { cookie } = await sessions.signIn()
    account = { ...operator, principal: { ...operator.principal, scopes: ['decide'] } }
    expect((await sessions.read(withCookies(cookie)))?.principal.scopes).toEqual(['decide'])
    account = { ...operator, epoch: 'later' }
    expect(await sessions.read(withCookies(cookie))).toBeUndefined()
    account = undefined
    expect(await sessions.read(withCookies(cookie))).toBeUndefined()
  })

  it('lists and ends one’s own sessions, and nobody else’s', async () => {
    const store = countingStore()
    const people = { ...operator, principal: { ...operator.principal, id: 'person:ann' } }
    const sessions = sessionsOf({ store, find: (id) => (id === 'operator' ? operator : people) })
    const [mine, other] = [await sessions.signIn(), await sessions.signIn()]
    const hers = await sessions.create(people, 'link')
    expect(await sessions.list('operator')).toHaveLength(2)
    expect(await sessions.revoke('operator', hers.session.id)).toBe(false)
    expect(await sessions.read(withCookies(hers.cookie))).toBeDefined()
    expect(await sessions.revoke('operator', 'nothing')).toBe(false)
    expect(await sessions.revokeOthers('operator', mine.session.id)).toBe(1)
    expect(await sessions.read(withCookies(other.cookie))).toBeUndefined()
    expect(await sessions.read(withCookies(mine.cookie))).toBeDefined()
    expect(await sessions.list('operator')).toMatchObject([{ id: mine.session.id, method: 'token' }])
    // What a list shows is no way in.
    expect(await sessions.read(withCookies(`holdpoint_session=${mine.session.id.slice(0, 43)}`))).toBeUndefined()
  })

  it('I32: keeps at most 20 sessions of one person, and ends the oldest', async () => {
    let now = 0
    const sessions = sessionsOf({ store: countingStore(() => (now += 1)) })
    const first = await sessions.signIn()
    for (let n = 0; n < 25; n += 1) await sessions.signIn()
    expect(await sessions.list('operator')).toHaveLength(20)
    expect(await sessions.read(withCookies(first.cookie))).toBeUndefined()
  })

  it('a new sign-in never takes over the secret that the browser brought', async () => {
    const sessions = sessionsOf()
    const planted = 'P'.repeat(43)
    const { cookie } = await sessions.create(operator, 'token', withCookies(`holdpoint_session=${planted}`))
    expect(cookie).not.toContain(planted)
    expect(await sessions.read(withCookies(`holdpoint_session=${planted}`))).toBeUndefined()
  })
})
