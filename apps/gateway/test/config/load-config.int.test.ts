import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultPolicy, defaultThresholds } from '@holdpoint/core'
import { describe, expect, it } from 'vitest'
import { formatProblem, loadConfig } from '../../src/config/load-config.ts'
import { publicUrlOf } from '../../src/config/to-gateway-config.ts'
import { configOf, goodSecret, load, problemsOf, withFolder } from './config-folder.ts'

describe('loadConfig: where it reads', () => {
  it('gives the defaults when there is no file, and writes nothing', async () => {
    await withFolder(async (dir) => {
      const loaded = await loadConfig({ cwd: dir, env: {} })
      expect(loaded).toEqual({
        ok: true,
        warnings: [],
        config: {
          dir,
          stateDir: join(dir, '.holdpoint'),
          server: {
            host: '127.0.0.1',
            port: 4180,
            allowedHosts: [],
            forwardedHeader: 'x-forwarded-for',
            trustedProxies: [],
            untrustedProxyHeaders: 'refuse',
            maxWaitMs: 60_000,
            maxBodyBytes: 262_144,
            cors: [],
          },
          storage: { type: 'sqlite', path: join(dir, '.holdpoint/holdpoint.db') },
          callback: { maxBodyBytes: 65_536 },
          loops: {
            default: {
              thresholds: defaultThresholds,
            },
          },
          groups: {},
          policy: defaultPolicy,
          maxPending: 1_000,
          outbound: { log: { type: 'log', path: join(dir, '.holdpoint/outbound.jsonl') } },
          plugins: [],
        },
      })
      expect(await readdir(dir)).toEqual([])
    })
  })

  it('refuses a path that was given and is not there', async () => {
    await withFolder(async (dir) => {
      const loaded = await loadConfig({ cwd: dir, path: 'other.json5', env: {} })
      expect(loaded).toMatchObject({ ok: false, problems: [{ file: join(dir, 'other.json5') }] })
    })
  })

  it('resolves paths against the folder of the file, not the working folder', async () => {
    await withFolder(async (dir) => {
      await mkdir(join(dir, 'conf'))
      const text = "{ storage: 'sqlite:a.db', outbound: { log: { type: 'log', path: 'b/out.jsonl' } } }"
      await writeFile(join(dir, 'conf/gate.json5'), text)
      const loaded = await loadConfig({ cwd: dir, path: 'conf/gate.json5', env: {} })
      expect(loaded).toMatchObject({
        ok: true,
        config: {
          file: join(dir, 'conf/gate.json5'),
          storage: { path: join(dir, 'conf/a.db') },
          outbound: { log: { path: join(dir, 'conf/b/out.jsonl') } },
        },
      })
    })
  })

  it('names file, line and column of a syntax error', async () => {
    const [problem] = await problemsOf('{\n  server: { port: 1 ]\n}')
    expect(problem).toMatchObject({ key: '', line: 2 })
    expect(problem?.file).toMatch(/holdpoint\.config\.json5$/)
    expect(problem?.message).toContain('line 2, column 21')
  })

  it.each(['[]', '"x"', 'null', '3'])('refuses a file that holds %s', async (text) => {
    expect(await problemsOf(text)).toMatchObject([{ key: '', message: 'The file must hold one object.' }])
  })
})

describe('loadConfig: keys', () => {
  it('reports all problems at once, each with its line and what was probably meant', async () => {
    const problems = await problemsOf(`{
      server: { hots: '127.0.0.1', port: -1 },
      policy: { modes: { 'outbound.message': 'never' } },
      loops: {
        ops: {
          // no reviewers here
          thresholds: { aprove: 2 },
        },
      },
      auth: { mode: 'token', token: 'short' },
    }`)
    expect(problems.map(({ key, line }) => [key, line])).toEqual(
      expect.arrayContaining([
        ['server.hots', 2],
        ['server.port', 2],
        ["policy.modes['outbound.message']", 3],
        ['loops.ops.thresholds.aprove', 7],
        ['loops.ops.reviewers', 5],
        ['auth.token', 10],
      ]),
    )
    expect(problems.find(({ key }) => key === 'server.hots')?.fix).toBe('Did you mean server.host?')
    expect(problems.find(({ key }) => key === 'loops.ops.thresholds.aprove')?.fix).toContain('thresholds.approve')
    expect(formatProblem(problems[0] ?? { key: '', file: '', message: '', fix: '' })).toContain(
      ':10: auth.token: is shorter',
    )
  })

  it('refuses keys written twice and __proto__, which a parser would let pass', async () => {
    const twice = await problemsOf('{ maxPending: 1,\n maxPending: 1000 }')
    expect(twice).toMatchObject([{ key: 'maxPending', line: 1, message: 'is written twice.' }])
    const proto = await problemsOf("{ loops: { __proto__: { reviewers: ['*'] }, a: { reviewers: [] } } }")
    expect(proto).toMatchObject([{ key: 'loops.__proto__' }])
  })

  it('lists the known keys of the chosen form when nothing is near', async () => {
    const unknown = await problemsOf({ auth: { mode: 'token', token: goodSecret(), certificate: 'x' } })
    expect(unknown).toMatchObject([{ key: 'auth.certificate', fix: 'Known here are mode, token.' }])
  })

  it('never shows the text of a value', async () => {
    const value = 'hunter-of-values'
    const problems = await problemsOf({
      server: { publicUrl: value, host: `${value}:1` },
      auth: { mode: 'token', token: value },
      callback: { keys: [{ [value]: 1 }] },
      storage: value,
    })
    expect(problems).toHaveLength(5)
    expect(problems.map(({ message, fix }) => message + fix).join()).not.toContain(value)
  })

  it('keeps what was asked for', async () => {
    const secret = goodSecret()
    const loopId = '0123456789abcdef01234567'
    const { config } = await configOf({
      server: { port: 0, publicUrl: 'https://gate.example.com/' },
      auth: { mode: 'token', token: secret },
      storage: 'memory:',
      hitlSh: { apiKey: `hitl_test_${goodSecret()}`, loopId, baseUrl: 'http://127.0.0.1:9/v1/' },
      loops: { default: { reviewers: ['a', 'a'], thresholds: { separateRequester: false } }, ops: { reviewers: [] } },
    })
    expect(config.server.publicUrl).toBe('https://gate.example.com')
    expect(config.auth).toEqual({ mode: 'token', token: secret })
    expect(config.storage).toEqual({ type: 'memory' })
    expect(config.hitlSh).toMatchObject({
      baseUrl: 'http://127.0.0.1:9/v1',
      confirm: 'always',
      webhookSecrets: [],
      pollMs: 120_000,
    })
    expect(config.loops['default']).toMatchObject({
      hitlSh: {
        loopId,
        allowPartial: false,
        rules: false,
        priority: 'high',
        redact: { fields: [], recipients: 'show' },
      },
      thresholds: { reviewers: ['a'], approve: 1, separateRequester: false },
    })
    expect(config.loops['ops']?.hitlSh).toBeUndefined()
  })

  it('derives the public address from host and port', async () => {
    const { config } = await configOf({})
    expect(publicUrlOf(config.server, 4321)).toBe('http://127.0.0.1:4321')
    expect(publicUrlOf({ ...config.server, host: '::1' }, 1)).toBe('http://[::1]:1')
    expect(publicUrlOf({ ...config.server, host: '::' }, 1)).toBe('http://127.0.0.1:1')
    expect(publicUrlOf({ ...config.server, publicUrl: 'https://a.example' }, 1)).toBe('https://a.example')
  })

  it('warns of what can hardly be meant', async () => {
    const { warnings } = await configOf({
      loops: { ops: { reviewers: [] } },
      policy: { modes: { 'outbound.mesage': 'always' } },
    })
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toContain('loops.ops')
    expect(warnings[1]).toContain("did you mean 'outbound.message'")
  })
})

describe('loadConfig: from outside', () => {
  it('substitutes variables inside strings', async () => {
    const token = goodSecret()
    const content = { auth: { mode: 'token', token: '${MY_TOKEN}' }, server: { publicUrl: 'http://${MY_HOST}:1' } }
    const { config } = await configOf(content, { MY_TOKEN: token, MY_HOST: 'localhost' })
    expect(config.auth).toMatchObject({ token })
    expect(config.server.publicUrl).toBe('http://localhost:1')
  })

  it('does not substitute twice', async () => {
    const content = { auth: { mode: 'token', token: '${A_VALUE}' } }
    const { config } = await configOf(content, { A_VALUE: '${HOME}-8fkq02mzpd71hs6xwet' })
    expect(config.auth).toMatchObject({ token: '${HOME}-8fkq02mzpd71hs6xwet' })
  })

  it.each([
    ['${NO_SUCH}', {}, 'NO_SUCH, which is not set'],
    ['${EMPTY}', { EMPTY: '' }, 'EMPTY, which is empty'],
    ['${EMPTY}', { EMPTY: ' \n' }, 'EMPTY, which is empty'],
    ['${toString}', {}, 'toString, which is not set'],
    ['${A B}', {}, 'malformed'],
    ['${}', {}, 'malformed'],
    ['${OPEN', {}, 'malformed'],
  ])('I6: refuses the substitution %s with %j', async (token, env, message) => {
    const problems = await problemsOf({ auth: { mode: 'token', token } }, env)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ key: 'auth.token' })
    expect(problems[0]?.message).toContain(message)
  })

  it('reads secrets from files beside the configuration', async () => {
    await withFolder(async (dir) => {
      const token = goodSecret()
      await writeFile(join(dir, 'token'), `${token}\n`)
      await writeFile(join(dir, 'empty'), '\n')
      const file = join(dir, 'holdpoint.config.json5')
      await writeFile(file, "{ auth: { mode: 'token', token: { file: 'token' } } }")
      expect(await loadConfig({ cwd: '/', path: file, env: {} })).toMatchObject({ config: { auth: { token } } })
      for (const bad of [
        "{ file: 'empty' }",
        "{ file: 'missing' }",
        "{ file: '' }",
        "{ file: '.' }",
        "{ fil: 'token' }",
      ]) {
        await writeFile(file, `{ auth: { mode: 'token', token: ${bad} } }`)
        const loaded = await loadConfig({ cwd: '/', path: file, env: {} })
        expect(loaded, bad).toMatchObject({ ok: false, problems: [{ key: 'auth.token' }] })
      }
    })
  })

  it('reads files only for secrets', async () => {
    expect(await problemsOf({ server: { host: { file: 'x' } } })).toMatchObject([{ key: 'server.host' }])
  })

  it('lets variables override the file, and none of them be empty', async () => {
    const token = goodSecret()
    const env = {
      HOLDPOINT_SERVER_HOST: '::1',
      HOLDPOINT_SERVER_PORT: '0',
      HOLDPOINT_SERVER_PUBLIC_URL: 'http://localhost:1',
      HOLDPOINT_STORAGE: 'memory:',
      HOLDPOINT_AUTH_TOKEN: token,
    }
    const { config } = await configOf({ auth: { mode: 'token', token: '${UNSET}' } }, env)
    expect(config).toMatchObject({
      server: { host: '::1', port: 0, publicUrl: 'http://localhost:1' },
      storage: { type: 'memory' },
      auth: { mode: 'token', token },
    })
    for (const name of Object.keys(env)) {
      const problems = await problemsOf({}, { [name]: ' ' })
      expect(problems, name).toMatchObject([{ file: `environment variable ${name}` }])
    }
  })

  it.each(['x', '-1', '65536', '80.5', '0x50', '1e3', 'Infinity'])('refuses HOLDPOINT_SERVER_PORT=%s', async (port) => {
    expect(await problemsOf({}, { HOLDPOINT_SERVER_PORT: port })).toMatchObject([{ key: 'server.port' }])
  })

  it('warns of a variable that looks like an override and is none, unless the file names it', async () => {
    const env = { HOLDPOINT_SEVER_HOST: '::1', HOLDPOINT_POLICY_MODES: 'x', HOLDPOINT_TOKEN: 'x', HOLDPOINT_SCALE: '2' }
    const { warnings } = await configOf({}, env)
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toContain('did you mean HOLDPOINT_SERVER_HOST')
    const loaded = await load(
      { loops: { '${X}': { reviewers: ['${HOLDPOINT_SERVER_REVIEWER}'] } } },
      { HOLDPOINT_SERVER_REVIEWER: 'ann' },
    )
    expect(loaded).toMatchObject({ ok: false, problems: [{ key: "loops['${X}']" }] })
    const used = await configOf(
      { loops: { a: { reviewers: ['${HOLDPOINT_SERVER_REVIEWER}'] } } },
      { HOLDPOINT_SERVER_REVIEWER: 'ann' },
    )
    expect(used.warnings).toEqual([])
  })
})
