// Ten thousand that wait (at full scale): how soon the page is there, whether scrolling through them stutters, and that
// they can be found. Times are printed beside their goals; only what hangs fails.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { enter, requesterKey, surprising } from './app-page.ts'
import { launchBrowser, visit } from './browser.ts'
import { eventually } from './eventually.ts'
import { startGateway, type GatewayProcess } from './gateway-process.ts'
import { message } from './held-message.ts'

const count = process.env.HOLDPOINT_SCALE === 'full' ? 10_000 : 1_500
const config = { maxPending: 20_000 }

let browser: Browser
let gateway: GatewayProcess
beforeAll(async () => {
  ;[browser, gateway] = await Promise.all([launchBrowser(), startGateway({ config })])
})
afterAll(() => Promise.all([browser.close(), gateway.remove()]))

let bot: string | undefined

async function fill(): Promise<void> {
  bot = await requesterKey(gateway)
  const api = gateway.api(bot)
  let next = 0
  const one = async () => {
    while (next < count) {
      next += 1
      const held = await api.post(
        '/v1/outbound',
        message(`Number ${next}`, { to: `to-${next}`, expiresInMs: 3_600_000 + next }),
      )
      expect(held.status).toBe(202)
    }
  }
  await Promise.all(Array.from({ length: 32 }, one))
}

it(`${count} pending: the list opens, scrolls, is searched and stays where it is while more arrive`, async () => {
  await fill()
  const { page, oddities } = await visit(browser, gateway.url, { viewport: { width: 1280, height: 800 } })
  await enter(page, gateway)
  await page.addInitScript(() => {
    const tasks: number[] = []
    Object.assign(window, { longTasks: tasks })
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
      buffered: true,
    })
  })
  const longTasks = () => page.evaluate(() => Reflect.get(window, 'longTasks').splice(0) as number[])

  // What measures is measured: a task that is long is seen.
  await page.goto('/settings')
  await page.evaluate(() =>
    setTimeout(() => {
      const until = performance.now() + 80
      while (performance.now() < until);
    }),
  )
  await eventually('a long task is noticed', async () => (await longTasks()).some((duration) => duration >= 80))

  const from = performance.now()
  await page.goto('/')
  await page.locator('.row').first().waitFor()
  const opened = performance.now() - from
  await eventually('all are listed', async () => (await page.locator('h1 .count').textContent()) === String(count), {
    timeoutMs: 60_000,
  })
  const whole = performance.now() - from
  const loading = await longTasks()
  expect(await page.locator('.row').count()).toBeLessThan(60)

  await page.mouse.move(640, 500)
  for (let i = 0; i < 40; i += 1) {
    await page.mouse.wheel(0, i % 10 === 9 ? 20_000 : 900)
    await page.waitForTimeout(16)
  }
  await page.keyboard.press('End')
  await page
    .locator('.row', { hasText: `to-${count}` })
    .first()
    .waitFor()
  const scrolling = await longTasks()

  // Somebody is in the middle of the list: what arrives waits behind a button, and nothing moves.
  const before = await page.locator('.row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id')))
  await gateway.api(bot).post('/v1/outbound', message('Late', { to: 'late', expiresInMs: 60_000 }))
  await page.getByRole('button', { name: 'Show 1 more' }).waitFor()
  expect(await page.locator('.row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id')))).toEqual(
    before,
  )
  await page.getByRole('button', { name: 'Show 1 more' }).click()
  await page.keyboard.press('Home')
  await page.locator('.row', { hasText: 'late' }).waitFor()

  await page.getByRole('searchbox').fill(`to-${count - 7} number`)
  await eventually('one is found', async () => (await page.locator('.row').count()) === 1)
  const searching = await longTasks()

  const longest = (tasks: readonly number[]) => Math.round(Math.max(0, ...tasks))
  process.stdout.write(
    `${count} pending: first rows after ${Math.round(opened)} ms (goal 1,000), all after ${Math.round(whole)} ms; ` +
      `longest task while loading ${longest(loading)} ms, scrolling ${longest(scrolling)} ms (goal 50), searching ${longest(searching)} ms\n`,
  )
  expect(surprising(oddities)).toEqual([])
})
