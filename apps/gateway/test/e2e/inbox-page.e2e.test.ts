// The plain inbox in a real browser: who it lets in, what it shows, that looking at it changes nothing, and that everybody
// can use it.
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, phone, plain, signInByLink, signInByToken, visit } from './browser.ts'
import { startGateway, type GatewayProcess } from './gateway-process.ts'
import { hold, message, read, untilStatus } from './held-message.ts'
import { lookEverywhere } from './look-everywhere.ts'

let browser: Browser
let gateway: GatewayProcess
beforeAll(async () => {
  ;[browser, gateway] = await Promise.all([launchBrowser(), startGateway()])
})
afterAll(() => Promise.all([browser.close(), gateway.remove()]))

const bot = () => gateway.api(gateway.firstKey)
const freshLink = async () => (await gateway.operator.post('/v1/sign-in-links')).body.url ?? ''

async function violations(page: Page): Promise<readonly string[]> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze()
  expect(passes.length).toBeGreaterThan(10)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

describe('for everybody', () => {
  it.each([
    ['a desktop', { colorScheme: 'light' as const }],
    ['a phone at night', { ...phone, colorScheme: 'dark' as const }],
  ])('axe finds nothing wrong on any page, on %s', async (_, options) => {
    const asked = await hold(bot(), message('For all eyes', { claim: { title: 'Order update', summary: 'Harmless' } }))
    const { page, oddities } = await visit(browser, gateway.url, options)
    await page.goto('/plain/sign-in')
    expect(await violations(page)).toEqual([])
    // Into the tab that shows the page already: only what stands after the `#` changes.
    await page.goto(plain(await freshLink()))
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    expect(await violations(page)).toEqual([])
    await signInByLink(page, await freshLink())
    for (const path of ['/plain', '/plain?status=all', '/plain?status=denied', `/plain/approvals/${asked.id}`]) {
      await page.goto(path)
      expect.soft(await violations(page), path).toEqual([])
      const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
      expect.soft(wide, `${path} scrolls sideways`).toBeLessThanOrEqual(seen ?? 0)
    }
    await page.getByRole('button', { name: 'Deny' }).click()
    await page.waitForURL(`/plain/approvals/${asked.id}`)
    await untilStatus(gateway, asked.id, 'denied')
    expect(await violations(page)).toEqual([])
    await page.goto('/plain/approvals/none')
    expect(await violations(page)).toEqual([])
    expect(oddities.filter((oddity) => !oddity.includes('404'))).toEqual([])
  })

  it('works without JavaScript: sign in with the token, allow, sign out', async () => {
    const asked = await hold(bot(), message('No script'))
    const { page } = await visit(browser, gateway.url, { javaScriptEnabled: false })
    await page.goto('/plain')
    await page.waitForURL('/plain/sign-in')
    await signInByToken(page, gateway.operatorToken)
    await page.locator(`a[href="/plain/approvals/${asked.id}"]`).click()
    await page.getByRole('button', { name: 'Allow once' }).click()
    await untilStatus(gateway, asked.id, 'succeeded')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL('/plain/sign-in')
    await page.goto(`/plain/approvals/${asked.id}`)
    await page.waitForURL('/plain/sign-in')
  })

  it('a wrong token is told, and signs nobody in', async () => {
    const { page } = await visit(browser, gateway.url)
    await page.goto('/plain/sign-in')
    await page.getByLabel('Gateway token').fill('not the token')
    await page.getByRole('button', { name: 'Sign in with the token' }).click()
    await expect(page.getByRole('alert').textContent()).resolves.toContain('not the gateway’s token')
    await page.goto('/plain')
    await page.waitForURL('/plain/sign-in')
  })
})

describe('looking', () => {
  it('changes nothing and uses nothing up: GET, HEAD and prefetch of every page and of the link (I28)', async () => {
    const asked = await hold(bot(), message('Look, don’t touch'))
    const link = await freshLink()
    const { page, context } = await visit(browser, gateway.url)
    await signInByLink(page, await freshLink())
    const before = await read(gateway, asked.id)
    const pages = ['', '?status=all', '/sign-in', `/approvals/${asked.id}`, '/sign-out'].map((path) => `/plain${path}`)
    const decision = `/plain/approvals/${asked.id}/decision`
    const paths = [...pages, decision, `${decision}?verdict=allow-once`]
    await lookEverywhere(gateway, context, paths)
    expect(await read(gateway, asked.id)).toEqual(before)
    // A scanner with a whole browser opens the link, and still the person it was for can sign in by it, once.
    const scanner = await visit(browser, gateway.url)
    await scanner.page.goto(plain(link))
    await scanner.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    const person = await visit(browser, gateway.url)
    await signInByLink(person.page, link)
    const late = await visit(browser, gateway.url)
    await late.page.goto(plain(link))
    await late.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(late.page.getByRole('alert').textContent()).resolves.toContain('has been used')
  })

  it('answers a page that is none, and an approval that isn’t there, without saying more', async () => {
    const { page } = await visit(browser, gateway.url)
    await signInByLink(page, await freshLink())
    for (const id of ['none', '..%2f..', '%00', 'ap_%3Cscript%3E', 'x'.repeat(300)])
      expect.soft((await page.goto(`/plain/approvals/${id}`))?.status(), id).toBe(404)
  })
})
