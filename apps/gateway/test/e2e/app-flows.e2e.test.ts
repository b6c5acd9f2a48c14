// The reviewers' page in a real browser, on a desktop and on a phone: every way to decide, and what each leads to.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireApproval } from './api.ts'
import { button, enter, faults, open, press, readUntilEnabled, requesterKey, screens, surprising } from './app-page.ts'
import { launchBrowser, visit } from './browser.ts'
import { eventually } from './eventually.ts'
import { startGateway, type GatewayProcess } from './gateway-process.ts'
import { decide, hold, message, read, untilStatus } from './held-message.ts'

const any = '*'
const config = {
  policy: {
    lines: [
      {
        name: 'letters',
        when: { kind: 'outbound.message', target: { channel: any, to: any, account: 'letters' } },
        then: 'ask',
        edits: true,
      },
      {
        name: 'deploys',
        when: { kind: 'tool.call', target: { tool: 'deploy' } },
        then: 'ask',
        rules: true,
        thresholds: { approve: 2, deny: 1, reasonRequired: 'deny' },
      },
    ],
  },
}

let browser: Browser
let gateway: GatewayProcess
let bot: string
beforeAll(async () => {
  ;[browser, gateway] = await Promise.all([launchBrowser(), startGateway({ config })])
  bot = await requesterKey(gateway)
})
afterAll(() => Promise.all([browser.close(), gateway.remove()]))

const ask = (text: string, more: object = {}) => hold(gateway.api(bot), message(text, more))
const askTool = async (): Promise<WireApproval> => {
  const action = { kind: 'tool.call', target: { tool: 'deploy' }, input: { version: '2.14.1', steps: ['a', 'b'] } }
  const { status, body } = await gateway.api(bot).post('/v1/approvals', { action })
  expect(status).toBe(201)
  return body as WireApproval
}
const notice = (page: Page) => page.locator('main .notice').first()

describe.each(screens)('on %s', (_, screen) => {
  it('one signs in by a link, sees what waits, looks at it and allows it once', async () => {
    const asked = await ask('Your table is booked', { to: '+1 555 0100', claim: { title: 'Harmless' } })
    const { page, oddities } = await visit(browser, gateway.url, screen)
    const { url = '' } = (await gateway.operator.post('/v1/sign-in-links')).body
    await page.goto('/sign-in')
    expect.soft(await faults(page), 'sign-in').toEqual([])
    // Into the tab that shows the page already: only what stands after the `#` changes.
    await page.goto(url)
    await button(page, 'Sign in').waitFor()
    expect(page.url()).not.toContain('#')
    expect.soft(await faults(page), 'by link').toEqual([])
    await button(page, 'Sign in').click()
    await page.waitForURL('/')
    await page.getByRole('link', { name: '+1 555 0100' }).first().waitFor()
    expect.soft(await faults(page), 'list').toEqual([])
    await page.getByRole('link', { name: '+1 555 0100' }).first().click()
    await page.waitForURL(`/approvals/${asked.id}`)
    await page.locator('.what-exactly').waitFor()
    const main = page.getByRole('main')
    for (const shown of ['+1 555 0100', 'log', 'key:bot', asked.digest, 'outbound.message: on-miss', 'Harmless'])
      await expect.soft(main.textContent(), shown).resolves.toContain(shown)
    expect(await page.getByLabel('Message text').textContent()).toBe('Your table is booked')
    expect(await page.locator('.claim').textContent()).toContain('The requester claims')
    expect.soft(await faults(page), 'approval').toEqual([])
    await button(page, 'Allow once').click()
    const done = await untilStatus(gateway, asked.id, 'succeeded')
    expect(done.votes).toMatchObject([{ reviewer: 'operator', verdict: 'allow-once', via: 'inbox' }])
    await page.getByText('Allowed, and done.').waitFor()
    expect(await button(page, 'Allow once').count()).toBe(0)
    expect.soft(await faults(page), 'decided').toEqual([])
    expect(surprising(oddities)).toEqual([])
  })

  it('one denies with a reason, which the requester gets', async () => {
    const asked = await ask('No')
    const { page } = await visit(browser, gateway.url, screen)
    await enter(page, gateway)
    await open(page, asked.id)
    await page.getByLabel('Reason').fill('not to customers')
    await button(page, 'Deny').click()
    expect(await untilStatus(gateway, asked.id, 'denied')).toMatchObject({ reason: 'not to customers' })
    await page.getByText('Denied. It will not run.').waitFor()
    await expect(notice(page).textContent()).resolves.toContain('not to customers')
  })

  it('where a reason is needed to deny, none is sent without; two have to allow; one says so and takes it', async () => {
    const asked = await askTool()
    const { page } = await visit(browser, gateway.url, screen)
    await enter(page, gateway)
    await open(page, asked.id)
    await button(page, 'Deny').click()
    await page.getByText('Say why').waitFor()
    expect(await read(gateway, asked.id)).toMatchObject({ status: 'pending', votes: [] })
    await press(page, 'Comment …')
    await page.getByLabel('For other reviewers').fill('Is this the right one?')
    expect.soft(await faults(page), 'comment').toEqual([])
    await button(page, 'Say it').click()
    await page.getByText('Is this the right one?').waitFor()
    await press(page, 'Take it')
    await press(page, 'Give it back')
    await button(page, 'Allow once').click()
    await page.getByText('1 of 2 allow').first().waitFor()
    expect(await read(gateway, asked.id)).toMatchObject({ status: 'pending', votes: [{ verdict: 'allow-once' }] })
  })

  it('one allows always, having read what the rule matches, and ends the rule (I31)', async () => {
    const to = `+${Math.random()}`
    const asked = await ask('Always', { to })
    const { page } = await visit(browser, gateway.url, screen)
    await enter(page, gateway)
    await open(page, asked.id)
    await press(page, 'Allow always …')
    const dialog = page.getByRole('dialog')
    for (const shown of ['key:bot', 'outbound.message', 'default', to, 'no other field may be there', 'may be any'])
      await expect.soft(dialog.textContent(), shown).resolves.toContain(shown)
    await dialog.getByLabel('How often at most').fill('3')
    expect.soft(await faults(page), 'rule').toEqual([])
    await dialog.getByRole('button', { name: 'Allow always', exact: true }).click()
    await untilStatus(gateway, asked.id, 'succeeded')
    const again = await gateway.api(bot).post('/v1/outbound', message('Again', { to }), { prefer: 'wait=5' })
    expect(again.body).toMatchObject({ outcome: 'ran' })
    await page.goto('/rules')
    await page.getByText('of 3×').first().waitFor()
    expect.soft(await faults(page), 'rules').toEqual([])
    await page.locator('.card', { hasText: to }).getByRole('button', { name: 'End this rule' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'End this rule' }).click()
    await page.locator('.card', { hasText: to }).getByText('revoked').waitFor()
    await hold(gateway.api(bot), message('Asked again', { to }))
  })

  it('one edits and allows that: the difference is shown, and the edited one runs', async () => {
    const asked = await ask('It leaves today.', { account: 'letters', to: '+1' })
    const { page } = await visit(browser, gateway.url, screen)
    await enter(page, gateway)
    await open(page, asked.id)
    await press(page, 'Edit and allow …')
    const field = page.getByRole('dialog').getByLabel('The whole input')
    await field.fill('{')
    await page.getByText('This is no JSON.').waitFor()
    await field.fill(JSON.stringify({ payloads: [{ text: 'It leaves tomorrow.' }] }))
    expect(await page.getByRole('dialog').locator('ins').allTextContents()).toEqual(['tomorrow'])
    expect.soft(await faults(page), 'edit').toEqual([])
    await button(page, 'Allow the edited one once').click()
    await untilStatus(gateway, asked.id, 'succeeded')
    await page.getByText('changed it:').waitFor()
    const sent = (await gateway.delivered()).find(({ approval }) => approval === asked.id)
    expect(sent?.payload.text).toBe('It leaves tomorrow.')
  })

  it('several of equal risk are looked at whole and decided together, each with its own answer', async () => {
    const asked = await Promise.all(['one', 'two', 'three'].map((name) => ask(`Bulk ${name}`, { to: 'bulk' })))
    const { page } = await visit(browser, gateway.url, screen)
    await enter(page, gateway)
    await page.getByRole('searchbox').fill('bulk')
    await eventually('three are listed', async () => (await page.locator('.row').count()) === 3)
    await page.getByLabel('Choose number 1', { exact: true }).check()
    await button(page, /Choose all 3/).click()
    expect.soft(await faults(page), 'chosen').toEqual([])
    await page.getByRole('link', { name: 'Look at them together' }).click()
    for (const name of ['one', 'two', 'three']) await page.getByText(`Bulk ${name}`).waitFor()
    // Somebody is faster with one of them: that one says so, the others are allowed.
    expect((await decide(gateway.operator, asked[0] ?? never(), 'deny')).status).toBe(200)
    await readUntilEnabled(page, 'Allow 3 once')
    expect.soft(await faults(page), 'together').toEqual([])
    await button(page, 'Allow 3 once').click()
    await page.getByText('Somebody else decided first').waitFor()
    for (const { id } of asked.slice(1)) await untilStatus(gateway, id, 'succeeded')
    expect((await read(gateway, asked[0]?.id ?? '')).status).toBe('denied')
  })

  it('the other pages: history, audit, attention, settings, keys; in German too; and out again', async () => {
    const { page, oddities } = await visit(browser, gateway.url, screen)
    await enter(page, gateway)
    for (const path of ['/history', '/audit', '/attention', '/settings', '/rules']) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await eventually('it is loaded', async () => (await page.getByText('Loading …').count()) === 0)
      expect.soft(await faults(page), path).toEqual([])
    }
    await page.goto('/attention')
    await page.getByText('Median time to decide').first().waitFor()
    await page.goto('/settings')
    await page.getByText('Here', { exact: true }).waitFor()
    expect(await page.getByLabel('A soft sound').isChecked()).toBe(false)
    await page.getByLabel('Language').selectOption('de')
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    await page.goto('/')
    await page.getByRole('heading', { name: 'Wartet auf eine Entscheidung' }).waitFor()
    await button(page, 'Tasten').click()
    await page.getByRole('dialog').waitFor()
    expect.soft(await faults(page), 'keys').toEqual([])
    await page.keyboard.press('Escape')
    await page.goto('/settings')
    await button(page, 'Abmelden').click()
    await page.getByLabel('Token des Gateways').waitFor()
    await page.goto('/approvals/none')
    await page.getByLabel('Token des Gateways').waitFor()
    expect(surprising(oddities)).toEqual([])
  })
})

it('by keyboard alone: into the list, to the button, pressed; a stray key decides nothing', async () => {
  const asked = await ask('By keyboard', { to: 'keyboard' })
  const { page } = await visit(browser, gateway.url, { viewport: { width: 1280, height: 800 } })
  await enter(page, gateway)
  await page.keyboard.press('/')
  await page.keyboard.type('keyboard')
  await eventually('one is listed', async () => (await page.locator('.row').count()) === 1)
  await page.getByRole('searchbox').blur()
  await page.keyboard.press('j')
  await eventually('the row has the focus', () => page.evaluate(() => document.activeElement?.matches('.row a')))
  await page.keyboard.press('Enter')
  await page.waitForURL(`/approvals/${asked.id}`)
  await eventually('it may be allowed', () => button(page, 'Allow once').isEnabled())
  await page.keyboard.press('a')
  expect(await read(gateway, asked.id)).toMatchObject({ status: 'pending' })
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Allow once')
  await page.keyboard.press('Enter')
  await untilStatus(gateway, asked.id, 'succeeded')
})

const never = (): never => {
  throw new Error('there is none')
}
