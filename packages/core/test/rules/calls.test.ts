import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/domain/json.ts'
import type { Principal } from '../../src/domain/principal.ts'
import type { HttpRequest } from '../../src/http/http.ts'
import { ruleRoutes } from '../../src/http/rule-routes.ts'
import { ruleSchemas } from '../../src/http/rule-schemas.ts'
import type { GuardedRoute, RouteContext } from '../../src/http/route.ts'
import { parseRuleDraft } from '../../src/parse/rule.ts'
import type { Rules } from '../../src/service/rules.ts'
import { dayMs, noon, person, ruleFor, subject } from './sample-rules.ts'
import { createWorld } from './world.ts'

const draft = { requester: 'key:bot', kind: 'outbound.message', target: { channel: 'log', to: '+1555' } }

function requestOf(route: GuardedRoute, target: string, body: Json | undefined): HttpRequest {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  return {
    method: route.method,
    target,
    header: (name) => headers[name],
    headerCount: (name) => (Object.hasOwn(headers, name) ? 1 : 0),
    body: () => Promise.resolve({ ok: true, bytes: new TextEncoder().encode(JSON.stringify(body)) }),
    signal: new AbortController().signal,
  }
}

const parsed = (body: unknown): unknown => (typeof body === 'string' ? JSON.parse(body) : body)

/** Calls the route of that method, as the handler would. */
async function call(rules: Rules, method: string, target: string, body?: Json, principal: Principal = person()) {
  const route = ruleRoutes(rules).find((one) => one.method === method)
  if (!route) throw new Error(`no route for ${method}`)
  const url = new URL(target, 'http://gateway.test')
  const id = url.pathname.split('/')[3]
  const answer = await route.run(
    {
      request: requestOf(route, target, body),
      params: id === undefined ? {} : { id },
      query: url.searchParams,
      principal,
      judgeAgain: async () => ({ ok: true, value: principal }),
    },
    { limits: { maxBytes: 1_000_000, timeoutMs: 1_000 } } as RouteContext,
  )
  return { status: answer.status, body: parsed(answer.body), type: answer.headers[0]?.[1] }
}

describe('the calls on rules', () => {
  it('write down, list, revoke, and revoke again', async () => {
    const { rules, clock } = createWorld()
    const made = await call(rules, 'POST', '/v1/rules', { ...draft, maxUses: 3, input: { a: 1 } })
    const rule = {
      id: expect.stringMatching(/^rule_/),
      status: 'live',
      loop: 'default',
      ...draft,
      inputDigest: 'sha256:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
      createdBy: 'ann',
      createdAt: '2026-01-01T12:00:00.000Z',
      expiresAt: '2026-01-31T12:00:00.000Z',
      maxUses: 3,
      uses: 0,
    }
    expect(made).toEqual({ status: 201, body: rule, type: 'application/json; charset=utf-8' })
    const { id } = made.body as { id: string }
    expect(await call(rules, 'GET', '/v1/rules')).toMatchObject({ status: 200, body: { items: [rule] } })
    await clock.advance(1_000)
    const revoked = await call(rules, 'DELETE', `/v1/rules/${id}`)
    const body = { ...rule, status: 'revoked', revokedAt: '2026-01-01T12:00:01.000Z', revokedBy: 'ann' }
    expect(revoked).toMatchObject({ status: 200, body })
    expect(await call(rules, 'DELETE', `/v1/rules/${id}`, undefined, person('bea'))).toEqual(revoked)
    expect((await call(rules, 'GET', '/v1/rules?status=live')).body).toEqual({ items: [] })
  })

  it('show expired and used-up ones as what they are, and page', async () => {
    const { rules } = createWorld()
    await rules.write(ruleFor(subject, { id: 'old', createdAt: noon - 2, expiresAt: noon }))
    await rules.write(ruleFor(subject, { id: 'used', createdAt: noon - 1, maxUses: 1, uses: 1, lastUsedAt: noon }))
    await rules.write(ruleFor(subject, { id: 'new', approval: 'new' }))
    const first = (await call(rules, 'GET', '/v1/rules?limit=2')).body as { items: unknown[]; next: string }
    expect(first.items).toMatchObject([
      { id: 'new', status: 'live', approval: 'new' },
      { id: 'used', status: 'used-up', lastUsedAt: '2026-01-01T12:00:00.000Z' },
    ])
    const second = (await call(rules, 'GET', `/v1/rules?limit=2&cursor=${first.next}`)).body
    expect(second).toMatchObject({ items: [{ id: 'old', status: 'expired' }] })
    expect(second).not.toHaveProperty('next')
  })

  it('answer refusals as problems', async () => {
    const { rules } = createWorld()
    await rules.write(ruleFor({ ...subject, loop: 'ops' }, { id: 'ap_ops' }))
    const asker = person('key:bot', ['request'])
    const rows: readonly (readonly [method: string, target: string, status: number, code: string, who?: Principal])[] =
      [
        ['GET', '/v1/rules', 403, 'forbidden', asker],
        ['POST', '/v1/rules', 403, 'forbidden', asker],
        ['POST', '/v1/rules', 403, 'self_review', person('key:bot', ['rules'])],
        ['DELETE', '/v1/rules/ap_ops', 404, 'not_found'],
        ['DELETE', '/v1/rules/ap_none', 404, 'not_found'],
        ['DELETE', '/v1/rules/..%2f', 404, 'not_found'],
        ['DELETE', '/v1/rules/ap_ops', 403, 'forbidden', person('ann', ['decide'], ['ops'])],
        ['GET', '/v1/rules?loop=ops', 404, 'not_found'],
        ['GET', '/v1/rules?limit=101', 400, 'invalid_request'],
        ['GET', '/v1/rules?limit=0', 400, 'invalid_request'],
        ['GET', '/v1/rules?status=Live', 400, 'invalid_request'],
        ['GET', '/v1/rules?status=live&status=live', 400, 'invalid_request'],
        ['GET', '/v1/rules?cursor=x', 400, 'invalid_request'],
        ['GET', '/v1/rules?kind=tool.call', 400, 'invalid_request'],
      ]
    for (const [method, target, status, code, who] of rows)
      expect(await call(rules, method, target, draft, who), `${method} ${target}`).toMatchObject({
        status,
        body: { code },
        type: 'application/problem+json; charset=utf-8',
      })
  })

  it('describe exactly the fields that are taken and answered', async () => {
    const { rules } = createWorld()
    const taken = Object.keys(ruleSchemas.RuleDraft.properties)
    const every = { ...draft, loop: 'default', input: 1, expiresInMs: dayMs, maxUses: 1 }
    expect(taken.toSorted()).toEqual(Object.keys(every).toSorted())
    const full = ruleFor(subject, {
      ...every,
      approval: 'a',
      lastUsedAt: noon,
      inputDigest: `sha256:${'0'.repeat(64)}`,
    })
    const { input: _, expiresInMs: __, ...rule } = full as typeof full & { input?: unknown; expiresInMs?: unknown }
    await rules.write(rule)
    const revoked = (await call(rules, 'DELETE', `/v1/rules/${rule.id}`)).body as object
    expect(Object.keys(revoked).toSorted()).toEqual(Object.keys(ruleSchemas.Rule.properties).toSorted())
  })
})

describe('a draft that is wrong (I31)', () => {
  const rows: readonly (readonly [change: { [key: string]: Json }, field: string])[] = [
    [{ requester: '*' }, 'requester'],
    [{ requester: '' }, 'requester'],
    [{ requester: 'a\nb' }, 'requester'],
    [{ requester: 'x'.repeat(257) }, 'requester'],
    [{ requester: ['key:bot'] }, 'requester'],
    [{ kind: '*' }, 'kind'],
    [{ kind: 'Outbound.message' }, 'kind'],
    [{ target: { to: 1 } }, 'target.to'],
    [{ target: [] }, 'target'],
    [{ target: { 'to?': '*' } }, 'target["to?"]'],
    [{ expiresInMs: 59_999 }, 'expiresInMs'],
    [{ expiresInMs: 31_536_000_001 }, 'expiresInMs'],
    [{ expiresInMs: 60_000.5 }, 'expiresInMs'],
    [{ expiresInMs: null }, 'expiresInMs'],
    [{ expiresInMs: '60000' }, 'expiresInMs'],
    [{ maxUses: 0 }, 'maxUses'],
    [{ maxUses: 1_000_001 }, 'maxUses'],
    [{ maxUses: -1 }, 'maxUses'],
    [{ loop: '*' }, 'loop'],
    [{ uses: 0 }, 'uses'],
    [{ id: 'ap_1' }, 'id'],
    [{ inputDigest: `sha256:${'0'.repeat(64)}` }, 'inputDigest'],
  ]

  it.each(rows)('%j', (change, field) => {
    expect(parseRuleDraft({ ...draft, ...change })).toMatchObject({ ok: false, code: 'invalid_request', field })
  })

  it.each(['requester', 'kind', 'target'])('%s is missing', (field) => {
    const { [field]: _, ...rest } = draft as Record<string, Json>
    expect(parseRuleDraft(rest)).toMatchObject({ code: 'invalid_request', field })
  })

  it.each([60_000, 31_536_000_000])('but %i ms is taken', (expiresInMs) => {
    expect(parseRuleDraft({ ...draft, expiresInMs }).ok).toBe(true)
  })
})
