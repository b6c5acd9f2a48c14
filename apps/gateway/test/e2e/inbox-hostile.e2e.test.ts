// Text that wants to be something else than text, in every field that takes any, in a real browser.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, phone, signInByToken, visit } from './browser.ts'
import { gatewayForTest } from './gateway-process.ts'
import { decide, hold, read, untilStatus } from './held-message.ts'
import { raw, texts } from './hostile-texts.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const active =
  'main :is(script, img, iframe, object, link, style, h1 ~ h1), [onmouseover], [onerror], a[href*="evil"], a[href^="javascript"]'

async function expectHarmless(page: Page, where: string) {
  expect.soft(raw.test(await page.content()), `nothing raw in ${where}`).toBe(false)
  expect.soft(await page.locator(active).count(), `nothing active in ${where}`).toBe(0)
}

describe('hostile text', () => {
  it('is shown for what it is, in every field, and does nothing (I18, I20)', async () => {
    const gateway = await gatewayForTest()
    const { page, oddities } = await visit(browser, gateway.url)
    await signInByToken(page, gateway.operatorToken)
    for (const [name, sent, shown] of texts) {
      const { id } = await hold(gateway.api(gateway.firstKey), {
        channel: 'log',
        to: sent,
        account: sent,
        thread: sent,
        payloads: [{ text: sent, mediaUrls: ['https://evil.example/pixel.png'] }],
        claim: { title: sent, summary: sent },
        context: { [sent]: sent },
      })
      await page.goto('/plain')
      expect.soft(await page.locator('.what').first().textContent(), `${name}, list`).toContain(`to: ${shown}`)
      await expectHarmless(page, `${name}, list`)
      await page.goto(`/plain/approvals/${id}`)
      const shownTexts = await page.locator('dd').allTextContents()
      expect.soft(shownTexts.filter((text) => text === shown).length, `${name}: target and claim`).toBe(5)
      expect.soft(await page.getByLabel('Message text').textContent(), `${name}: message`).toBe(shown)
      await expectHarmless(page, `${name}, approval`)
    }
    expect(oddities).toEqual([])
  })

  it('in a reviewer’s reason is shown for what it is', async () => {
    const gateway = await gatewayForTest()
    const bot = gateway.api(gateway.firstKey)
    const { page, oddities } = await visit(browser, gateway.url)
    await signInByToken(page, gateway.operatorToken)
    const { id } = await hold(bot, { channel: 'log', to: 'x', payloads: [{ text: 'x' }] })
    await page.goto(`/plain/approvals/${id}`)
    await page.getByLabel('Reason').fill('<b>no</b>\u202eon')
    await page.getByRole('button', { name: 'Deny' }).click()
    await untilStatus(gateway, id, 'denied')
    await page.goto(`/plain/approvals/${id}`)
    await expect(page.getByRole('main').textContent()).resolves.toContain('<b>no</b>⟨U+202E⟩on')
    expect(oddities).toEqual([])
  })

  it('that is long is all there, and doesn’t make a phone’s page scroll sideways (I19)', async () => {
    const gateway = await gatewayForTest()
    const text = `${'w'.repeat(20_000)}THE END`
    const asked = await hold(gateway.api(gateway.firstKey), {
      channel: 'log',
      to: 't'.repeat(4_000),
      payloads: [{ text }],
    })
    const { page } = await visit(browser, gateway.url, phone)
    await signInByToken(page, gateway.operatorToken)
    for (const path of ['/plain', `/plain/approvals/${asked.id}`]) {
      await page.goto(path)
      const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
      expect.soft(wide, path).toBeLessThanOrEqual(seen ?? 0)
    }
    expect(await page.getByLabel('Message text').textContent()).toBe(text)
    // What is shown is what is hashed: an allow with this digest delivers exactly it.
    const digest = await page.locator('input[name="digest"]').inputValue()
    expect((await decide(gateway.operator, { ...asked, digest }, 'allow-once')).status).toBe(200)
    await untilStatus(gateway, asked.id, 'succeeded')
    expect((await gateway.delivered())[0]?.payload.text).toBe(text)
    expect((await read(gateway, asked.id)).digest).toBe(digest)
  })
})
