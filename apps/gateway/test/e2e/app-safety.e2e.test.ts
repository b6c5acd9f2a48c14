// What the reviewers' page keeps out, and what it survives.
import { gunzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { button, enter, open, screens, surprising } from './app-page.ts'
import { launchBrowser, visit } from './browser.ts'
import { eventually } from './eventually.ts'
import { foreignSite } from './foreign-site.ts'
import { gatewayForTest, startGateway, type GatewayProcess } from './gateway-process.ts'
import { decide, hold, message, read, timesDelivered, untilStatus } from './held-message.ts'
import { lookEverywhere } from './look-everywhere.ts'

let browser: Browser
let gateway: GatewayProcess
beforeAll(async () => {
  ;[browser, gateway] = await Promise.all([launchBrowser(), startGateway()])
})
afterAll(() => Promise.all([browser.close(), gateway.remove()]))

const addresses = [
  '/',
  '/approvals/any',
  '/sign-in',
  '/together',
  '/history',
  '/rules',
  '/audit',
  '/attention',
  '/settings',
]
const maxPageBytes = 150 * 1024

async function fetchRaw(path: string, headers: Record<string, string> = {}) {
  const answer = await request(gateway.url + path, { headers })
  return { headers: answer.headers, status: answer.statusCode, bytes: Buffer.from(await answer.body.arrayBuffer()) }
}

describe('the page', () => {
  it.each(addresses)('%s is sent with a policy that lets nothing inline, foreign or framed run', async (path) => {
    const { headers, status } = await fetchRaw(path)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
    })
    const policy = String(headers['content-security-policy'])
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ])
      expect(policy).toContain(rule)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
  })

  it(`is at most ${maxPageBytes / 1024} KiB with all that it loads, and loads nothing from elsewhere`, async () => {
    const page = await fetchRaw('/', { 'accept-encoding': 'gzip' })
    const html = gunzipSync(page.bytes).toString()
    const paths = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, path = '']) => path)
    const assets = paths.filter((path) => path.startsWith('/assets/'))
    expect(assets.length).toBeGreaterThanOrEqual(3)
    expect(paths.filter((path) => !path.startsWith('/assets/'))).toEqual(['/plain'])
    expect(html).not.toMatch(/<style|<script(?![^>]* src=)|style=/)
    const sizes = await Promise.all(
      assets.map(async (path) => {
        const { bytes, headers, status } = await fetchRaw(path, { 'accept-encoding': 'gzip' })
        expect(status).toBe(200)
        expect(headers['cache-control']).toContain('immutable')
        return bytes.length
      }),
    )
    const total = sizes.reduce((sum, size) => sum + size, page.bytes.length)
    process.stdout.write(`the page: ${total} bytes gzipped, of ${maxPageBytes}\n`)
    expect(total).toBeLessThanOrEqual(maxPageBytes)
  })

  it('can’t be framed by another site', async () => {
    const port = await foreignSite(`<iframe src="${gateway.url}/" width="900" height="600"></iframe>`)
    const { page } = await visit(browser, gateway.url)
    const refused = page.waitForEvent('console', (line) => /frame-ancestors|X-Frame-Options/.test(line.text()))
    await page.goto(`http://127.0.0.1:${port}/`)
    await refused
    expect(await page.frames()[1]?.evaluate(() => document.querySelector('#app'))).toBeNull()
  })

  it('without JavaScript leads to the one that needs none', async () => {
    const { page } = await visit(browser, gateway.url, { javaScriptEnabled: false })
    await page.goto('/')
    await page.waitForURL('/plain/sign-in')
  })
})

describe('looking', () => {
  it('changes nothing and uses nothing up: GET, HEAD, prefetch and a whole browser (I28)', async () => {
    const asked = await hold(gateway.api(gateway.firstKey), message('Look, don’t touch'))
    const { page, context } = await visit(browser, gateway.url)
    await enter(page, gateway)
    const before = await read(gateway, asked.id)
    await lookEverywhere(gateway, context, [
      '/',
      `/approvals/${asked.id}`,
      `/approvals/${asked.id}?verdict=allow-once`,
      '/sign-in',
      '/together',
    ])
    // Opened by a signed-in browser, and left again: a link decides nothing by being opened.
    await open(page, asked.id)
    await page.waitForTimeout(300)
    expect(await read(gateway, asked.id)).toEqual(before)
    const { url: link = '' } = (await gateway.operator.post('/v1/sign-in-links')).body
    const scanner = await visit(browser, gateway.url)
    await scanner.page.goto(link)
    await button(scanner.page, 'Sign in').waitFor()
    const person = await visit(browser, gateway.url)
    await person.page.goto(link)
    await button(person.page, 'Sign in').click()
    await person.page.waitForURL('/')
    const late = await visit(browser, gateway.url)
    await late.page.goto(link)
    await button(late.page, 'Sign in').click()
    await late.page.getByRole('alert').waitFor()
    expect(late.page.url()).toContain('/sign-in')
  })
})

describe('an open page', () => {
  it('is told when somebody else decides, and when the action is edited under it (I21)', async () => {
    const config = {
      policy: {
        lines: [{ name: 'all', when: { kind: '*' }, then: 'ask', edits: true, thresholds: { approve: 2, deny: 1 } }],
      },
    }
    const house = await gatewayForTest({ config })
    const key = async (name: string, scopes: readonly string[]) =>
      house.api((await house.operator.post('/v1/keys', { name, scopes, loops: ['default'] })).body.key ?? '')
    const [bot, other] = [await key('bot', ['request']), await key('other', ['decide'])]
    const asked = await hold(bot, message('first'))
    const { page } = await visit(browser, house.url, screens[1][1])
    await enter(page, house)
    await open(page, asked.id)
    await eventually('it may be allowed', () => button(page, 'Allow once').isEnabled())
    const edited = await other.post(`/v1/approvals/${asked.id}/decision`, {
      verdict: 'allow-once',
      digest: asked.digest,
      input: { payloads: [{ text: 'second' }] },
    })
    expect(edited.status).toBe(200)
    await page.getByText('Somebody has changed this since you opened it').waitFor()
    expect(await page.getByLabel('Message text').textContent()).toBe('first')
    expect(await button(page, 'Allow once').isEnabled()).toBe(false)
    await button(page, 'Show what it is now').click()
    expect(await page.getByLabel('Message text').textContent()).toBe('second')
    await eventually('it may be allowed', () => button(page, 'Allow once').isEnabled())
    expect((await decide(other, await read(house, asked.id), 'deny')).status).toBe(200)
    await page.getByText('Denied. It will not run.').waitFor()
    expect(await button(page, 'Allow once').count()).toBe(0)
  })

  it('recovers by itself when the gateway is killed and started again, and nothing is lost (I9, I11)', async () => {
    const house = await gatewayForTest()
    const bot = house.api(house.firstKey)
    const asked = await hold(bot, message('before', { to: 'before' }))
    const list = await visit(browser, house.url, screens[0][1])
    await enter(list.page, house)
    const one = await visit(browser, house.url, screens[1][1])
    await enter(one.page, house)
    await open(one.page, asked.id)
    await house.kill()
    await eventually('it may be pressed', () => button(one.page, 'Allow once').isEnabled())
    await button(one.page, 'Allow once').click()
    await one.page.getByText('No answer came').waitFor()
    await house.start()
    expect(await read(house, asked.id)).toMatchObject({ status: 'pending', votes: [] })
    await hold(house.api(house.firstKey), message('after', { to: 'after' }))
    await list.page.locator('.row', { hasText: 'after' }).waitFor({ timeout: 20_000 })
    await list.page.locator('.dot.live').waitFor({ timeout: 20_000 })
    await button(one.page, 'Allow once').click()
    await untilStatus(house, asked.id, 'succeeded')
    await one.page.getByText('Allowed, and done.').waitFor()
    expect(await timesDelivered(house, asked.id)).toBe(1)
    const expected = /ERR_CONNECTION|ERR_EMPTY|ERR_INCOMPLETE|ERR_FAILED/
    expect(surprising([...list.oddities, ...one.oddities]).filter((oddity) => !expected.test(oddity))).toEqual([])
  })
})
