// The document: complete, with examples that are what the schemas say and what the parsers take.
import { describe, expect, it } from 'vitest'
import { errorTable } from '../../src/domain/errors.ts'
import { examples } from '../../src/http/examples.ts'
import { openApiDocument } from '../../src/http/openapi.ts'
import type { SchemaName } from '../../src/http/schemas.ts'
import { parseCancel } from '../../src/parse/cancel.ts'
import { parseDecision } from '../../src/parse/decision.ts'
import { parseDecisions } from '../../src/parse/decisions.ts'
import { parseDraft } from '../../src/parse/draft.ts'
import { parseOutbound } from '../../src/parse/outbound.ts'
import { parseClaim, parseComment, parseNothing, parseReopen, parseRevoke } from '../../src/parse/review.ts'
import { parseDismissal, parseSettlement } from '../../src/parse/quarantine.ts'
import { parseRuleDraft } from '../../src/parse/rule.ts'
import { parseFinish, parseStart } from '../../src/parse/run.ts'
import { whyInvalid } from './documented.ts'
import { served } from './served.ts'

const parsers: Readonly<Partial<Record<SchemaName, (json: unknown) => { readonly ok: boolean }>>> = {
  ApprovalDraft: parseDraft,
  Decision: parseDecision,
  Decisions: parseDecisions,
  Cancel: parseCancel,
  Revoke: parseRevoke,
  ReviewClaim: parseClaim,
  Comment: parseComment,
  Reopen: parseReopen,
  Nothing: parseNothing,
  Start: parseStart,
  Finish: parseFinish,
  OutboundMessage: parseOutbound,
  RuleDraft: parseRuleDraft,
  Settlement: parseSettlement,
  Dismissal: parseDismissal,
}

const names = Object.keys(examples) as SchemaName[]

describe('the examples', () => {
  it.each(names)('of %s is what its schema says', (name) => {
    expect(whyInvalid(name, examples[name])).toBeUndefined()
  })

  it.each(Object.entries(parsers))('of the body %s is taken by its parser', (name, parse) => {
    expect(parse(examples[name as SchemaName])).toMatchObject({ ok: true })
  })
})

describe('each operation', () => {
  const { routes } = served()

  it('is there: the whole contract', () => {
    const calls = routes.map(({ method, path }) => `${method} ${path}`).toSorted()
    expect(calls).toEqual(
      [
        'POST /v1/approvals',
        'GET /v1/approvals',
        'GET /v1/approvals/{id}',
        ...['decision', 'cancel', 'revoke', 'claim', 'release', 'comments', 'reopen', 'start', 'finish'].map(
          (name) => `POST /v1/approvals/{id}/${name}`,
        ),
        'POST /v1/decisions',
        'GET /v1/events',
        'GET /v1/rules',
        'POST /v1/rules',
        'DELETE /v1/rules/{id}',
        'GET /v1/audit',
        'GET /v1/webhooks/dead',
        'POST /v1/webhooks/dead/{id}/redrive',
        'GET /v1/audit/head',
        'GET /v1/quarantine',
        'GET /v1/quarantine/{id}',
        'POST /v1/quarantine/{id}/settle',
        'POST /v1/quarantine/{id}/dismiss',
        'POST /v1/policy/explain',
        'POST /v1/outbound',
        'GET /healthz',
        'GET /readyz',
        'GET /openapi.json',
        'GET /problems/{code}',
      ].toSorted(),
    )
  })

  it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s has its examples',
    (_, route) => {
      if (route.body !== undefined) expect(examples[route.body]).toBeDefined()
      for (const [status, { schema }] of Object.entries(route.answers))
        if (schema !== undefined && Number(status) < 400) expect(examples[schema], schema).toBeDefined()
    },
  )

  it('is named once', () => {
    const ids = routes.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

it('every reference leads somewhere', () => {
  const document = openApiDocument(served().routes, '1.0.0')
  const text = JSON.stringify(document)
  for (const [, path = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = path
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
    expect(found, path).toBeDefined()
  }
})

describe('where a problem’s type leads', () => {
  it.each(Object.keys(errorTable))('%s', async (code) => {
    const { call } = served()
    const { status, body } = await call('', 'GET', `/problems/${code}`)
    expect({ status, body }).toMatchObject({ status: 200, body: { code, type: `/problems/${code}` } })
  })

  it.each(['nothing', 'constructor', '__proto__', 'toString'])('not for %s', async (code) => {
    expect((await served().call('', 'GET', `/problems/${code}`)).status).toBe(404)
  })
})
