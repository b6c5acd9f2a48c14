// The most likely wrong settings of HITL.sh: what is said names the key, and what to do about it.
import { startHitlShStandIn, type HitlShStandIn } from '@holdpoint/testkit'
import { createHitlShClient } from '@holdpoint/client-hitl-sh'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryLog } from '../auth/memory-log.ts'
import { checkHitlShAccess } from '../../src/gateway/check-hitl-sh-access.ts'
import { configOf, goodSecret, load } from './config-folder.ts'

const loopId = '65f0c0ffee65f0c0ffee65f0'
const good = () => ({ apiKey: `hitl_live_${goodSecret()}`, loopId })

/** What is refused at the start, with the key and the fix that the message must name. */
const refused: [name: string, config: () => object | string, key: string, fix: RegExp][] = [
  ['no key', () => ({ hitlSh: { loopId } }), 'hitlSh.apiKey', /must be a secret/],
  ['a variable that is not set', () => '{ hitlSh: { apiKey: "${NO_SUCH_KEY}" } }', 'hitlSh.apiKey', /NO_SUCH_KEY/],
  [
    'a sample for a key',
    () => ({ hitlSh: { apiKey: 'your-api-key-your-api-key', loopId } }),
    'hitlSh.apiKey',
    /sample/,
  ],
  [
    'a loop’s id for a key',
    () => ({ hitlSh: { apiKey: loopId, loopId } }),
    'hitlSh.apiKey',
    /the id of a loop.*hitl_live_/,
  ],
  [
    'a loop’s name for its id',
    () => ({ hitlSh: { ...good(), loopId: 'Approvals' } }),
    'hitlSh.loopId',
    /24 hexadecimal/,
  ],
  ['plain http', () => ({ hitlSh: { ...good(), baseUrl: 'http://api.hitl.sh/v1' } }), 'hitlSh.baseUrl', /Use https/],
  [
    'another word for confirm',
    () => ({ hitlSh: { ...good(), confirm: true } }),
    'hitlSh.confirm',
    /'always' or 'never'/,
  ],
  [
    'a callback URL of its own',
    () => ({ hitlSh: { ...good(), callbackUrl: 'https://gate.example.com/hitl' } }),
    'hitlSh.callbackUrl',
    /Set server\.publicUrl/,
  ],
  [
    'a default decision',
    () => ({ hitlSh: { ...good(), defaultDecision: 'allow-once' } }),
    'hitlSh.defaultDecision',
    /silence/,
  ],
  [
    'a time-out in seconds',
    () => ({ hitlSh: { ...good(), timeoutSeconds: 120 } }),
    'hitlSh.timeoutSeconds',
    /policy\.expiresInMs/,
  ],
  [
    'nowhere to be called back, beyond loopback',
    () => ({
      server: { host: '0.0.0.0' },
      auth: { mode: 'token', token: goodSecret() },
      callback: { keys: [goodSecret()] },
      hitlSh: good(),
    }),
    'server.publicUrl',
    /https address at which HITL\.sh/,
  ],
  [
    'an address that is not https',
    () => ({ server: { publicUrl: 'http://gate.example.com' }, hitlSh: good() }),
    'server.publicUrl',
    /https/,
  ],
  [
    'no callback key, beyond loopback',
    () => ({
      server: { host: '0.0.0.0', publicUrl: 'https://gate.example.com' },
      auth: { mode: 'token', token: goodSecret() },
      hitlSh: good(),
    }),
    'callback.keys',
    /HOLDPOINT_CALLBACK_KEY/,
  ],
  [
    'the key used for callbacks too',
    () => {
      const hitlSh = good()
      return { callback: { keys: [hitlSh.apiKey] }, hitlSh }
    },
    'hitlSh.apiKey',
    /same secret as callback\.keys\[0\]/,
  ],
  [
    'a loop that has none there',
    () => ({ hitlSh: good(), loops: { default: { reviewers: ['*'] }, ops: { reviewers: ['*'], hitlSh: {} } } }),
    'loops.ops.hitlSh.loopId',
    /Set HITL\.sh’s loop/,
  ],
  [
    'a loop without the key',
    () => ({ loops: { default: { reviewers: ['*'], hitlSh: { loopId } } } }),
    'loops.default.hitlSh',
    /needs the top-level hitlSh/,
  ],
  [
    'a path to redact that names nothing',
    () => ({ hitlSh: { ...good(), redact: { fields: ['payloads.text'] } } }),
    'hitlSh.redact.fields[0]',
    /beginning with target, input or claim/,
  ],
]

describe('I6: a wrong HITL.sh setting is refused at the start (H141720)', () => {
  it.each(refused)('%s', async (_, config, key, fix) => {
    const loaded = await load(config())
    const said = loaded.ok ? [] : loaded.problems
    const problem = said.find((each) => each.key === key)
    expect(said.map((each) => each.key)).toContain(key)
    expect(`${problem?.message} ${problem?.fix}`).toMatch(fix)
  })
})

describe('what can be meant is warned of', () => {
  it.each<[string, object, RegExp]>([
    [
      'a key of another form',
      { hitlSh: { apiKey: `sk_live_${goodSecret()}`, loopId } },
      /hitlSh\.apiKey does not begin/,
    ],
    [
      'no version in the address',
      { hitlSh: { ...good(), baseUrl: 'https://api.hitl.sh' } },
      /hitlSh\.baseUrl does not end/,
    ],
    [
      'an address that only this machine reaches',
      { hitlSh: good() },
      /can’t call back on a loopback address; set server/,
    ],
    [
      'one HITL.sh loop for two',
      { hitlSh: good(), loops: { default: { reviewers: ['*'] }, ops: { reviewers: ['*'], hitlSh: { loopId } } } },
      /loops\.default, loops\.ops: share one HITL\.sh loop/,
    ],
  ])('%s', async (_, config, warning) => {
    expect((await configOf(config)).warnings.join('\n')).toMatch(warning)
  })
})

describe('what only HITL.sh knows is said once it was asked', () => {
  let standIn: HitlShStandIn
  beforeAll(async () => {
    standIn = await startHitlShStandIn({ rateLimit: 10_000 })
  })
  afterAll(() => standIn.close())

  async function said(changes: { apiKey?: string; baseUrl?: string; loopId?: string } = {}): Promise<string> {
    const { apiKey, url: baseUrl, loopId: own } = standIn
    const client = createHitlShClient({ apiKey, baseUrl, timeoutMs: 2000, ...changes })
    const { config } = await configOf({
      hitlSh: { ...good(), loopId: changes.loopId ?? own },
      loops: { default: { reviewers: ['*'] } },
    })
    const { log, lines } = memoryLog()
    await checkHitlShAccess({ client, loops: config.loops, log, signal: new AbortController().signal })
    return lines.join('\n')
  }

  it('nothing where all is right', async () => {
    expect(await said()).toBe('')
  })

  it.each<[string, () => Promise<string>, RegExp]>([
    [
      'a wrong key',
      () => said({ apiKey: 'hitl_live_wrong' }),
      /hitlSh\.apiKey: HITL\.sh does not take this key; make a new/,
    ],
    [
      'a wrong address',
      () => said({ baseUrl: `${standIn.url}/elsewhere` }),
      /hitlSh\.baseUrl: .*set https:\/\/api\.hitl\.sh/,
    ],
    ['nobody there', () => said({ baseUrl: 'http://127.0.0.1:9/v1' }), /hitlSh\.baseUrl: HITL\.sh can’t be reached/],
    [
      'a loop that is not there',
      () => said({ loopId: '0'.repeat(24) }),
      /hitlSh\.loopId: HITL\.sh knows no such loop; copy/,
    ],
  ])('%s', async (_, ask, expected) => {
    expect(await ask()).toMatch(expected)
  })

  it('a loop that nobody has joined', async () => {
    const empty = await startHitlShStandIn({ members: [] })
    const client = createHitlShClient({ apiKey: empty.apiKey, baseUrl: empty.url })
    const { config } = await configOf({ hitlSh: { ...good(), loopId: empty.loopId } })
    const { log, lines } = memoryLog()
    await checkHitlShAccess({ client, loops: config.loops, log, signal: new AbortController().signal })
    await empty.close()
    expect(lines.join()).toMatch(/hitlSh\.loopId: nobody has joined this loop at HITL\.sh.*invite/)
  })

  it('a key whose calls are used up', async () => {
    const busy = await startHitlShStandIn({ rateLimit: 0 })
    const client = createHitlShClient({ apiKey: busy.apiKey, baseUrl: busy.url })
    const { log, lines } = memoryLog()
    await checkHitlShAccess({ client, loops: {}, log, signal: new AbortController().signal })
    await busy.close()
    expect(lines.join()).toMatch(/hitlSh\.apiKey: this hour’s calls are used up; does something else use the same key/)
  })
})
