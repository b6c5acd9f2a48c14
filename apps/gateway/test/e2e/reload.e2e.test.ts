// The configuration read again by a running gateway: what acts at once, what is refused whole, what needs a restart.
import { expect, it } from 'vitest'
import type { Api } from './api.ts'
import { eventually } from './eventually.ts'
import { gatewayForTest, type GatewayProcess } from './gateway-process.ts'
import { message } from './held-message.ts'

const config = (policy: object, more: object = {}) => ({ policy, ...more })
const asks = { modes: { 'outbound.message': 'always' } }
const runs = { modes: { 'outbound.message': 'off' } }

const send = async (bot: Api) => (await bot.post('/v1/outbound', message('hi'), { prefer: 'wait=5' })).status

async function gatewayWithBot(): Promise<{ gateway: GatewayProcess; bot: Api }> {
  const gateway = await gatewayForTest({ config: config({ ...asks, expiresInMs: 1_000 }) })
  const created = await gateway.cli('keys', 'create', '--name', 'bot', '--scopes', 'request', '--loops', 'default')
  return { gateway, bot: gateway.api(created.stdout.trim()) }
}

it('SIGHUP: a new policy acts within 5 s, an invalid one is refused whole and /readyz says so', async () => {
  const { gateway, bot } = await gatewayWithBot()
  expect(await send(bot)).toBe(403)
  await gateway.configure(config(runs))
  gateway.hangUp()
  await eventually('the new policy acts', async () => (await send(bot)) === 200, { timeoutMs: 5_000 })

  await gateway.configure(config({ ...asks, expiresInMs: 1_000 }, { colour: 'red' }))
  gateway.hangUp()
  const told = await eventually('it is told', async () => {
    const { status, text } = await gateway.api().get('/readyz')
    expect(status).toBe(200)
    return text.includes('refused') && text
  })
  expect(JSON.parse(told)).toEqual({
    ok: true,
    warnings: [expect.stringContaining('reload of the configuration was refused')],
  })
  expect(told).not.toContain('colour')
  const { text: metrics } = await gateway.api().get('/metrics')
  expect(metrics).toContain('holdpoint_config_reload_refused 1\n')
  expect(metrics).toMatch(/holdpoint_approvals_changed_total\{loop="default",status="expired"\} [1-9]/)
  expect(metrics).toMatch(/holdpoint_outbound_messages_total\{channel="log",outcome="succeeded"\} [1-9]/)
  expect(gateway.stderr()).toMatch(/holdpoint\.config\.json5:1: colour: is not a known key/)
  expect(await send(bot)).toBe(200)

  await gateway.configure(config({ ...asks, expiresInMs: 1_000 }))
  gateway.hangUp()
  await eventually(
    'it is ready without a warning',
    async () => !(await gateway.api().get('/readyz')).text.includes('refused'),
  )
  expect(await send(bot)).toBe(403)
})

it('config reload: tells what changed and what needs a restart; config check tells what is wrong, and starts nothing', async () => {
  const { gateway, bot } = await gatewayWithBot()
  await gateway.configure(
    config(runs, { server: { maxWaitMs: 5 }, loops: { default: { reviewers: ['*'] }, ops: { reviewers: ['*'] } } }),
  )
  expect(await gateway.cli('config', 'check')).toMatchObject({ code: 0, stdout: expect.stringContaining('is fine') })
  const { code, stdout, stderr } = await gateway.cli('config', 'reload')
  expect({ code, stdout, stderr }).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/In use from now on: .*loops\.ops/),
    stderr: expect.stringContaining('only after a restart: server.maxWaitMs'),
  })
  expect(await send(bot)).toBe(200)
  await gateway.configure({ policy: { modes: { 'outbound.message': 'maybe' } } })
  for (const command of ['check', 'reload'])
    expect(await gateway.cli('config', command)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/holdpoint\.config\.json5:1: policy\.modes\['outbound\.message'\]/),
    })
  expect(await bot.post('/v1/config/reload')).toMatchObject({ status: 403 })
  expect(await gateway.api().post('/v1/config/reload')).toMatchObject({ status: 401 })
  expect(await gateway.operator.post('/v1/config/reload')).toMatchObject({
    status: 400,
    body: { code: 'invalid_config', detail: expect.stringContaining("policy.modes['outbound.message']") },
  })
})

it('I30: a new gateway credential replaces the old one at once', async () => {
  const { gateway } = await gatewayWithBot()
  const token = 'b7c1d9e35f2a4608b7c1d9e35f2a4609'
  await gateway.configure(config(asks, { auth: { mode: 'token', token } }))
  gateway.hangUp()
  await eventually('the new one is taken', async () => (await gateway.api(token).get('/v1/keys')).status === 200, {
    timeoutMs: 5_000,
  })
  expect(await gateway.operator.get('/v1/keys')).toMatchObject({ status: 401 })
})
