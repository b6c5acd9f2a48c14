import { describe, expect, it } from 'vitest'
import { HoldpointError } from '../../src/domain/errors.ts'
import type { AnsweredCall } from '../../src/http/index.ts'
import { allow, ann, bot, defaultSettings, deny, must } from '../service/world.ts'
import { guarded, settle } from './guarded.ts'

const body = { version: '1.2.3' }
const mode = (mode: 'off' | 'always' | 'on-miss') => ({
  settings: { policy: { ...defaultSettings.policy, modes: { 'http.route': mode } } },
})

describe('the first call', () => {
  it('is held: 202 with its approval, and nothing has passed', async () => {
    const { call, pending } = guarded()
    const answered = await call('POST', '/deploy?dry=1', { body })
    const held = await pending()
    expect(answered).toMatchObject({
      passed: false,
      status: 202,
      headers: { location: `/v1/approvals/${held?.id}`, 'retry-after': '5', 'holdpoint-approval': held?.id },
      body: { outcome: 'held', approval: { status: 'pending', executor: 'gateway' } },
    })
    expect(held?.action).toEqual({
      kind: 'http.route',
      target: { method: 'POST', path: '/deploy', query: 'dry=1' },
      input: {
        body: { type: 'application/json', bytes: 19, digest: expect.stringMatching(/^sha256:/), json: body },
      },
    })
  })

  it('waits as long as it prefers, is served when it is allowed meanwhile, and only then', async () => {
    const { call, decide, stored } = guarded()
    const calling = call('POST', '/deploy', { body, headers: { prefer: 'wait=10' } })
    await settle()
    const { id } = await decide()
    const served = await calling
    expect(served).toMatchObject({
      passed: true,
      headers: { 'holdpoint-approval': id },
      approval: { status: 'started' },
    })
    await served.finish?.('succeeded')
    expect(await stored(id)).toMatchObject({ status: 'succeeded', outcome: 'succeeded' })
  })

  it('waits no longer than that, and no longer than the host lets it', async () => {
    const { call, clock } = guarded()
    const calling = call('POST', '/deploy', { body, headers: { prefer: 'wait=3600' } })
    await settle()
    await clock.advance(20_000)
    expect(await calling).toMatchObject({ status: 202, headers: { 'preference-applied': 'wait=20' } })
  })

  it('is answered 202 at once where enough are held already', async () => {
    const { call, approvals } = guarded({}, { guard: { maxHeld: 1 } })
    const first = call('POST', '/deploy', { body, headers: { prefer: 'wait=10' } })
    await settle()
    const second = await call('POST', '/deploy', { body: 2, headers: { prefer: 'wait=10' } })
    expect(second.status).toBe(202)
    expect(second.headers['preference-applied']).toBeUndefined()
    approvals.close()
    expect((await first).status).toBe(202)
  })

  it('stays held when its client leaves, also if it is allowed in that moment', async () => {
    const leaving = new AbortController()
    const { call, decide, stored } = guarded()
    const calling = call('POST', '/deploy', { body, headers: { prefer: 'wait=10' }, signal: leaving.signal })
    await settle()
    leaving.abort()
    const { id } = await decide()
    expect((await calling).passed).toBe(false)
    expect((await stored(id)).status).toBe('approved')
    expect(await call('POST', '/deploy', { body, headers: { 'holdpoint-approval': id } })).toMatchObject({
      passed: true,
    })
  })

  it.each([
    [deny, 'denied', 403],
    [undefined, 'expired', 403],
  ] as const)('%#: hears how it ended, under its own code', async (how, code, status) => {
    const { call, decide, clock } = guarded()
    const calling = call('POST', '/deploy', { body, headers: { prefer: 'wait=20' } })
    await settle()
    if (how) await decide(how)
    else {
      await clock.advance(20_000)
      const { headers } = await calling
      await clock.advance(60_000)
      const again = { 'holdpoint-approval': headers['holdpoint-approval'] ?? '' }
      expect(await call('POST', '/deploy', { body, headers: again })).toMatchObject({ status, body: { code } })
      return
    }
    expect(await calling).toMatchObject({ passed: false, status, body: { code } })
  })
})

describe('what the policy or a rule answers', () => {
  it('passes or is denied without a record, and is told to whoever keeps the audit', async () => {
    const told: AnsweredCall[] = []
    const guard = { onAnswered: (answered: AnsweredCall) => void told.push(answered) }
    const open = guarded({}, { ...mode('off'), guard })
    expect(await open.call('POST', '/deploy', { body })).toMatchObject({ passed: true })
    const policy = {
      ...defaultSettings.policy,
      compiled: [{ line: { name: 'no', then: 'deny' as const } }],
    }
    const shut = guarded({}, { settings: { policy }, guard })
    expect(await shut.call('POST', '/deploy', { body })).toMatchObject({ status: 403, body: { code: 'denied' } })
    for (const { inner } of [open, shut]) {
      const query = { facets: [undefined, undefined, undefined, undefined], limit: 1, direction: 'ascending' } as const
      expect((await inner.list('approvals', { ...query, now: 0 })).items).toEqual([])
    }
    expect(told).toMatchObject([
      { requester: 'key:bot', loop: 'default', policy: { answer: 'allow', line: 'http.route: off' } },
      { policy: { answer: 'deny', line: 'no' } },
    ])
  })

  it('I31: counts a rule for exactly this method, path, query and headers', async () => {
    const { call, approvals } = guarded({ headers: ['x-tenant'] })
    const sent = { body, headers: { 'x-tenant': 'a' } }
    await call('POST', '/deploy?x=1', sent)
    const ruler = { ...ann, scopes: ['decide', 'rules'] as const }
    const [held] = must(await approvals.list(ann, { status: 'pending', limit: 1 })).items
    must(await approvals.decide(ruler, held?.id ?? '', { verdict: 'allow-always', digest: held?.digest ?? 'sha256:' }))
    expect((await call('POST', '/deploy?x=1', { ...sent, body: { another: 'body' } })).passed).toBe(true)
    expect((await call('POST', '/deploy?x=2', sent)).status).toBe(202)
    expect((await call('POST', '/deploy?', sent)).status).toBe(202)
    expect((await call('POST', '/Deploy?x=1', sent)).status).toBe(202)
    expect((await call('POST', '/deploy/?x=1', sent)).status).toBe(202)
    expect((await call('POST', '/deploy?x=1', { ...sent, headers: { 'x-tenant': 'A' } })).status).toBe(202)
    expect((await call('POST', '/deploy?x=1', { body })).status).toBe(202)
    expect((await call('PUT', '/deploy?x=1', sent)).status).toBe(202)
    const bySomebodyElse = { ...sent, headers: { ...sent.headers, authorization: 'eve' } }
    expect((await call('POST', '/deploy?x=1', bySomebodyElse)).status).toBe(202)
  })

  it('I6: passes nothing when the store, the credential check or the policy fails', async () => {
    const failing = guarded({}, { store: (inner) => ({ ...inner, create: () => Promise.reject(new Error('disk')) }) })
    expect(await failing.call('POST', '/deploy', { body })).toMatchObject({ passed: false, status: 503 })
    const unknown = guarded({}, { guard: { authenticate: () => Promise.reject(new Error('ldap')) } })
    const answered = await unknown.call('POST', '/deploy', { body })
    expect(answered).toMatchObject({ passed: false, status: 500 })
    expect(JSON.stringify(answered.body)).not.toContain('ldap')
    const unset = guarded(
      {},
      {
        live: () => {
          throw new HoldpointError('invalid_config', 'no settings')
        },
      },
    )
    expect(await unset.call('POST', '/deploy', { body })).toMatchObject({ passed: false, status: 500 })
  })
})

describe('the request that repeats it', () => {
  const approved = async (route = {}) => {
    const world = guarded(route)
    await world.call('POST', '/deploy?x=1', { body, headers: { 'x-tenant': 'a' } })
    const { id } = await world.decide()
    return { ...world, id }
  }

  it('I2: is served once, and then is 409 already_started (H24826)', async () => {
    const { call, id, stored } = await approved()
    const again = () => call('POST', '/deploy?x=1', { body, headers: { 'x-tenant': 'a', 'holdpoint-approval': id } })
    const answers = await Promise.all(Array.from({ length: 50 }, again))
    expect(answers.filter(({ passed }) => passed)).toHaveLength(1)
    expect(new Set(answers.filter(({ passed }) => !passed).map((a) => `${a.status} ${a.body.code}`))).toEqual(
      new Set(['409 already_started']),
    )
    await answers.find(({ passed }) => passed)?.finish?.('failed')
    expect((await stored(id)).status).toBe('failed')
    expect(await again()).toMatchObject({ status: 409, body: { code: 'already_started' } })
  })

  it.each([
    ['the body', 'POST', '/deploy?x=1', { body: { version: '1.2.4' }, headers: { 'x-tenant': 'a' } }],
    ['a space in the body', 'POST', '/deploy?x=1', { body: '{"version": "1.2.3"}', headers: { 'x-tenant': 'a' } }],
    ['the method', 'PUT', '/deploy?x=1', { body, headers: { 'x-tenant': 'a' } }],
    ['the path', 'POST', '/deploY?x=1', { body, headers: { 'x-tenant': 'a' } }],
    ['a slash', 'POST', '/deploy/?x=1', { body, headers: { 'x-tenant': 'a' } }],
    ['the query', 'POST', '/deploy?x=2', { body, headers: { 'x-tenant': 'a' } }],
    ['no query', 'POST', '/deploy', { body, headers: { 'x-tenant': 'a' } }],
    ['a chosen header', 'POST', '/deploy?x=1', { body, headers: { 'x-tenant': 'b' } }],
    ['no chosen header', 'POST', '/deploy?x=1', { body }],
    [
      'the type',
      'POST',
      '/deploy?x=1',
      { body, headers: { 'x-tenant': 'a', 'content-type': 'application/json; x=1' } },
    ],
  ] as const)('I18: with another %s is 409, and nothing passes', async (_what, method, target, sent) => {
    const { call, id, stored } = await approved({ headers: ['x-tenant'] })
    const headers = { ...('headers' in sent ? sent.headers : {}), 'holdpoint-approval': id }
    expect(await call(method, target, { ...sent, headers })).toMatchObject({
      passed: false,
      status: 409,
      body: { code: 'digest_mismatch' },
    })
    expect((await stored(id)).status).toBe('approved')
  })

  it('I26: by another requester, or for another’s approval, is 404', async () => {
    const { call, id } = await approved()
    const sent = { body, headers: { authorization: 'eve', 'holdpoint-approval': id } }
    expect(await call('POST', '/deploy?x=1', sent)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(await call('POST', '/deploy?x=1', { body, headers: { 'holdpoint-approval': 'ap_none' } })).toMatchObject({
      status: 404,
    })
  })

  it('waits on while it is pending', async () => {
    const { call, decide } = guarded()
    const { headers } = await call('POST', '/deploy', { body })
    const id = headers['holdpoint-approval'] ?? ''
    const again = call('POST', '/deploy', { body, headers: { 'holdpoint-approval': id, prefer: 'wait=10' } })
    await settle()
    await decide()
    expect(await again).toMatchObject({ passed: true })
  })

  it('I1: for an approval that its requester asked for by itself starts nothing', async () => {
    const { call, approvals, pending, decide } = guarded()
    await call('POST', '/deploy', { body })
    const held = await pending()
    if (!held) throw new Error('nothing is held')
    await decide(deny)
    const own = must(await approvals.request(bot, { action: held.action }))
    must(await approvals.decide(ann, own.approval.id, allow(own.approval)))
    const sent = { body, headers: { 'holdpoint-approval': own.approval.id } }
    expect(await call('POST', '/deploy', sent)).toMatchObject({ status: 409, body: { code: 'not_yours_to_start' } })
  })

  it('I1: can’t be run around the guard, and is run by nobody else', async () => {
    const { approvals, id, stored, pump } = await approved()
    expect((await stored(id)).executor).toBe('gateway')
    const { digest } = await stored(id)
    expect(await approvals.start(bot, id, digest)).toMatchObject({ ok: false, code: 'not_yours_to_start' })
    const pumping = pump()
    pumping.start()
    await settle()
    await pumping.stop(1_000)
    expect((await stored(id)).status).toBe('approved')
  })

  it('I1: is stopped by a policy that denies it since, and by a revocation', async () => {
    let policy = defaultSettings.policy
    const { call, decide, approvals } = guarded({}, { live: () => ({ ...defaultSettings, policy }) })
    const ask = async () => {
      await call('POST', '/deploy', { body })
      return decide()
    }
    const [first, second] = [await ask(), await ask()]
    must(await approvals.revoke(ann, first.id))
    expect(await call('POST', '/deploy', { body, headers: { 'holdpoint-approval': first.id } })).toMatchObject({
      status: 403,
      body: { code: 'revoked' },
    })
    policy = { ...policy, compiled: [{ line: { name: 'no', then: 'deny' } }] }
    expect(await call('POST', '/deploy', { body, headers: { 'holdpoint-approval': second.id } })).toMatchObject({
      status: 403,
      body: { code: 'policy_changed' },
    })
  })
})
