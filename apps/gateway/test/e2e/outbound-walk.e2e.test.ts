// One message after another, from the bot's call to the reviewer's button to the channel, with nothing in between left out.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, signInByLink, visit } from './browser.ts'
import { gatewayForTest, type GatewayProcess } from './gateway-process.ts'
import { decide, hold, message, onlyPending, timesDelivered, untilStatus } from './held-message.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Signs in through the link that was printed, and opens the only message there is. */
async function openOnlyOne(gateway: GatewayProcess) {
  const { page, oddities } = await visit(browser, gateway.url)
  await signInByLink(page, gateway.signInLink)
  await page.getByRole('link', { name: 'outbound.message' }).click()
  return { page, oddities }
}

describe('a message held with Prefer: wait', () => {
  it('is delivered once when it is allowed on the page, and its caller hears of it (I1, I2, I18)', async () => {
    const gateway = await gatewayForTest()
    const bot = gateway.api(gateway.firstKey)
    const text = '\nHello Ms Jones,\n\nyour order 4711 left today.\n\tGreetings'
    const account = 'shop'
    const call = bot.post('/v1/outbound', message(text, { account, thread: 't-1' }), { prefer: 'wait=30' })
    const { id, digest } = await onlyPending(gateway)
    expect(await gateway.delivered()).toEqual([])

    const { page, oddities } = await openOnlyOne(gateway)
    const main = page.getByRole('main')
    for (const shown of ['log', '+1555', account, 't-1', 'key:first', digest, 'pending'])
      await expect.soft(main.textContent(), shown).resolves.toContain(shown)
    // A tab can't be seen, so it is shown; line breaks stay.
    expect(await page.getByLabel('Message text').textContent()).toBe(text.replace('\t', '⟨U+0009⟩'))
    expect(await gateway.delivered()).toEqual([])
    await page.getByRole('button', { name: 'Allow once' }).click()
    await page.waitForURL(`/plain/approvals/${id}`)

    const answer = await call
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'ran', approval: { id, status: 'succeeded' } } })
    expect(answer.body.approval?.votes).toMatchObject([{ reviewer: 'operator', verdict: 'allow-once', via: 'inbox' }])
    expect(await gateway.delivered()).toMatchObject([{ approval: id, to: '+1555', payload: { text } }])
    await page.reload()
    await expect(main.textContent()).resolves.toContain('succeeded')
    expect(await page.getByRole('button', { name: 'Allow once' }).count()).toBe(0)
    expect(oddities).toEqual([])
  })

  it('is never delivered when it is denied on the page, and the reason reaches the caller (I1, I4)', async () => {
    const gateway = await gatewayForTest()
    const bot = gateway.api(gateway.firstKey)
    const call = bot.post('/v1/outbound', message('spam'), { prefer: 'wait=30' })
    const approval = await onlyPending(gateway)
    const { page } = await openOnlyOne(gateway)
    await page.getByLabel('Reason').fill('not to customers')
    await page.getByRole('button', { name: 'Deny' }).click()
    expect(await call).toMatchObject({
      status: 403,
      body: { code: 'denied', approval: { id: approval.id, status: 'denied', reason: 'not to customers' } },
    })
    expect(await decide(gateway.operator, approval, 'allow-once')).toMatchObject({
      status: 409,
      body: { code: 'already_decided', approval: { status: 'denied' } },
    })
    await gateway.stop()
    expect(await gateway.delivered()).toEqual([])
  })

  it('is never delivered when nobody decides in time (I7, I8)', async () => {
    const gateway = await gatewayForTest()
    const bot = gateway.api(gateway.firstKey)
    const answer = await bot.post('/v1/outbound', message('late', { expiresInMs: 1_000 }), { prefer: 'wait=30' })
    expect(answer).toMatchObject({ status: 403, body: { code: 'expired', approval: { status: 'expired' } } })
    const { approval } = answer.body
    if (approval === undefined) throw new Error('no approval')
    expect(await decide(gateway.operator, approval, 'allow-once')).toMatchObject({
      status: 409,
      body: { code: 'expired' },
    })
    await gateway.stop()
    expect(await gateway.delivered()).toEqual([])
  })

  it('is answered 202 when its wait runs out, and still delivered, once, when it is allowed later (I2, I13)', async () => {
    const gateway = await gatewayForTest()
    const bot = gateway.api(gateway.firstKey)
    const held = await bot.post('/v1/outbound', message('patience'), { prefer: 'wait=1' })
    expect(held).toMatchObject({ status: 202, headers: { 'preference-applied': 'wait=1' } })
    const { approval } = held.body
    if (approval === undefined) throw new Error('no approval')
    expect(held.headers['location']).toBe(`/v1/approvals/${approval.id}`)
    expect(await decide(gateway.operator, approval, 'allow-once')).toMatchObject({ status: 200 })
    await untilStatus(gateway, approval.id, 'succeeded')
    // Asking again under the approval's name only waits for it, and never sends.
    const again = await bot.post('/v1/outbound', message('patience'), { 'holdpoint-approval': approval.id })
    expect(again).toMatchObject({ status: 200, body: { approval: { id: approval.id } } })
    expect(await timesDelivered(gateway, approval.id)).toBe(1)
  })

  it('can’t be decided by who asked, nor seen by another key (I23, I24, H28473)', async () => {
    const gateway = await gatewayForTest()
    const bot = gateway.api(gateway.firstKey)
    const approval = await hold(bot, message('mine'))
    expect(await decide(bot, approval, 'allow-once')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const other = await gateway.operator.post('/v1/keys', { name: 'other', scopes: ['request'], loops: ['default'] })
    const seen = await gateway.api(other.body.key).get(`/v1/approvals/${approval.id}`)
    expect(seen.status).toBe(404)
  })
})
