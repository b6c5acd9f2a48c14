// PROMISES "Settings": each secret, list, number and mode, unset or wrong, is refused at the start, never open.
import { describe, expect, it } from 'vitest'
import { goodSecret, load, problemsOf } from './config-folder.ts'

const loopId = '0123456789abcdef01234567'
const secretPlaces: [string, (secret: unknown) => object][] = [
  ['auth.token', (token) => ({ auth: { mode: 'token', token } })],
  ['auth.password', (password) => ({ auth: { mode: 'password', password } })],
  ['callback.keys[0]', (key) => ({ callback: { keys: [key] } })],
  ['callback.keys[1]', (key) => ({ callback: { keys: [goodSecret(), key] } })],
  ['hitlSh.apiKey', (apiKey) => ({ hitlSh: { apiKey, loopId } })],
  ['outbound.hook.secret', (secret) => ({ outbound: { hook: { type: 'webhook', url: 'https://a.example', secret } } })],
  [
    'outbound.hook.secrets[0]',
    (secret) => ({ outbound: { hook: { type: 'webhook', url: 'https://a.example', secrets: [secret] } } }),
  ],
]

const notSecrets: unknown[] = [
  '',
  ' ',
  '\t\n',
  ' '.repeat(40),
  null,
  0,
  123456789012345680000,
  false,
  [],
  ['*'],
  {},
  'undefined',
  'null',
  'NaN',
  '[object Object]',
  'x',
  'kd83jf02mcx71hs6xwetq9a',
  'changeme',
  'changemechangemechangeme',
  'changeme-changeme-changeme-changeme',
  'CHANGE_ME_CHANGE_ME_CHANGE_ME',
  'changeme1234567890123456',
  'changeme________________________',
  'undefinedundefinedundefinedundefined',
  'null-null-null-null-null-null-null',
  'please-change-this-secret-token',
  'your-secret-token-here-at-least-24-characters',
  'my-super-secret-token-12345',
  'test-token-0123456789abcdef',
  'passwordpasswordpassword',
  'correct-horse-battery-staple',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  '************************',
  '0000000000000000000000000000000000000000',
  'abababababababababababababab',
  'abc12345abc12345abc12345abc12345',
  '123456789012345678901234567890',
  '0123456789abcdef0123456789abcdef',
  'abcdefghijklmnopqrstuvwxyz',
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  ' kd83jf02mcx71hs6xwetq9aZ81mm',
  'kd83jf02mcx71hs6xwetq9aZ81mm ',
  'kd83jf02mcx71\u200Bhs6xwetq9aZ81mm',
  'kd83jf02mcx71\u0000hs6xwetq9aZ81mm',
]

describe.each(secretPlaces)('I6: the secret %s', (key, place) => {
  it.each(notSecrets)('is refused as %j', async (secret) => {
    const problems = await problemsOf(place(secret))
    expect(problems.map((problem) => problem.key)).toEqual([key])
    expect(problems[0]?.fix).not.toBe('')
    if (typeof secret === 'string' && secret.trim().length > 12)
      expect(JSON.stringify(problems)).not.toContain(JSON.stringify(secret).slice(1, -1))
  })

  it.each([goodSecret(), Buffer.from(goodSecret()).toString('base64'), 'T4k-no.9~vQ_x!wz83+Lm/2ab'])(
    'is taken when it is good (%#)',
    async (secret) => {
      expect(await problemsOf(place(secret))).toEqual([])
    },
  )
})

describe('I6: the same secret in two places (H84337, D10)', () => {
  const twice = goodSecret()
  it.each([
    [{ auth: { mode: 'token', token: twice }, callback: { keys: [twice] } }, 'callback.keys[0]', 'auth.token'],
    [{ callback: { keys: [twice, twice] } }, 'callback.keys[1]', 'callback.keys[0]'],
    [
      {
        outbound: { a: { type: 'webhook', url: 'https://a.example', secret: twice } },
        auth: { mode: 'token', token: twice },
      },
      'auth.token',
      'outbound.a.secret',
    ],
  ])('is refused: %#', async (content, key, earlier) => {
    const problems = await problemsOf(content)
    expect(problems).toMatchObject([{ key }])
    expect(problems[0]?.message).toContain(earlier)
  })
})

describe('I6: whole sections', () => {
  it.each([
    [{ auth: null }, ['auth']],
    [{ auth: {} }, ['auth.mode']],
    [{ auth: [] }, ['auth']],
    [{ auth: '*' }, ['auth']],
    [{ auth: { mode: 'none' } }, ['auth.mode']],
    [{ auth: { mode: 'off', token: goodSecret() } }, ['auth.mode']],
    [{ auth: { mode: '' } }, ['auth.mode']],
    [{ auth: { mode: 'token' } }, ['auth.token']],
    [{ auth: { mode: 'password' } }, ['auth.password']],
    [{ auth: { token: goodSecret(), password: goodSecret() } }, ['auth.mode']],
    [{ auth: { mode: 'token', password: goodSecret() } }, ['auth.token', 'auth.password']],
    [{ callback: { keys: [] } }, ['callback.keys']],
    [{ callback: { keys: null } }, ['callback.keys']],
    [{ callback: { keys: goodSecret() } }, ['callback.keys']],
    [{ callback: { keys: [goodSecret(), goodSecret(), goodSecret()] } }, ['callback.keys']],
    [{ server: { trustedProxies: ['*'] } }, ['server.trustedProxies[0]']],
    [{ server: { trustedProxies: [''] } }, ['server.trustedProxies[0]']],
    [{ server: { trustedProxies: ['0.0.0.0/0'] } }, ['server.trustedProxies[0]']],
    [{ server: { trustedProxies: ['::/0'] } }, ['server.trustedProxies[0]']],
    [{ server: { allowedHosts: ['*.example'] } }, ['server.allowedHosts[0]']],
    [{ server: { allowedHosts: ['https://gate.example'] } }, ['server.allowedHosts[0]']],
    [{ server: { forwardedHeader: 'x-real-ip' } }, ['server.forwardedHeader']],
    [{ server: { trustedProxies: null } }, ['server.trustedProxies']],
    [{ server: { trustedProxies: true } }, ['server.trustedProxies']],
    [{ server: { untrustedProxyHeaders: 'trust' } }, ['server.untrustedProxyHeaders']],
    [{ server: null }, ['server']],
    [{ server: { host: '' } }, ['server.host', 'auth']],
    [{ server: { host: null } }, ['server.host']],
    [{ server: { host: '127.0.0.1:80' } }, ['server.host', 'auth']],
    [{ server: { publicUrl: 'ftp://127.0.0.1' } }, ['server.publicUrl']],
    [{ server: { publicUrl: 'http://a:b@127.0.0.1' } }, ['server.publicUrl']],
    [{ server: { publicUrl: 'http://127.0.0.1/path' } }, ['server.publicUrl']],
    [{ server: { publicUrl: 'http://127.0.0.1/?' } }, ['server.publicUrl']],
    [{ server: { cors: '*' } }, ['server.cors']],
    [{ server: { cors: ['*'] } }, ['server.cors[0]']],
    [{ server: { cors: ['https://a.example', 'null'] } }, ['server.cors[1]']],
    [{ server: { cors: ['https://a.example/'] } }, ['server.cors[0]']],
    [{ server: { cors: ['https://A.example'] } }, ['server.cors[0]']],
    [{ loops: {} }, ['loops']],
    [{ loops: null }, ['loops']],
    [{ loops: [] }, ['loops']],
    [{ loops: { a: {} } }, ['loops.a.reviewers']],
    [{ loops: { a: { reviewers: null } } }, ['loops.a.reviewers']],
    [{ loops: { a: { reviewers: '*' } } }, ['loops.a.reviewers']],
    [{ loops: { a: { reviewers: [''] } } }, ['loops.a.reviewers[0]']],
    [{ loops: { a: { reviewers: [null] } } }, ['loops.a.reviewers[0]']],
    [{ loops: { a: { reviewers: ['${NOBODY}'] } } }, ['loops.a.reviewers[0]']],
    [{ loops: { 'a/b': { reviewers: ['*'] } } }, ["loops['a/b']"]],
    [{ loops: { '': { reviewers: ['*'] } } }, ["loops['']"]],
    [{ loops: { a: { reviewers: ['*'], thresholds: { approve: 0 } } } }, ['loops.a.thresholds.approve']],
    [{ loops: { a: { reviewers: ['*'], thresholds: { deny: null } } } }, ['loops.a.thresholds.deny']],
    [
      { loops: { a: { reviewers: ['*'], thresholds: { separateRequester: 'no' } } } },
      ['loops.a.thresholds.separateRequester'],
    ],
    [{ loops: { a: { reviewers: ['*'], thresholds: { verdicts: [] } } } }, ['loops.a.thresholds.verdicts']],
    [{ loops: { a: { reviewers: ['*'], thresholds: { verdicts: ['APPROVE'] } } } }, ['loops.a.thresholds.verdicts']],
    [{ loops: { a: { reviewers: ['*'], hitlSh: { loopId } } } }, ['loops.a.hitlSh']],
    [{ policy: { modes: { x: null } } }, ['policy.modes.x']],
    [{ policy: { modes: { x: '' } } }, ['policy.modes.x']],
    [{ policy: { modes: { x: false } } }, ['policy.modes.x']],
    [{ policy: { modes: { x: 'OFF' } } }, ['policy.modes.x']],
    [{ policy: { modes: [] } }, ['policy.modes']],
    [{ policy: { modes: null } }, ['policy.modes']],
    [{ policy: { modes: { '*': 'off' } } }, ["policy.modes['*']"]],
    [{ outbound: null }, ['outbound']],
    [{ outbound: { a: null } }, ['outbound.a']],
    [{ outbound: { a: {} } }, ['outbound.a.type']],
    [{ outbound: { a: { type: 'log', path: '' } } }, ['outbound.a.path']],
    [{ outbound: { a: { type: 'webhook', url: 'https://a.example' } } }, ['outbound.a.secret']],
    [{ outbound: { a: { type: 'webhook', url: 'https://a.example', secrets: [] } } }, ['outbound.a.secrets']],
    [{ outbound: { a: { type: 'webhook', url: 'http://a.example', secret: goodSecret() } } }, ['outbound.a.url']],
    [{ outbound: { a: { type: 'webhook', url: 'https://10.1.1.1', secret: goodSecret() } } }, ['outbound.a.url']],
    [{ outbound: { a: { type: 'webhook', url: 'https://0x7f.1', secret: goodSecret() } } }, ['outbound.a.url']],
    [{ outbound: { a: { type: 'webhook', url: 'https://u:p@a.example', secret: goodSecret() } } }, ['outbound.a.url']],
    [
      { outbound: { a: { type: 'webhook', url: 'https://a.example', secret: goodSecret(), allow: ['*'] } } },
      ['outbound.a.allow[0]'],
    ],
    [
      { outbound: { a: { type: 'webhook', url: 'https://a.example', secret: 'whsec_c2hvcnQtc2hvcnQtc2hv' } } },
      ['outbound.a.secret'],
    ],
    [{ hitlSh: null }, ['hitlSh']],
    [{ hitlSh: {} }, ['hitlSh.apiKey', 'hitlSh.loopId']],
    [{ hitlSh: { apiKey: goodSecret(), loopId: 'x' } }, ['hitlSh.loopId']],
    [{ hitlSh: { apiKey: goodSecret(), loopId, confirm: 'sometimes' } }, ['hitlSh.confirm']],
    [{ hitlSh: { apiKey: goodSecret(), loopId, confirm: null } }, ['hitlSh.confirm']],
    [{ hitlSh: { apiKey: goodSecret(), loopId, rules: 'yes' } }, ['hitlSh.rules']],
    [{ hitlSh: { apiKey: goodSecret(), loopId, baseUrl: 'http://api.hitl.sh/v1' } }, ['hitlSh.baseUrl']],
    [
      {
        hitlSh: { apiKey: goodSecret(), loopId },
        loops: { default: { reviewers: ['*'], hitlSh: { loopId: 'f'.repeat(24) } } },
      },
      ['loops.default.hitlSh.loopId'],
    ],
  ])('%j is refused', async (content, keys) => {
    expect((await problemsOf(content)).map((problem) => problem.key).toSorted()).toEqual(keys.toSorted())
  })

  it('I25: an explicit empty list of reviewers stays nobody', async () => {
    const loaded = await load({ loops: { default: { reviewers: [] } } })
    expect(loaded).toMatchObject({ ok: true, config: { loops: { default: { thresholds: { reviewers: [] } } } } })
  })
})

describe('I6: numbers', () => {
  const wrong = [
    '-1',
    '-0.5',
    'NaN',
    'Infinity',
    '-Infinity',
    '1.5',
    '1e300',
    "'5000'",
    "''",
    'null',
    'true',
    '[]',
    '[5000]',
    '{}',
  ]
  it.each([
    'server: { port: $ }',
    'server: { maxWaitMs: $ }',
    'server: { maxBodyBytes: $ }',
    'callback: { maxBodyBytes: $ }',
    'policy: { expiresInMs: $ }',
    'policy: { grantMs: $ }',
    'policy: { maxRunMs: $ }',
    'maxPending: $',
    "loops: { a: { reviewers: ['*'], thresholds: { approve: $ } } }",
    "outbound: { a: { type: 'webhook', url: 'https://a.example', secret: 'T4kno9vQxwz83Lm2abPq71Rs', timeoutMs: $ } }",
  ])('%s takes only integers of its range', async (template) => {
    for (const value of wrong) {
      const problems = await problemsOf(`{ ${template.replace('$', value)} }`)
      expect(problems, value).toHaveLength(1)
      expect(problems[0]?.fix, value).toMatch(/^It must be an integer from/)
    }
  })

  it.each([
    [999, false],
    [1_000, true],
    [2_592_000_000, true],
    [2_592_000_001, false],
  ])('policy.expiresInMs %d: %s', async (expiresInMs, fine) => {
    expect((await load({ policy: { expiresInMs } })).ok).toBe(fine)
  })
})

describe('I6: beyond loopback', () => {
  const auth = { mode: 'token', token: goodSecret() }
  const callback = { keys: [goodSecret()] }
  const hitlSh = { apiKey: goodSecret(), loopId }
  const publicUrl = 'https://gate.example.com'

  it.each([
    '0.0.0.0',
    '::',
    '192.168.1.5',
    'gate.example.com',
    '127.0.0.1.example.com',
    '::ffff:10.0.0.1',
    '2130706433',
  ])('the host %s needs auth', async (host) => {
    const problems = await problemsOf({ server: { host } })
    expect(problems).toMatchObject([{ key: 'auth' }])
    expect(await problemsOf({ server: { host }, auth })).toEqual([])
  })

  it('the host of an override counts', async () => {
    expect(await problemsOf({}, { HOLDPOINT_SERVER_HOST: '0.0.0.0' })).toMatchObject([{ key: 'auth' }])
  })

  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('the host %s does not', async (host) => {
    expect(await problemsOf({ server: { host } })).toEqual([])
  })

  it.each([
    [{ server: { host: '0.0.0.0' }, auth, callback, hitlSh }, ['server.publicUrl']],
    [{ server: { host: '0.0.0.0', publicUrl }, auth, hitlSh }, ['callback.keys']],
    [
      { server: { host: '0.0.0.0', publicUrl: 'http://gate.example.com' }, auth, callback, hitlSh },
      ['server.publicUrl'],
    ],
    [{ server: { publicUrl: 'http://gate.example.com' }, hitlSh }, ['server.publicUrl']],
    [{ server: { publicUrl: 'http://127.0.0.1:1' }, hitlSh }, []],
    [{ server: { host: '0.0.0.0', publicUrl }, auth, callback, hitlSh }, []],
    [{ hitlSh }, []],
  ])('HITL.sh calls back on https or loopback only (%#)', async (content, keys) => {
    expect((await problemsOf(content)).map((problem) => problem.key)).toEqual(keys)
  })
})
