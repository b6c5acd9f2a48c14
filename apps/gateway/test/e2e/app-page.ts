// The reviewers' page as a person uses it: signing in, opening an approval, and what is never right in it.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { phone } from './browser.ts'
import { eventually } from './eventually.ts'
import type { GatewayProcess } from './gateway-process.ts'

export const screens = [
  ['a desktop', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' as const, locale: 'en-GB' }],
  ['a phone at night', { ...phone, colorScheme: 'dark' as const, locale: 'en-GB' }],
] as const

export async function enter(page: Page, gateway: GatewayProcess): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Gateway token').fill(gateway.operatorToken)
  await page.getByRole('button', { name: 'Sign in with the token' }).click()
  await page.waitForURL('/')
  await page.getByRole('heading', { name: /Waiting/ }).waitFor()
}

/** Of a requester that isn't the operator, who decides. */
export async function requesterKey({ operator }: GatewayProcess): Promise<string> {
  const { body } = await operator.post('/v1/keys', { name: 'bot', scopes: ['request'], loops: ['default'] })
  return body.key ?? ''
}

/** Resolves once its content is there. */
export async function open(page: Page, id: string): Promise<void> {
  await page.goto(`/approvals/${id}`)
  await page.locator('.what-exactly').waitFor()
}

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

/** On a phone what isn't needed for most decisions stands behind a button. */
export async function press(page: Page, name: string): Promise<void> {
  const more = button(page, 'More')
  if ((await more.isVisible()) && (await more.getAttribute('aria-expanded')) === 'false') await more.click()
  await button(page, name).click()
}

/** Slower than a page scrolls by itself after a press. */
const pressMs = 400

/** Presses "Read on" until the button with this name can be pressed; it goes away by itself once all is read. */
export const readUntilEnabled = (page: Page, name: string) =>
  eventually(
    `“${name}” can be pressed`,
    async () => {
      await page.evaluate(() => {
        const buttons = [...document.querySelectorAll('button')]
        buttons.find(({ textContent }) => textContent.startsWith('Read on'))?.click()
      })
      return button(page, name).isEnabled()
    },
    { everyMs: pressMs, timeoutMs: 30_000 },
  )

/** What axe finds wrong with the page as it is now; also a page that scrolls sideways. */
export async function faults(page: Page): Promise<readonly string[]> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze()
  expect(passes.length).toBeGreaterThan(10)
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
  const sideways = (wide ?? 0) > (seen ?? 0) ? [`it scrolls sideways: ${wide} > ${seen}`] : []
  return [...violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`), ...sideways]
}

/** Who isn't signed in is told so by a 401, which the browser writes down. */
export const surprising = (oddities: readonly string[]): readonly string[] =>
  oddities.filter((oddity) => !/status of (401|404|409)/.test(oddity))
