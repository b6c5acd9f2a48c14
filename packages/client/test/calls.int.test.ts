// The calls: what each sends, what it comes to, and when it is sent again.
import type { HttpHandler, HttpResponse } from '@holdpoint/core/http'
import { describe, expect, it } from 'vitest'
import { createClient } from '../src/index.ts'
import { action, ann, bot, decideNext, must, nextHeld, startGateway } from './gateway.ts'

const unavailable: HttpResponse = {
  status: 503,
  headers: [['content-type', 'text/html']],
  body: '<h1>Bad Gateway</h1>',
}

/** Answers the first `times` calls whose line matches with `response`, before or after they were carried out. */
function failing(line: RegExp, times: number, when: 'before' | 'after', response = unavailable) {
  const seen: string[] = []
  const around =
    (handler: HttpHandler): HttpHandler =>
    async (request, context) => {
      if (!line.test(`${request.method} ${request.target}`)) return handler(request, context)
      seen.push(request.header('idempotency-key') ?? '')
      if (seen.length > times) return handler(request, context)
      if (when === 'after') await handler(request, context)
      return response
    }
  return { seen, around }
}

describe('every call', () => {
  it('from the question to the outcome, and what is beside it', async () => {
    const gateway = await startGateway()
    const [asker, reviewer] = [gateway.client('bot-key'), gateway.client('ann-key')]
    const { approval, created } = must(await asker.request({ action, claim: { title: 'Deploy' } }))
    expect({ created, at: typeof approval.createdAt, claim: approval.claim }).toEqual({
      created: true,
      at: 'number',
      claim: { title: 'Deploy' },
    })
    const { id, digest } = approval
    expect(must(await reviewer.list({ status: 'pending', limit: 10 })).items).toMatchObject([{ id }])
    expect(must(await reviewer.claim(id, { forMs: 60_000 })).claimed?.reviewer).toBe('key:ann')
    expect(must(await reviewer.release(id)).claimed).toBeUndefined()
    expect(must(await reviewer.comment(id, 'who is this?')).comments).toMatchObject([{ text: 'who is this?' }])
    const version = must(await reviewer.get(id)).version
    expect(await reviewer.decide(id, { verdict: 'deny', digest }, { version: version - 1 })).toMatchObject({
      code: 'precondition_failed',
      status: 412,
    })
    expect(must(await reviewer.decide(id, { verdict: 'allow-once', digest }, { version })).status).toBe('approved')
    const { ticket } = must(await asker.start(id, digest))
    const finish = { ticket, outcome: 'succeeded' as const, detail: { n: 1 } }
    expect(must(await asker.finish(id, finish))).toMatchObject({ status: 'succeeded', detail: { n: 1 } })
    expect(await asker.start(id, digest)).toMatchObject({ code: 'already_started', approval: { id } })
  })

  it('cancel, reopen, revoke, many decisions', async () => {
    const gateway = await startGateway()
    const [asker, reviewer] = [gateway.client('bot-key'), gateway.client('ann-key')]
    const { approval } = must(await asker.request({ action }))
    expect(must(await asker.cancel(approval.id, { reason: 'no need' })).status).toBe('cancelled')
    const again = must(await asker.reopen(approval.id))
    expect(again).toMatchObject({ created: true, approval: { reopens: approval.id } })
    expect(must(await asker.reopen(approval.id)).created).toBe(false)
    const { id, digest } = again.approval
    const answers = must(
      await reviewer.decideMany({ [id]: { verdict: 'allow-once', digest }, ap_none: { verdict: 'deny', digest } }),
    )
    expect(answers).toMatchObject({
      [id]: { status: 200, approval: { status: 'approved' } },
      ap_none: { status: 404, code: 'not_found' },
    })
    expect(must(await reviewer.revoke(id, { reason: 'wrong' })).status).toBe('revoked')
  })

  it('rules, policy, health', async () => {
    const gateway = await startGateway()
    const reviewer = gateway.client('ann-key')
    const rule = must(await reviewer.createRule({ requester: 'key:bot', kind: action.kind, target: action.target }))
    expect(must(await reviewer.listRules({ status: 'live' })).items).toEqual([rule])
    expect(must(await reviewer.revokeRule(rule.id)).status).toBe('revoked')
    expect(must(await reviewer.explain({ action }))).toMatchObject({ answer: 'ask', line: 'tool.call: on-miss' })
    expect([must(await reviewer.health()), must(await reviewer.ready())]).toEqual([true, true])
  })

  it('I26: ids are names and never paths', async () => {
    const gateway = await startGateway()
    for (const id of ['../rules', 'a/b', '..', 'a?b=c', 'a#b', '%2e%2e'])
      expect(await gateway.client('ann-key').get(id)).toMatchObject({
        ok: false,
        code: expect.stringMatching(/not_found|invalid_target/),
      })
  })
})

describe('a call is sent again', () => {
  it('where it may be: a request under one key, so there is one approval', async () => {
    const { seen, around } = failing(/^POST \/v1\/approvals$/, 2, 'after')
    const gateway = await startGateway({ around })
    const { created } = must(await gateway.client('bot-key').request({ action }))
    expect(created).toBe(false)
    expect(seen).toHaveLength(3)
    expect(new Set(seen).size).toBe(1)
    expect(must(await gateway.holdpoint().approvals.list(ann, { limit: 10 })).items).toHaveLength(1)
  })

  it('not where it would be there twice: a comment, a rule', async () => {
    const { seen, around } = failing(/comments|rules/, 2, 'after')
    const gateway = await startGateway({ around })
    const { approval } = must(await gateway.client('bot-key').request({ action }))
    const reviewer = gateway.client('ann-key')
    expect(await reviewer.comment(approval.id, 'hi')).toMatchObject({ ok: false, status: 503, unknownOutcome: true })
    const rule = { requester: 'key:bot', kind: action.kind, target: action.target }
    expect(await reviewer.createRule(rule)).toMatchObject({ ok: false, unknownOutcome: true })
    expect(seen).toHaveLength(2)
    expect(must(await reviewer.get(approval.id)).comments).toHaveLength(1)
  })

  it('I4: a decision gets the same answer', async () => {
    const { around } = failing(/decision/, 1, 'after')
    const gateway = await startGateway({ around })
    const { approval } = must(await gateway.client('bot-key').request({ action }))
    const decision = { verdict: 'allow-once' as const, digest: approval.digest }
    expect(must(await gateway.client('ann-key').decide(approval.id, decision))).toMatchObject({
      status: 'approved',
      version: 2,
    })
  })

  it('I2, I3: a start that was lost is no ticket', async () => {
    const { around } = failing(/start/, 1, 'after')
    const gateway = await startGateway({ around })
    const asker = gateway.client('bot-key')
    const { approval } = must(await asker.request({ action }))
    must(await decideNext(gateway))
    expect(await asker.start(approval.id, approval.digest)).toMatchObject({
      ok: false,
      code: 'already_started',
      unknownOutcome: true,
    })
  })

  it('a start that was never carried out hands out the ticket', async () => {
    const { around } = failing(/start/, 2, 'before')
    const gateway = await startGateway({ around })
    const asker = gateway.client('bot-key')
    const { approval } = must(await asker.request({ action }))
    must(await decideNext(gateway))
    expect(must(await asker.start(approval.id, approval.digest)).ticket).toMatch(/^[0-9a-f]{32}$/)
  })

  it('not for ever, and not at all where the answer is no', async () => {
    const { seen, around } = failing(/approvals/, Infinity, 'before')
    const gateway = await startGateway({ around })
    const asker = gateway.client('bot-key', { retryForMs: 400 })
    expect(await asker.get('ap_1')).toMatchObject({
      ok: false,
      code: 'unavailable',
      status: 503,
      unknownOutcome: false,
    })
    expect(seen.length).toBeGreaterThan(1)
    const before = seen.length
    expect(await gateway.client('nobody').health()).toMatchObject({ ok: true })
    expect(await asker.request({ action: { ...action, kind: 'Not A Kind' } }, { retryForMs: 0 })).toMatchObject({
      ok: false,
    })
    expect(seen.length).toBe(before + 1)
  })
})

describe('an answer', () => {
  it.each([
    ['that is no JSON', '<html>'],
    ['that is another thing', '{"ok":true}'],
    ['with a status of a later version', '{"status":"paused"}'],
    ['with a key twice', '{"id":"a","id":"b"}'],
  ])('I6: %s is none', async (_, body) => {
    const odd: HttpResponse = { status: 200, headers: [['content-type', 'application/json']], body }
    const { around } = failing(/ap_/, Infinity, 'before', odd)
    const gateway = await startGateway({ around })
    expect(await gateway.client('bot-key', { retryForMs: 0 }).get('ap_1')).toMatchObject({
      ok: false,
      code: 'unavailable',
    })
  })

  it('that never comes is given up, within the limit', async () => {
    const around = (): HttpHandler => (request) =>
      new Promise((_, reject) =>
        request.signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
      )
    const gateway = await startGateway({ around })
    const client = gateway.client('bot-key', { timeoutMs: 100, retryForMs: 0 })
    expect(await client.get('ap_1')).toMatchObject({ ok: false, detail: expect.stringContaining('within 100 ms') })
  })
})

describe('wait', () => {
  it('answers as soon as it is decided, and the pending approval at its time-out', async () => {
    const gateway = await startGateway()
    const asker = gateway.client('bot-key')
    const { approval } = must(await asker.request({ action }))
    expect(must(await asker.wait(approval.id, { timeoutMs: 200 })).status).toBe('pending')
    const waiting = asker.wait(approval.id, { timeoutMs: 20_000 })
    await nextHeld(gateway)
    must(await decideNext(gateway))
    expect(must(await waiting).status).toBe('approved')
  })

  it('can wait for more than the decision', async () => {
    const gateway = await startGateway()
    const asker = gateway.client('bot-key')
    const { approval } = must(await asker.request({ action }))
    const waiting = asker.wait(approval.id, { timeoutMs: 20_000, until: ({ status }) => status === 'revoked' })
    must(await decideNext(gateway))
    must(await gateway.holdpoint().approvals.revoke(ann, approval.id))
    expect(must(await waiting).status).toBe('revoked')
  })

  it('gives up at once on what is refused', async () => {
    const gateway = await startGateway()
    expect(await gateway.client('bot-key').wait('ap_none', { timeoutMs: 20_000 })).toMatchObject({ code: 'not_found' })
  })

  it('ends when its signal aborts', async () => {
    const gateway = await startGateway()
    const asker = gateway.client('bot-key')
    const { approval } = must(await asker.request({ action }))
    const abort = new AbortController()
    const waiting = asker.wait(approval.id, { timeoutMs: 60_000, signal: abort.signal })
    setTimeout(() => abort.abort(), 100)
    await waiting
    expect(must(await gateway.holdpoint().approvals.get(bot, approval.id)).status).toBe('pending')
  })
})

describe('a client', () => {
  it.each([
    [{ credential: '' }, 'credential'],
    [{ credential: 'a b' }, 'credential'],
    [{ baseUrl: 'gate.example.com' }, 'baseUrl'],
    [{ baseUrl: 'http://gate.example.com' }, 'baseUrl'],
    [{ baseUrl: 'https://a:b@gate.example.com' }, 'baseUrl'],
    [{ baseUrl: 'https://gate.example.com/?x' }, 'baseUrl'],
    [{ timeoutMs: 0 }, 'timeoutMs'],
    [{ timeoutMs: NaN }, 'timeoutMs'],
    [{ retryForMs: -1 }, 'retryForMs'],
  ])('is not made with %j', (change, option) => {
    expect(() => createClient({ baseUrl: 'https://gate.example.com', credential: 'key', ...change })).toThrow(
      new RegExp(`invalid_config: .*${option}`),
    )
  })
})
