// Sessions: what the cookie looks like, who it is, and when it ends.
import { describe, expect, it } from 'vitest'
import { createSessions } from '../../src/auth/sessions.ts'
import { countingStore } from './counting-store.ts'
import { fakeRequest } from './fake-request.ts'

const http = 'http://127.0.0.1:4180'
const withCookies = (...cookies: string[]) =>
  fakeRequest({ headers: [['cookie', cookies.map((cookie) => cookie.split(';')[0] ?? '').join('; ')]] })

describe('sessions', () => {
  it('signs the operator in with every scope, and keeps only a hash', async () => {
    const store = countingStore()
    const sessions = createSessions({ store, publicUrl: http })
    const { cookie, csrf } = await sessions.create('operator')
    expect(cookie).toMatch(/^holdpoint_session=[A-Za-z0-9_-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)
    const session = await sessions.read(withCookies('other=1', cookie))
    expect(session).toEqual({
      principal: { id: 'operator', scopes: ['request', 'decide', 'rules', 'admin'], loops: ['*'], via: 'inbox' },
      csrf,
    })
    const secret = cookie.slice('holdpoint_session='.length, 'holdpoint_session='.length + 43)
    const [id = ''] = await store.due('sessions', Number.MAX_SAFE_INTEGER, 10)
    expect(JSON.stringify(await store.read('sessions', id))).not.toContain(secret)
    expect(csrf).not.toContain(secret)
  })

  it('is Secure with the prefix __Host- behind https, and takes no other cookie there', async () => {
    const sessions = createSessions({ store: countingStore(), publicUrl: 'https://hold.example' })
    const { cookie } = await sessions.create('operator')
    expect(cookie).toMatch(/^__Host-holdpoint_session=.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
    expect(cookie).not.toMatch(/Domain/i)
    expect(await sessions.read(withCookies(cookie))).toBeDefined()
    expect(await sessions.read(withCookies(cookie.replace('__Host-', '')))).toBeUndefined()
  })

  it('ends after 12 hours by the store’s clock', async () => {
    let now = 0
    const sessions = createSessions({ store: countingStore(() => now), publicUrl: http })
    const { cookie } = await sessions.create('operator')
    now = 12 * 3_600_000 - 1
    expect(await sessions.read(withCookies(cookie))).toBeDefined()
    now += 1
    expect(await sessions.read(withCookies(cookie))).toBeUndefined()
  })

  it('I30: an ended session is ended on every node at once', async () => {
    const store = countingStore()
    const [here, there] = [createSessions({ store, publicUrl: http }), createSessions({ store, publicUrl: http })]
    const { cookie } = await here.create('operator')
    expect(await there.read(withCookies(cookie))).toBeDefined()
    expect(await here.end(withCookies(cookie))).toBe('holdpoint_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax')
    expect(await there.read(withCookies(cookie))).toBeUndefined()
  })

  it('believes neither of two cookies of its name, nor two Cookie headers', async () => {
    const sessions = createSessions({ store: countingStore(), publicUrl: http })
    const { cookie } = await sessions.create('operator')
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
    const sessions = createSessions({ store, publicUrl: http })
    expect(await sessions.read(withCookies('holdpoint_session=x'))).toBeUndefined()
    expect(await sessions.read(withCookies('holdpoint_session='))).toBeUndefined()
    expect(store.reads).toBe(0)
    expect(await sessions.read(withCookies(`holdpoint_session=${'A'.repeat(43)}`))).toBeUndefined()
    expect(store).toMatchObject({ reads: 1, writes: 0 })
  })

  it('a session of somebody unknown is nobody’s', async () => {
    const sessions = createSessions({ store: countingStore(), publicUrl: http })
    const { cookie } = await sessions.create('mallory')
    expect(await sessions.read(withCookies(cookie))).toBeUndefined()
  })

  it('clears expired sessions away at the next sign-in', async () => {
    let now = 0
    const store = countingStore(() => now)
    const sessions = createSessions({ store, publicUrl: http })
    await sessions.create('operator')
    now = 13 * 3_600_000
    await sessions.create('operator')
    expect(await store.due('sessions', Number.MAX_SAFE_INTEGER, 10)).toHaveLength(1)
  })
})
