// Makes the pictures in docs/images from a running gateway with something to decide in it.
// Run it with the workspace's Node after a build: node_modules/.bin/node apps/gateway/test/e2e/screenshots.mjs
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, devices } from 'playwright-core'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const images = join(root, 'docs/images')

const letter = `Dear Ms Okafor,

your parcel 4711-0392 was damaged on its way to you. We are sorry.
A replacement leaves our warehouse today; keep the old one.`

const messages = [
  { channel: 'log', to: '#deploys', payloads: [{ text: 'Rolling back checkout-api from 2.14.0 to 2.13.3.' }] },
  {
    channel: 'log',
    to: 'jonas.lind@example.com',
    account: 'billing',
    payloads: [{ text: 'Your refund of 248.00 EUR has been issued.' }],
    expiresInMs: 86_400_000,
  },
  { channel: 'log', to: '+46 70 555 01 93', payloads: [{ text: 'Your table for four at 19:30 is confirmed.' }] },
  {
    channel: 'log',
    to: 'amara.okafor@example.com',
    account: 'support',
    thread: 'case-20931',
    payloads: [{ text: letter }],
    claim: { title: 'Tell a customer about her replacement' },
    expiresInMs: 3_600_000,
  },
]

const dir = mkdtempSync(join(tmpdir(), 'holdpoint-screenshots-'))
const env = { ...process.env, HOLDPOINT_SERVER_PORT: '0' }
const main = join(root, 'apps/gateway/dist/main.js')
const gateway = spawn(process.execPath, [main, 'serve'], { cwd: dir, env, stdio: ['ignore', 'pipe', 'ignore'] })
const browser = await chromium.launch({
  executablePath: process.env.HOLDPOINT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  let printed = ''
  while (!printed.includes('A later link')) printed += String((await once(gateway.stdout, 'data'))[0])
  const url = /serving at (\S+)/.exec(printed)?.[1] ?? ''
  const { operatorToken } = JSON.parse(readFileSync(join(dir, '.holdpoint/secrets.json'), 'utf8'))

  /** @type {(path: string, token: string, body: object) => Promise<{ key: string, approval: { id: string } }>} */
  const post = async (path, token, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const keys = []
  for (const name of ['deploy-bot', 'refund-agent', 'booking-agent', 'support-agent'])
    keys.push((await post('/v1/keys', operatorToken, { name, scopes: ['request'], loops: ['default'] })).key)
  let last = ''
  for (const [i, message] of messages.entries()) last = (await post('/v1/outbound', keys[i], message)).approval.id

  mkdirSync(images, { recursive: true })

  /**
   * @param {import('playwright-core').BrowserContextOptions} screen
   * @param {(page: import('playwright-core').Page, save: (name: string) => Promise<unknown>) => Promise<void>} look
   */
  const onScreen = async (screen, look) => {
    const context = await browser.newContext({ ...screen, locale: 'en-GB', baseURL: url })
    const page = await context.newPage()
    await page.goto('/sign-in')
    await page.getByLabel('Gateway token').fill(operatorToken)
    await page.getByRole('button', { name: 'Sign in with the token' }).click()
    await page.locator('.row').first().waitFor()
    await look(page, (name) => page.screenshot({ path: join(images, `${name}.png`) }))
    await context.close()
  }
  const approval = `/approvals/${last}`
  /** @param {import('playwright-core').Page} page */
  const untilReady = (page) => page.locator('button.allow:enabled').waitFor()

  await onScreen({ viewport: { width: 1100, height: 620 }, colorScheme: 'light' }, async (page, save) => {
    await save('inbox')
    await page.setViewportSize({ width: 1100, height: 900 })
    await page.goto(approval)
    await untilReady(page)
    await save('approval')
    await page.getByRole('button', { name: 'Allow always …' }).click()
    await save('allow-always')
  })
  await onScreen({ ...devices['Pixel 7'], deviceScaleFactor: 2, colorScheme: 'dark' }, async (page, save) => {
    await save('inbox-phone')
    await page.goto(approval)
    await untilReady(page)
    await save('approval-phone')
  })
} finally {
  await browser.close()
  gateway.kill()
  await once(gateway, 'exit')
  rmSync(dir, { recursive: true, force: true })
}
