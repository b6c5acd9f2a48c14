import { describe, expect, it } from 'vitest'
import { bot } from '../service/world.ts'
import { guarded } from './guarded.ts'

const body = { version: '1.2.3' }

describe('a public route', () => {
  const route = { public: true, approval: true, maxPending: 2 }
  const anyone = { authorization: '' }

  it('asks for nobody in particular, up to its limit, and the id is the proof (D13)', async () => {
    const { call, decide, approvals } = guarded(route)
    const first = await call('POST', '/deploy', { body, headers: anyone })
    expect(first).toMatchObject({ status: 202 })
    expect(Object.keys(first.body.approval).toSorted()).toEqual(['digest', 'expiresAt', 'id', 'status', 'version'])
    expect((await call('POST', '/deploy', { body })).status).toBe(202)
    expect(await call('POST', '/deploy', { body })).toMatchObject({ status: 429, body: { code: 'too_many_pending' } })
    const { id, requester } = await decide()
    expect(requester).toBe('public:POST /deploy')
    expect(await approvals.get(bot, id)).toMatchObject({ ok: false, code: 'not_found' })
    const repeat = { body, headers: { 'holdpoint-approval': id } }
    expect((await call('POST', '/deploy', { ...repeat, body: {} })).status).toBe(409)
    expect(await call('POST', '/deploy', repeat)).toMatchObject({ passed: true })
  })

  it('without approval passes whatever is asked', async () => {
    const { call } = guarded({ public: true })
    expect(await call('GET', '//deploy%2f..', { headers: anyone })).toMatchObject({ passed: true })
  })
})

describe('a credential', () => {
  it('is asked for, also without approval, before anything is read (D14, P8513)', async () => {
    for (const route of [{}, { approval: false }]) {
      const { guard } = guarded(
        {},
        { guard: { authenticate: async () => ({ ok: false, code: 'unauthenticated', detail: '' }) } },
      )
      let reads = 0
      const verdict = await guard.route(route, { path: '/x' })({
        method: 'POST',
        target: '/x',
        header: () => undefined,
        headerCount: () => 0,
        body: async () => {
          reads += 1
          return { ok: true, bytes: new Uint8Array() }
        },
        signal: new AbortController().signal,
      })
      expect(verdict).toMatchObject({ type: 'answered', response: { status: 401 } })
      expect(reads).toBe(0)
    }
  })
})
