// Plugins in the built gateway: the two edge rows that #9909 had for plugins and outbound, and the start that is refused.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Api } from './api.ts'
import { eventually } from './eventually.ts'
import { cleanEnv, gatewayForTest, mainFile, root, workspaceNode, type GatewayProcess } from './gateway-process.ts'
import { decide, hold, message, onlyPending, untilStatus } from './held-message.ts'
import { runProgram } from './run-program.ts'

const echo = join(root, 'examples/plugins/echo.mjs')

async function gatewayWithEcho(): Promise<{ gateway: GatewayProcess; bot: Api }> {
  const gateway = await gatewayForTest({ config: { plugins: [echo] } })
  const created = await gateway.cli('keys', 'create', '--name', 'bot', '--scopes', 'request', '--loops', 'default')
  return { gateway, bot: gateway.api(created.stdout.trim()) }
}

it('I28 I29, P21964: a plugin’s route takes a credential unless it says otherwise, and its path in one spelling', async () => {
  const { gateway, bot } = await gatewayWithEcho()
  const stranger = gateway.api()
  expect(await stranger.get('/plugins/echo/whoami')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  expect(await bot.get('/plugins/echo/whoami')).toMatchObject({ status: 200, body: { id: 'key:bot' } })
  expect(await stranger.get('/plugins/echo/ping')).toMatchObject({ status: 200, text: 'pong\n' })
  expect(await stranger.post('/plugins/echo/say/ann', { hi: 1 })).toMatchObject({ status: 401 })
  expect(await bot.get('/plugins/echo/say/ann')).toMatchObject({ status: 405, headers: { allow: 'POST' } })
  for (const path of ['/plugins/echo;v=1/whoami', '/plugins/echo/%77hoami', '/plugins//echo/whoami'])
    expect(await bot.get(path), path).toMatchObject({ status: 400, body: { code: 'invalid_target' } })
  for (const path of ['/plugins', '/plugins/echo', '/plugins/echo/ping/', '/Plugins/echo/ping', '/plugins/other/ping'])
    expect(await bot.get(path), path).toMatchObject({ status: 404 })
})

it('#9909: a plugin’s route that asks for approval answers 403 once denied, and runs nothing', async () => {
  const { gateway, bot } = await gatewayWithEcho()
  const calling = bot.post('/plugins/echo/say/ann', { hi: 1 }, { prefer: 'wait=20' })
  await decide(gateway.operator, await onlyPending(gateway), 'deny')
  expect(await calling).toMatchObject({ status: 403, body: { code: 'denied' } })
  expect(gateway.stderr()).not.toContain('"said"')
})

it('I1 I2 I18: what is allowed runs once, with the very bytes, and nothing else does in its name', async () => {
  const { gateway, bot } = await gatewayWithEcho()
  const held = await bot.post('/plugins/echo/say/ann', '{ "hi":  1 }')
  expect(held).toMatchObject({ status: 202, body: { outcome: 'held' } })
  const approval = await onlyPending(gateway)
  expect(approval).toMatchObject({
    action: { kind: 'http.route', target: { plugin: 'echo', method: 'POST', path: '/plugins/echo/say/ann' } },
  })
  await decide(gateway.operator, approval, 'allow-once')
  const named = { 'holdpoint-approval': approval.id }
  expect(await bot.post('/plugins/echo/say/ann', '{ "hi": 1 }', named)).toMatchObject({
    status: 409,
    body: { code: 'digest_mismatch' },
  })
  const repeats = await Promise.all([1, 2, 3, 4].map(() => bot.post('/plugins/echo/say/ann', '{ "hi":  1 }', named)))
  const served = repeats.filter(({ status }) => status === 201)
  expect(served).toMatchObject([{ body: { to: 'ann', said: '{ "hi":  1 }' } }])
  expect(repeats.filter(({ status }) => status === 409)).toHaveLength(3)
  await untilStatus(gateway, approval.id, 'succeeded')
})

it('#9909: a message for a plugin’s channel is held as any other, and sent once when allowed', async () => {
  const { gateway, bot } = await gatewayWithEcho()
  const approval = await hold(bot, message('good morning', { channel: 'console' }))
  expect(gateway.stdout()).not.toContain('good morning')
  await decide(gateway.operator, approval, 'allow-once')
  await untilStatus(gateway, approval.id, 'succeeded')
  await eventually('it is printed', () => gateway.stdout().includes('+1555: good morning\n'))
  expect(gateway.stdout().match(/good morning/g)).toHaveLength(1)
  expect(await gateway.stop()).toBe(0)
  expect(gateway.stderr()).toContain('echo is over')
})

const refused: readonly (readonly [what: string, files: Readonly<Record<string, string>>, said: RegExp])[] = [
  [
    'one that throws when it starts',
    {
      'a.mjs': `export default { name: 'faulty', start() { setInterval(() => {}, 1000); throw new Error('no disk') } }`,
    },
    /the plugin "faulty" did not start: no disk/,
  ],
  [
    'routes that overlap',
    {
      'a.mjs': `const handler = () => ({})
        export default { name: 'twice', routes: [
          { method: 'POST', path: '/{a}/x', handler }, { method: 'POST', path: '/y/{b}', handler } ] }`,
    },
    /plugin twice: POST \/\{a\}\/x and POST \/y\/\{b\} take the same calls/,
  ],
  [
    'two of one name',
    { 'a.mjs': `export default { name: 'same' }`, 'b.mjs': `export const plugin = { name: 'same' }` },
    /a\.mjs and .*b\.mjs are both named "same"/,
  ],
  [
    'a catch-all',
    { 'a.mjs': `export default { name: 'all', routes: [{ method: 'GET', path: '/*', handler() {} }] }` },
    /plugin all: routes\.0\.path must be plain segments .*no catch-all/,
  ],
  [
    'approval on a GET',
    {
      'a.mjs': `export default { name: 'pager', routes: [{ method: 'GET', path: '/x', approval: true, handler() {} }] }`,
    },
    /GET, HEAD \/plugins\/pager\/x: a GET asks for approval.*safeMethods/,
  ],
  [
    'a public route that pages people without a limit',
    {
      'a.mjs': `export default { name: 'open',
        routes: [{ method: 'POST', path: '/x', public: true, approval: true, handler() {} }] }`,
    },
    /\/plugins\/open\/x: .*set maxPending/,
  ],
  [
    'a channel that is there already',
    { 'a.mjs': `export default { name: 'chat', channels: { log: { send() {} } } }` },
    /the plugin "chat" brings the channel "log", which is that of the configuration/,
  ],
]

it.each(refused)('refuses to start with %s, by name', async (_, files, said) => {
  const dir = await mkdtemp(join(tmpdir(), 'holdpoint-plugins-'))
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text)
    const config = { server: { port: 0 }, plugins: Object.keys(files).map((name) => `./${name}`) }
    await writeFile(join(dir, 'holdpoint.config.json5'), JSON.stringify(config))
    const ended = await runProgram(workspaceNode, [mainFile, 'serve'], { cwd: dir, env: cleanEnv() })
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(said)
    expect(ended.stdout).toBe('')
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
})
