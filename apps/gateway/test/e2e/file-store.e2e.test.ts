// The gateway on the file store: what was asked and decided outlives kill -9, and a second gateway is kept out.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cleanEnv, gatewayForTest, mainFile, workspaceNode } from './gateway-process.ts'
import { decide, hold, message, read, timesDelivered, untilStatus } from './held-message.ts'
import { runProgram } from './run-program.ts'

it('holds, decides and delivers on a folder of journals, over kill -9 (I2, I9, I11)', async () => {
  const gateway = await gatewayForTest({ config: { storage: 'file:.holdpoint/store' } })
  const made = await gateway.operator.post('/v1/keys', { name: 'bot', scopes: ['request'], loops: ['default'] })
  const bot = gateway.api(made.body.key)
  const [kept, denied] = [await hold(bot, message('kept')), await hold(bot, message('denied'))]
  expect((await decide(gateway.operator, denied, 'deny')).status).toBe(200)
  await gateway.kill()
  await gateway.start()
  expect(await read(gateway, kept.id)).toEqual(kept)
  expect(await read(gateway, denied.id)).toMatchObject({ status: 'denied' })
  expect((await decide(gateway.operator, kept, 'allow-once')).status).toBe(200)
  await untilStatus(gateway, kept.id, 'succeeded')
  expect(await gateway.stop()).toBe(0)
  expect(await timesDelivered(gateway, kept.id)).toBe(1)

  const folder = join(gateway.dir, '.holdpoint/store')
  const names = await readdir(folder)
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  expect(texts.join('')).toContain(kept.id)
  expect(texts.at(names.indexOf(names.toSorted().at(-1) ?? ''))).toContain('"closed":true')
})

it('refuses a second gateway on the same folder, naming the first (I5)', async () => {
  const gateway = await gatewayForTest({ config: { storage: 'file:.holdpoint/store' } })
  const second = await runProgram(workspaceNode, [mainFile, 'serve'], {
    cwd: gateway.dir,
    env: cleanEnv({ HOLDPOINT_SERVER_PORT: '0' }),
  })
  expect(second.code).not.toBe(0)
  expect(second.stderr).toMatch(/\.holdpoint\/store is in use by process \d+, which lives/)
  const made = await gateway.operator.post('/v1/keys', { name: 'bot', scopes: ['request'], loops: ['default'] })
  expect((await hold(gateway.api(made.body.key), message('still here'))).status).toBe('pending')
})
