// The decision form, sent by others than our own page, or saying something else than our page would: nothing changes.
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { WireApproval } from './api.ts'
import { launchBrowser, signInByToken, visit } from './browser.ts'
import { foreignSite } from './foreign-site.ts'
import { startGateway, type GatewayProcess } from './gateway-process.ts'
import { decide, hold, message, read, untilStatus } from './held-message.ts'
import { signIn, type InboxSession } from './inbox-session.ts'

let gateway: GatewayProcess
let session: InboxSession
let asked: WireApproval
beforeAll(async () => {
  gateway = await startGateway()
  session = await signIn(gateway)
})
afterAll(() => gateway.remove())
beforeEach(async () => {
  asked = await hold(gateway.api(gateway.firstKey), message('Hands off'))
})

const fields = () => ({ csrf: session.csrf, digest: asked.digest, verdict: 'allow-once' })
const action = () => `/plain/approvals/${asked.id}/decision`
const without = (field: string) => Object.fromEntries(Object.entries(fields()).filter(([name]) => name !== field))

async function expectUntouched() {
  expect(await read(gateway, asked.id)).toEqual(asked)
  expect(await gateway.delivered()).toEqual([])
}

describe('a form from elsewhere is refused', () => {
  it.each<[name: string, headers: Record<string, string>]>([
    ['another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another origin, without Sec-Fetch-Site', { origin: 'https://evil.example', 'sec-fetch-site': '' }],
    ['another port of this host', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['the origin null', { origin: 'null', 'sec-fetch-site': '' }],
    ['our origin, but cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['no origin at all', { origin: '', 'sec-fetch-site': '' }],
    ['no origin, of the browser’s own doing', { origin: '', 'sec-fetch-site': 'none' }],
  ])('%s', async (_, headers) => {
    expect(await session.post(action(), fields(), headers)).toMatchObject({
      status: 403,
      body: { code: 'cross_origin' },
    })
    await expectUntouched()
  })

  it('in a real browser with a session', async () => {
    const browser = await launchBrowser()
    onTestFinished(() => browser.close())
    const inputs = Object.entries(fields()).map(([name, value]) => `<input name="${name}" value="${value}">`)
    const port = await foreignSite(
      `<form method="post" action="${gateway.url}${action()}">${inputs.join('')}<button>win a prize</button></form>`,
    )
    const { page } = await visit(browser, gateway.url)
    await signInByToken(page, gateway.operatorToken)
    // Same site for cookies (the port doesn't count), so the browser sends the session along; another site; both fail.
    for (const host of ['127.0.0.1', 'localhost']) {
      await page.goto(`http://${host}:${port}/`)
      const answered = page.waitForResponse((response) => response.url().endsWith('/decision'))
      await page.getByRole('button').click()
      expect.soft((await answered).status(), host).toBe(403)
    }
    await expectUntouched()
  })
})

describe('a form that is not right is refused', () => {
  it('without a csrf token, with a wrong one, and with another session’s', async () => {
    const other = await signIn(gateway)
    for (const form of [
      without('csrf'),
      { ...fields(), csrf: '' },
      { ...fields(), csrf: 'x'.repeat(43) },
      { ...fields(), csrf: other.csrf },
    ])
      expect((await session.post(action(), form)).status).toBe(403)
    await expectUntouched()
  })

  it('with a digest that isn’t this action’s: a page that says so, and nothing changed (I21)', async () => {
    for (const form of [
      { ...fields(), digest: `sha256:${'0'.repeat(64)}` },
      { ...fields(), digest: 'x' },
      without('digest'),
    ]) {
      const answer = await session.post(action(), form)
      expect(answer.status).toBe(409)
      expect(answer.headers['content-type']).toContain('text/html')
      expect(answer.text).toContain('Nothing changed.')
    }
    await expectUntouched()
  })

  it('with a verdict that is none, or said twice', async () => {
    const doubled = `${new URLSearchParams(without('verdict')).toString()}&verdict=deny&verdict=allow-once`
    for (const form of [
      { ...fields(), verdict: 'ALLOW-ONCE' },
      { ...fields(), verdict: '' },
      without('verdict'),
      doubled,
    ])
      expect((await session.post(action(), form)).status).toBe(409)
    await expectUntouched()
  })

  it('as another content type, too large, or by nobody who is signed in', async () => {
    expect(
      (await session.post(action(), JSON.stringify(fields()), { 'content-type': 'application/json' })).status,
    ).toBe(415)
    expect((await session.post(action(), JSON.stringify(fields()), { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await session.post(action(), { ...fields(), reason: 'x'.repeat(300_000) })).status).toBe(413)
    expect(await session.post(action(), fields(), { cookie: '' })).toMatchObject({
      status: 303,
      headers: { location: '/plain/sign-in' },
    })
    await expectUntouched()
  })

  it('after another has decided: a page that says who won (I4)', async () => {
    expect((await decide(gateway.operator, asked, 'deny')).status).toBe(200)
    const answer = await session.post(action(), fields())
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('Nothing changed.')
    expect((await read(gateway, asked.id)).status).toBe('denied')
    expect(await gateway.delivered()).toEqual([])
  })
})

describe('signing out', () => {
  it('ends the session at once, and only by our own page (I30)', async () => {
    const leaving = await signIn(gateway)
    const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await leaving.post('/plain/sign-out', { csrf: leaving.csrf }, elsewhere)).status).toBe(403)
    expect((await leaving.get('/plain')).status).toBe(200)
    expect((await leaving.post('/plain/sign-out', { csrf: leaving.csrf })).status).toBe(303)
    expect(await leaving.get('/plain')).toMatchObject({ status: 303, headers: { location: '/plain/sign-in' } })
    expect((await leaving.post(action(), { ...fields(), csrf: leaving.csrf })).headers['location']).toBe(
      '/plain/sign-in',
    )
    await expectUntouched()
  })
})

it('the form as our page sends it is taken, so that the refusals above mean something', async () => {
  expect(await session.post(action(), fields())).toMatchObject({
    status: 303,
    headers: { location: `/plain/approvals/${asked.id}` },
  })
  await untilStatus(gateway, asked.id, 'succeeded')
})
