// The command `holdpoint` as people run it: beside the running gateway, without one, and when something is wrong.
import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { eventually } from './eventually.ts'
import { cleanEnv, gatewayForTest, mainFile, workspaceNode, type GatewayProcess } from './gateway-process.ts'
import { hold, message, onlyPending, read } from './held-message.ts'
import { runProgram } from './run-program.ts'

/** `holdpoint …` in a folder of its own, with this config file. */
async function holdpoint(args: readonly string[], options: { config?: string; env?: Record<string, string> } = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'holdpoint-cli-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  if (options.config !== undefined) await writeFile(join(cwd, 'holdpoint.config.json5'), options.config)
  return runProgram(workspaceNode, [mainFile, ...args], { cwd, env: cleanEnv(options.env) })
}

const createKey = async (gateway: GatewayProcess, name: string, scopes: string) => {
  const made = await gateway.cli('keys', 'create', '--name', name, '--scopes', scopes, '--loops', 'default', '--json')
  expect(made).toMatchObject({ code: 0, stderr: '' })
  const { id, key }: { id: string; key: string } = JSON.parse(made.stdout)
  expect(id).toBe(name)
  return key
}

describe.each(['running', 'stopped'] as const)('with the gateway %s', (state) => {
  it('makes, lists and revokes keys, and prints sign-in links, that the gateway takes (I30)', async () => {
    const gateway = await gatewayForTest()
    if (state === 'stopped') expect(await gateway.stop()).toBe(0)
    const inBetween = async () => {
      if (state === 'stopped') await gateway.start()
    }
    const bot = await createKey(gateway, 'bot', 'request')
    const ada = await createKey(gateway, 'ada', 'request,decide')
    expect(await gateway.cli('keys', 'revoke', 'ada')).toMatchObject({ code: 0 })
    const listed = await gateway.cli('keys', 'list')
    expect(listed).toMatchObject({ code: 0, stderr: '' })
    expect(listed.stdout).toMatch(/^ada +revoked +request,decide +default/m)
    expect(listed.stdout).toMatch(/^bot +active +request +default/m)
    expect(listed.stdout).not.toContain(bot)
    const again = await gateway.cli('keys', 'create', '--name', 'ada', '--scopes', 'request', '--loops', 'default')
    expect(again).toMatchObject({ code: 1, stdout: '' })
    expect(again.stderr).toContain('never used again')
    const link = await gateway.cli('link')
    expect(link).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(`^${gateway.url}/sign-in#[\\w-]{43}\n$`) as string,
    })

    await inBetween()
    await hold(gateway.api(bot), message('by the new key'))
    expect((await gateway.api(ada).get('/v1/approvals')).status).toBe(401)
    const form = new URLSearchParams({ code: link.stdout.trim().split('#')[1] ?? '' }).toString()
    const own = { origin: gateway.url, 'content-type': 'application/x-www-form-urlencoded' }
    const signIn = () => gateway.api().post('/plain/sign-in', form, own)
    expect(await signIn()).toMatchObject({ status: 303, headers: { location: '/plain' } })
    expect((await signIn()).status).toBe(401)
  })
})

describe('a running gateway', () => {
  it('refuses a key within 5 s of its revocation, though it was used just before (I30)', async () => {
    const gateway = await gatewayForTest()
    const bot = gateway.api(await createKey(gateway, 'bot', 'request'))
    await hold(bot, message('still good'))
    expect((await gateway.cli('keys', 'revoke', 'bot')).code).toBe(0)
    await eventually('the key is refused', async () => (await bot.get('/v1/approvals')).status === 401, {
      timeoutMs: 5_000,
    })
    expect((await bot.post('/v1/outbound', message('too late'))).status).toBe(401)
  })

  it('told to stop, answers 202 to who waits, exits 0, and holds on to what is pending (I11)', async () => {
    const gateway = await gatewayForTest()
    const bot = gateway.api(gateway.firstKey)
    const call = bot.post('/v1/outbound', message('wait for it'), { prefer: 'wait=60' })
    const waiting = await onlyPending(gateway)
    const stoppedAt = performance.now()
    const [answer, code] = await Promise.all([call, gateway.stop()])
    expect(answer).toMatchObject({ status: 202, body: { outcome: 'held', approval: { id: waiting.id } } })
    expect(code).toBe(0)
    expect(performance.now() - stoppedAt).toBeLessThan(5_000)
    await gateway.start()
    expect((await read(gateway, waiting.id)).status).toBe('pending')
    expect(await gateway.delivered()).toEqual([])
  })

  it('on the first run prints a link and a key, later neither, and no secret to its log (I34)', async () => {
    const gateway = await gatewayForTest()
    const secrets = [gateway.operatorToken, gateway.firstKey, gateway.signInLink.split('#')[1] ?? '']
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43,}$/)
    await hold(gateway.api(gateway.firstKey), message('x'))
    await gateway.api('hpk_wrong').get('/v1/approvals')
    expect(await gateway.stop()).toBe(0)
    for (const secret of secrets) expect(gateway.stderr()).not.toContain(secret)
    expect(gateway.stdout()).not.toContain(gateway.operatorToken)
    await gateway.start()
    for (const secret of secrets) expect(gateway.stdout() + gateway.stderr()).not.toContain(secret)
  })

  it('is the only one on its port and its store: a second says so in one sentence and exits 1', async () => {
    const gateway = await gatewayForTest()
    const samePort = await holdpoint(['serve', '--port', String(gateway.port)])
    expect(samePort).toMatchObject({ code: 1, stdout: '' })
    const said = samePort.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'))
    expect(said).toEqual([
      expect.stringMatching(new RegExp(`^holdpoint: Port ${gateway.port} on 127.0.0.1 is taken .*--port`)),
    ])
    await pause(50)
    expect((await gateway.operator.get('/readyz')).status).toBe(200)
  })
})

describe('what is wrong is told', () => {
  it('a broken config names all its problems, each with its key, and starts nothing', async () => {
    const config = `{
      server: { port: "4180", hots: '127.0.0.1' },
      storage: 'mysql:x',
      callback: { keys: ['changeme-changeme-changeme'] },
      loops: { default: { reviewers: '*' } },
      policy: { expiresInMs: null, modes: { 'outbound.message': 'never' } },
    }`
    const { code, stdout, stderr } = await holdpoint(['serve'], { config })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    for (const key of [
      'server.port',
      'server.hots',
      'storage',
      'callback.keys',
      'loops.default.reviewers',
      'policy.expiresInMs',
      'policy.modes',
    ])
      expect.soft(stderr).toContain(key)
    expect(stderr).toContain('Did you mean server.host?')
    expect(stderr).not.toContain('changeme-changeme')
  })

  it.each<[name: string, config: string | undefined, env: Record<string, string>, says: string]>([
    ['no JSON5', '{ server: ', {}, 'holdpoint.config.json5'],
    ['a variable that isn’t set', "{ auth: { mode: 'token', token: '${NOT_SET_ANYWHERE}' } }", {}, 'NOT_SET_ANYWHERE'],
    ['an override that is empty', undefined, { HOLDPOINT_STORAGE: '' }, 'HOLDPOINT_STORAGE'],
    ['a host beyond this machine without auth', "{ server: { host: '0.0.0.0' } }", {}, 'auth'],
  ])('%s', async (_, config, env, says) => {
    const ended = await holdpoint(['serve', '--port', '0'], { ...(config !== undefined && { config }), env })
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toContain(says)
  })

  it.each<[args: string[], code: number, says: RegExp]>([
    [[], 2, /holdpoint serve/],
    [['sevre'], 2, /serve/],
    [['keys', 'create', '--name', 'X', '--scopes', 'request', '--loops', 'default'], 2, /--name/],
    [['keys', 'revoke', 'hpk_x_secret'], 2, /name, not its text/],
    [['keys', 'revoke', 'nobody'], 1, /no such key/],
  ])('holdpoint %j exits %i', async (args, code, says) => {
    const ended = await holdpoint(args, { env: { HOLDPOINT_SERVER_PORT: '1' } })
    expect(ended).toMatchObject({ code, stdout: '' })
    expect(ended.stderr).toMatch(says)
  })
})
