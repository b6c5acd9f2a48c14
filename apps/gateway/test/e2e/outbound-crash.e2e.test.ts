// kill -9 at the moments that matter: what was asked and what was decided must both outlive it.
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { gatewayForTest } from './gateway-process.ts'
import { decide, hold, message, read, timesDelivered, untilStatus } from './held-message.ts'

describe('kill -9', () => {
  it('while a message is pending leaves it pending and decidable, and it is delivered once (I2, I11, D17, H62360)', async () => {
    const gateway = await gatewayForTest()
    const bot = gateway.api(gateway.firstKey)
    const asked = await hold(bot, message('survivor'))
    await gateway.kill()
    await gateway.start()
    expect(await read(gateway, asked.id)).toEqual(asked)
    expect(await gateway.delivered()).toEqual([])
    expect(await decide(gateway.operator, asked, 'allow-once')).toMatchObject({ status: 200 })
    await untilStatus(gateway, asked.id, 'succeeded')
    // Another restart must not send it again.
    await gateway.kill()
    await gateway.start()
    expect(await read(gateway, asked.id)).toMatchObject({ status: 'succeeded' })
    expect(await timesDelivered(gateway, asked.id)).toBe(1)
  })

  it('while a message is pending doesn’t stop its clock: it expires on time, while down (I8, I11, I13)', async () => {
    const gateway = await gatewayForTest()
    const asked = await hold(gateway.api(gateway.firstKey), message('late', { expiresInMs: 1_000 }))
    await gateway.kill()
    await pause(1_000)
    await gateway.start()
    expect(await read(gateway, asked.id)).toMatchObject({ status: 'expired' })
    expect(await decide(gateway.operator, asked, 'allow-once')).toMatchObject({
      status: 409,
      body: { code: 'expired' },
    })
    expect(await gateway.delivered()).toEqual([])
  })

  it('right after a decision’s 200 loses no decision and delivers nothing twice, ten times (I2, I3, I9, I12)', async () => {
    const gateway = await gatewayForTest({ config: { policy: { maxRunMs: 2_000 } } })
    const made = await gateway.operator.post('/v1/keys', { name: 'bot', scopes: ['request'], loops: ['default'] })
    const bot = gateway.api(made.body.key)
    const ids: string[] = []
    for (let round = 0; round < 10; round += 1) {
      const asked = await hold(bot, message(`round ${round}`))
      ids.push(asked.id)
      expect((await decide(gateway.operator, asked, 'allow-once')).status).toBe(200)
      // Before, during and after the delivery, by turns.
      if (round % 4 > 0) await pause(round % 4)
      await gateway.kill()
      await gateway.start()
      const after = await read(gateway, asked.id)
      expect(['approved', 'started', 'succeeded', 'unknown']).toContain(after.status)
      expect(after.votes).toMatchObject([{ reviewer: 'operator', verdict: 'allow-once' }])
    }
    for (const id of ids) {
      const { status } = await untilStatus(gateway, id, 'succeeded', 'unknown')
      const times = await timesDelivered(gateway, id)
      expect({ status, times }).toSatisfy(() => times === 1 || (status === 'unknown' && times === 0))
    }
  })

  it('right after a denial’s 200 leaves it denied (I4, I9)', async () => {
    const gateway = await gatewayForTest()
    const asked = await hold(gateway.api(gateway.firstKey), message('no'))
    expect((await decide(gateway.operator, asked, 'deny')).status).toBe(200)
    await gateway.kill()
    await gateway.start()
    expect(await read(gateway, asked.id)).toMatchObject({ status: 'denied' })
    expect(await gateway.delivered()).toEqual([])
  })
})
