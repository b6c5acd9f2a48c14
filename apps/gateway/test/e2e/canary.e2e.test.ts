// Every secret of the gateway is used once, all of them distinctive; then everything that it wrote, said and answered is
// searched for them, plain and in disguise.
import { readdir, readFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { startHitlShStandIn } from '@holdpoint/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { createApi, type Answer } from './api.ts'
import { eventually } from './eventually.ts'
import { gatewayForTest, type GatewayProcess } from './gateway-process.ts'
import { Agent } from 'undici'

const secret = () => randomBytes(24).toString('hex')

/** How a secret may hide: as it is, percent-encoded, in hex, and in base64 at each of its three offsets. */
function disguises(text: string): readonly string[] {
  const base64 = [0, 1, 2].map((pad) => {
    const encoded = Buffer.from('\0'.repeat(pad) + text).toString('base64')
    // The characters at both ends depend on what stands beside it.
    return encoded.slice(Math.ceil((pad * 8) / 6), encoded.length - 4)
  })
  const url = base64.map((encoded) => encoded.replaceAll('+', '-').replaceAll('/', '_'))
  const percent = Array.from(Buffer.from(text), (byte) => `%${byte.toString(16)}`).join('')
  const hex = Buffer.from(text).toString('hex')
  return [text, encodeURIComponent(text), percent, hex, hex.toUpperCase(), ...base64, ...url]
}

async function filesOf(dir: string): Promise<readonly (readonly [string, Buffer])[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => [entry.name, await readFile(join(entry.parentPath, entry.name))] as const),
  )
}

const own = (gateway: GatewayProcess) => ({ origin: gateway.url, 'sec-fetch-site': 'same-origin' })

it.each(['token', 'password'] as const)('I34: in mode %s no secret is found where it does not belong', async (mode) => {
  const standIn = await startHitlShStandIn({ callbackRetryMs: 20 })
  onTestFinished(() => standIn.close())
  const [credential, callbackKey, webhookSecret, reviewerPassword] = [secret(), secret(), secret(), `${secret()}-words`]
  const gateway = await gatewayForTest({
    config: {
      auth: { mode, [mode]: '${CANARY_CREDENTIAL}' },
      callback: { keys: ['${CANARY_CALLBACK}'] },
      hitlSh: { apiKey: '${CANARY_HITL}', loopId: standIn.loopId, baseUrl: standIn.url, confirm: 'always' },
      outbound: {
        log: { type: 'log', path: '.holdpoint/outbound.jsonl' },
        hook: { type: 'webhook', url: 'http://127.0.0.1:9/x', secret: '${CANARY_HOOK}', allow: ['127.0.0.0/8'] },
      },
    },
    env: {
      CANARY_CREDENTIAL: credential,
      CANARY_CALLBACK: callbackKey,
      CANARY_HITL: standIn.apiKey,
      CANARY_HOOK: webhookSecret,
      HOLDPOINT_LOG_LEVEL: 'debug',
    },
  })
  const answers: Answer[] = []
  const agent = new Agent()
  onTestFinished(() => agent.close())
  const anybody = createApi(() => ({ url: gateway.url, dispatcher: agent }), undefined)
  const ask: typeof anybody.call = async (...args) => {
    const answer = await anybody.call(...args)
    answers.push(answer)
    return answer
  }
  const authorization =
    mode === 'token' ? `Bearer ${credential}` : `Basic ${Buffer.from(`operator:${credential}`).toString('base64')}`
  const asOperator = { authorization }

  // Where a secret is handed out, its answer is not searched for that one.
  const made = await anybody.post('/v1/keys', { name: 'bot', scopes: ['request'], loops: ['default'] }, asOperator)
  const key = made.body.key ?? ''
  expect(key).toMatch(/^hpk_bot_/)
  const invited = await anybody.post('/v1/reviewers', { name: 'ann' }, asOperator)
  const code = invited.body.url?.split('#')[1] ?? ''
  const signedIn = await anybody.post('/v1/session', { code }, own(gateway))
  const cookieOf = (answer: Answer) => String(answer.headers['set-cookie']).split(';')[0] ?? ''
  const { csrf }: { csrf: string } = JSON.parse(signedIn.text)
  const firstCookie = cookieOf(signedIn)
  const asAnn = { ...own(gateway), cookie: firstCookie, 'holdpoint-csrf': csrf }
  const set = await anybody.post('/v1/session/password', { password: reviewerPassword }, asAnn)
  expect(set.status).toBe(200)
  const cookie = cookieOf(set)

  // All of it in use, and in places where it must not be.
  const bearer = { authorization: `Bearer ${key}` }
  const message = { channel: 'log', to: '+1555', payloads: [{ text: 'hi' }] }
  const held = await ask('POST', '/v1/outbound', { headers: bearer, body: message })
  await ask('POST', '/v1/outbound', { headers: bearer, body: { ...message, channel: 'hook' } })
  const remote = await eventually('it is asked at HITL.sh', async () => standIn.requests()[0])
  const callback = remote.callback_url ?? ''
  const secretPath = new URL(callback).pathname.split('/').at(-1) ?? ''
  await ask('POST', new URL(callback).pathname, { body: { event: 'request.completed', request_id: remote.id } })
  await ask('POST', new URL(callback).pathname, { body: 'not json' })
  await ask('GET', `/v1/approvals/${held.body.approval?.id}`, { headers: { cookie } })
  const all = [credential, callbackKey, webhookSecret, standIn.apiKey, reviewerPassword, key, code, secretPath, cookie]
  for (const text of all) {
    await ask('GET', '/v1/approvals', { headers: { authorization: `Bearer ${text}x` } })
    await ask('GET', '/v1/approvals', { headers: { authorization: text } })
    await ask('GET', `/v1/approvals/${encodeURIComponent(text)}`, { headers: bearer })
    await ask('POST', '/v1/session', { headers: own(gateway), body: { name: 'ann', password: `${text}x` } })
    await ask('POST', '/v1/session', { headers: own(gateway), body: { token: `${text}x` } })
    await ask('POST', '/v1/session', { headers: own(gateway), body: { [text.slice(0, 60)]: text } })
    await ask('POST', `/hitl/callback/${encodeURIComponent(`${text}x`)}`, { body: {} })
  }
  const typed = await gateway.cli('keys', 'revoke', key)
  expect(typed.code).toBe(2)
  for (const path of ['/v1/keys', '/v1/reviewers', '/v1/audit', '/v1/rules', '/metrics', '/readyz', '/openapi.json'])
    await ask('GET', path, { headers: asOperator })
  await ask('GET', '/v1/sessions', { headers: { cookie } })
  await ask('GET', '/plain/account', { headers: { cookie } })
  const output = () => gateway.stdout() + gateway.stderr() + typed.stdout + typed.stderr
  const running = output()
  const seenWhileRunning = await filesOf(gateway.dir)
  await gateway.stop()

  const places: (readonly [string, string])[] = [
    ['what it printed and logged', running + output()],
    ...[...seenWhileRunning, ...(await filesOf(gateway.dir))].map(
      ([name, bytes]) => [`the file ${name}`, bytes.toString('latin1')] as const,
    ),
  ]
  const named: Readonly<Record<string, string>> = {
    credential,
    callbackKey,
    webhookSecret,
    hitlKey: standIn.apiKey,
    reviewerPassword,
    key: key.slice('hpk_bot_'.length),
    code,
    firstSession: firstCookie.split('=')[1] ?? '',
    session: cookie.split('=')[1] ?? '',
    callbackSecret: secretPath.split('.')[1] ?? '',
  }
  // An answer may repeat what its own caller wrote into the path, and nothing else.
  const answered = answers.map(({ text, headers }) => text + JSON.stringify(headers)).join('\n')
  const hits = Object.entries(named).flatMap(([name, text]) => {
    expect(text.length, name).toBeGreaterThanOrEqual(24)
    return disguises(text).flatMap((disguise) =>
      [...places, ['the answers', answered] as const].flatMap(([place, content]) =>
        content.includes(disguise) ? [`${name} in ${place}`] : [],
      ),
    )
  })
  expect([...new Set(hits)]).toEqual([])
})
