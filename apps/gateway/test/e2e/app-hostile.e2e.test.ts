// Text that wants to be something else than text, in every field of the reviewers' page that shows any.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireApproval } from './api.ts'
import { button, enter, faults, open, press, readUntilEnabled, requesterKey, screens, surprising } from './app-page.ts'
import { launchBrowser, visit } from './browser.ts'
import { startGateway, type GatewayProcess } from './gateway-process.ts'
import { decide, hold, untilStatus } from './held-message.ts'
import { raw, texts } from './hostile-texts.ts'

const config = {
  policy: { lines: [{ name: 'all', when: { kind: '*' }, then: 'ask', rules: true, edits: true }] },
}

let browser: Browser
let gateway: GatewayProcess
let bot: string
beforeAll(async () => {
  ;[browser, gateway] = await Promise.all([launchBrowser(), startGateway({ config })])
  bot = await requesterKey(gateway)
})
afterAll(() => Promise.all([browser.close(), gateway.remove()]))

/** An image's address is a link only where the reviewer may open it in a tab that knows nothing of this page. */
const active =
  'main :is(script, img, iframe, object, link, style, h1 ~ h1), [onmouseover], [onerror], [style*="url"], a[href^="javascript"], ' +
  'a[href*="evil"]:not(.media > a[target="_blank"][rel="noreferrer noopener"])'

async function expectHarmless(page: Page, where: string) {
  expect.soft(raw.test(await page.content()), `nothing raw in ${where}`).toBe(false)
  expect.soft(await page.locator(active).count(), `nothing active in ${where}`).toBe(0)
}

const ask = (sent: string, n: number): Promise<WireApproval> =>
  hold(gateway.api(bot), {
    channel: 'log',
    to: `${n} ${sent}`,
    account: sent,
    thread: sent,
    payloads: [{ text: sent, mediaUrls: ['https://evil.example/pixel.png'] }],
    claim: { title: sent, summary: sent },
    context: { [sent]: sent },
  })

describe('hostile text', () => {
  it('is shown for what it is, in every field, and does nothing (I18, I20)', async () => {
    const { page, oddities } = await visit(browser, gateway.url, screens[0][1])
    await enter(page, gateway)
    for (const [n, [name, sent, shown]] of texts.entries()) {
      const { id } = await ask(sent, n)
      const row = page.locator(`[data-id="${id}"]`)
      // The latest ones are the least urgent: at the list's far end.
      await page.getByRole('searchbox').fill(id)
      await row.waitFor()
      expect.soft(await row.locator('.what').textContent(), `${name}, list`).toContain(`${n} ${shown}`)
      await expectHarmless(page, `${name}, list`)
      await row.getByRole('link').click()
      await page.locator('.what-exactly').waitFor()
      const shownTexts = await page.locator('dl.target dd bdi').allTextContents()
      expect.soft(shownTexts.filter((text) => text === shown).length, `${name}: account and thread`).toBe(2)
      expect.soft(await page.getByLabel('Message text').textContent(), `${name}: message`).toBe(shown)
      expect.soft(await page.locator('.claim-title').textContent(), `${name}: title`).toBe(shown)
      expect.soft(await page.locator('.claim .json .name').textContent(), `${name}: context`).toBe(`${shown}:`)
      await expectHarmless(page, `${name}, approval`)
      if (await button(page, 'Show as formatted text').isVisible()) {
        await button(page, 'Show as formatted text').click()
        await expectHarmless(page, `${name}, formatted`)
      }
      await press(page, 'Edit and allow …')
      const editable = await page.getByRole('dialog').locator('textarea').inputValue()
      expect.soft(raw.test(editable), `nothing raw to edit: ${name}`).toBe(false)
      expect.soft(JSON.parse(editable), `all of it to edit: ${name}`).toMatchObject({ payloads: [{ text: sent }] })
      await page.keyboard.press('Escape')
      await press(page, 'Allow always …')
      await expectHarmless(page, `${name}, rule`)
      await page.keyboard.press('Escape')
      await page.goto('/')
    }
    expect(surprising(oddities)).toEqual([])
  })

  it('in what reviewers say, and in a rule, is shown for what it is', async () => {
    const hostile = '<b>no</b>\u202eon'
    const shown = '<b>no</b>⟨U+202E⟩on'
    const { page, oddities } = await visit(browser, gateway.url, screens[1][1])
    await enter(page, gateway)
    const denied = await ask('x', 100)
    await open(page, denied.id)
    await page.getByLabel('Reason').fill(hostile)
    await button(page, 'Deny').click()
    await untilStatus(gateway, denied.id, 'denied')
    await page.locator('.story', { hasText: shown }).waitFor()
    await expectHarmless(page, 'reason')
    const ruled = await ask(hostile, 101)
    expect((await decide(gateway.operator, ruled, 'allow-always')).status).toBe(200)
    await page.goto('/rules')
    await page.getByText(`101 ${shown}`).waitFor()
    await expectHarmless(page, 'rules')
    await page.goto('/history')
    await page.getByText(`101 ${shown}`).waitFor()
    await expectHarmless(page, 'history')
    expect(surprising(oddities)).toEqual([])
  })

  it('that is long is folded: nothing is allowed before all of it has been shown (I19)', async () => {
    const text = `${`${'w'.repeat(300)}\n`.repeat(25)}THE END`
    const asked = await hold(gateway.api(bot), { channel: 'log', to: 't'.repeat(4_000), payloads: [{ text }] })
    const { page } = await visit(browser, gateway.url, screens[1][1])
    await enter(page, gateway)
    await open(page, asked.id)
    expect.soft(await faults(page)).toEqual([])
    await page.getByText('Read on to allow it.').waitFor()
    expect(await page.getByLabel('Message text').textContent()).not.toContain('THE END')
    // Long enough for the buttons to have settled.
    await page.waitForTimeout(700)
    expect(await button(page, 'Allow once').isEnabled()).toBe(false)
    expect(await button(page, 'Deny').isEnabled()).toBe(true)
    await button(page, /^Show the rest/).click()
    await page.waitForTimeout(700)
    expect(await button(page, 'Allow once').isEnabled(), 'unfolded, but not scrolled through').toBe(false)
    await readUntilEnabled(page, 'Allow once')
    expect(await page.getByLabel('Message text').textContent()).toBe(text)
    expect.soft(await faults(page)).toEqual([])
    // What is shown is what is hashed: the allow delivers exactly it.
    await button(page, 'Allow once').click()
    await untilStatus(gateway, asked.id, 'succeeded')
    expect((await gateway.delivered()).find(({ approval }) => approval === asked.id)?.payload.text).toBe(text)
  })
})
