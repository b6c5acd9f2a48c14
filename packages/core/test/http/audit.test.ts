// The audit log over the API: who may read it, page by page, and its head.
import { describe, expect, it } from 'vitest'
import { ok } from '../../src/domain/errors.ts'
import { createAuditVerifier } from '../../src/domain/audit-verifier.ts'
import { fromAuditWire } from '../../src/parse/audit-record.ts'
import { createAudit } from '../../src/service/audit.ts'
import { createAuditor } from '../../src/service/auditor.ts'
import { auditRoutes } from '../../src/http/audit-routes.ts'
import { createWorld, principal } from '../service/world.ts'
import { read, request } from './served.ts'

const admin = principal('operator', { scopes: ['admin'] })

async function served(approvals: number) {
  const world = createWorld()
  const auditor = createAuditor(world)
  for (let n = 0; n < approvals; n++) {
    const { id } = await world.ask()
    await auditor.enter({ collection: 'approvals', id }, 'default')
  }
  const settings = () => ({ loops: { default: {}, other: {} } })
  const [list, head] = auditRoutes(createAudit({ store: world.inner, settings, auditor }))
  const get = async (route: typeof list, query: string, by = admin) => {
    const call = {
      request: request('GET', '/'),
      params: {},
      query: new URLSearchParams(query),
      principal: by,
      judgeAgain: async () => ok(by),
    }
    return read(await route?.run(call, {} as Parameters<NonNullable<typeof list>['run']>[1]))
  }
  return {
    list: (query: string, by = admin) => get(list, query, by),
    head: (query: string, by = admin) => get(head, query, by),
  }
}

describe('GET /v1/audit', () => {
  it('I35: gives the chain page by page, and it verifies up to the head', async () => {
    const { list, head } = await served(25)
    const verifier = createAuditVerifier({ loop: 'default', heads: [(await head('')).body] })
    let after = 0
    for (let pages = 1; ; pages++) {
      const { status, body } = await list(`limit=10&after=${after}`)
      expect(status).toBe(200)
      for (const item of body.items) {
        const entry = fromAuditWire(item)
        if (entry) verifier.take(entry)
      }
      if (body.next === undefined) {
        expect(pages).toBe(3)
        break
      }
      after = body.next
    }
    expect(verifier.report()).toMatchObject({ entries: 25, problemCount: 0, head: { seq: 25 } })
  })

  it('tells an empty chain as one', async () => {
    const { list, head } = await served(0)
    expect((await list('')).body).toEqual({ items: [] })
    expect((await head('loop=other')).body).toMatchObject({ loop: 'other', seq: 0 })
  })

  it.each([
    ['the scope decide alone', principal('ann', { scopes: ['decide', 'rules', 'request'] }), '', 403],
    ['another loop', principal('x', { scopes: ['admin'], loops: ['default'] }), 'loop=other', 404],
    [
      'the gateway’s chain with one loop',
      principal('x', { scopes: ['admin'], loops: ['default'] }),
      'loop=@gateway',
      404,
    ],
    ['the gateway’s chain with all loops', admin, 'loop=@gateway', 200],
    ['a loop that doesn’t exist', admin, 'loop=nowhere', 404],
  ])('I26: %s answers as it should', async (_, by, query, status) => {
    const { list, head } = await served(1)
    expect((await list(query, by)).status).toBe(status)
    expect((await head(query, by)).status).toBe(status)
  })

  it.each([
    'limit=0',
    'limit=101',
    'after=-1',
    'after=1.5',
    'after=x',
    'loop=',
    'loop=@other',
    'limit=1&limit=2',
    'x=1',
  ])('refuses ?%s', async (query) => {
    expect(await (await served(0)).list(query)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })
})
