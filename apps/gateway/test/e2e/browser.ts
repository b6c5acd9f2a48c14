// Real Chromium, as a reviewer uses it; what goes wrong in it is gathered.
import { chromium, devices, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

export const phone = { ...devices['Pixel 7'] }

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.HOLDPOINT_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Console errors, page errors, dialogs, and requests to anywhere but `url`: none of them is ever right. */
  readonly oddities: readonly string[]
}

/** A page in a profile of its own, closed when the test ends. */
export async function visit(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Visit> {
  const context = await browser.newContext({ baseURL: url, ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const oddities: string[] = []
  page.on('console', (line) => line.type() === 'error' && oddities.push(`console: ${line.text()}`))
  page.on('pageerror', (error) => oddities.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => {
    oddities.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== url) oddities.push(`request: ${request.url()}`)
  })
  return { page, context, oddities }
}

/** The page that works without a script, for one of the reviewers' page's addresses. */
export const plain = (address: string): string =>
  address.replace(/^(https?:\/\/[^/]+)?\/?/, '$1/plain/').replace(/\/$/, '')

/** On the plain pages. */
export async function signInByLink(page: Page, link: string): Promise<void> {
  await page.goto(plain(link))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('/plain')
}

/** On the plain pages. */
export async function signInByToken(page: Page, token: string): Promise<void> {
  await page.goto('/plain/sign-in')
  await page.getByLabel('Gateway token').fill(token)
  await page.getByRole('button', { name: 'Sign in with the token' }).click()
  await page.waitForURL('/plain')
}
