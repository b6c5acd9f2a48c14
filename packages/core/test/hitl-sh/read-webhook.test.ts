// From bytes to an event: what is signed, when, and what can be read in one way only.
import { assert, json, property, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWebhook, signWebhook } from '../../src/hitl-sh/index.ts'

const requestId = 'f'.repeat(24)
const loopId = 'e'.repeat(24)
const now = Date.UTC(2026, 2, 15)

const bytesOf = (body: unknown) => new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
const flat = {
  event: 'request.completed',
  request_id: requestId,
  loop_id: loopId,
  status: 'completed',
  response_data: 'deny',
  response_by: 'ada',
}
const nested = (changes: object = {}) => ({
  event: 'request.claimed',
  timestamp: new Date(now).toISOString(),
  data: {
    request: { id: requestId, loop_id: loopId, status: 'claimed' },
    loop: { id: loopId, name: 'a' },
    reviewer: { user_id: 'ada' },
  },
  ...changes,
})

const secrets = ['the new secret of the account', 'the old secret of the account']

describe('readWebhook', () => {
  it('reads both forms, and every event that is documented', () => {
    expect(readWebhook(bytesOf(flat))).toMatchObject({ ok: true, event: { event: 'completed', verdict: 'deny' } })
    expect(readWebhook(bytesOf(nested()))).toEqual({ ok: true, event: { event: 'claimed', requestId, loopId } })
    const request = { id: requestId, loop_id: loopId, status: 'pending' }
    expect(readWebhook(bytesOf({ event: 'request.created', data: { request } }))).toMatchObject({
      event: { event: 'created' },
    })
    for (const name of ['loop.member_joined', 'api_key.quota_warning'])
      expect(readWebhook(bytesOf({ event: name, data: { loop: { id: loopId } } }))).toEqual({
        ok: true,
        event: { event: 'account', name },
      })
  })

  it('never throws, whatever the bytes are (I6)', () => {
    assert(
      property(uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readWebhook(bytes).ok).toBe(false)
      }),
    )
    assert(property(json(), (text) => !readWebhook(bytesOf(text)).ok))
  })

  it.each([
    ['a key twice', JSON.stringify(flat).replace('"status"', '"status":"timeout","status"')],
    ['a prototype', JSON.stringify(flat).replace('{', '{"__proto__":{"a":1},')],
    ['a byte order mark', `\uFEFF${JSON.stringify(flat)}`],
    ['two documents', `${JSON.stringify(flat)}${JSON.stringify(flat)}`],
    ['nothing', ''],
  ])('I6: refuses %s, because two readers could differ', (_, body) => {
    expect(readWebhook(bytesOf(body)).ok).toBe(false)
  })
})

describe('I27: readWebhook with secrets', () => {
  const proof = (bytes: Uint8Array, secret = secrets[0] ?? '') => ({
    signature: signWebhook(bytes, secret),
    secrets,
    now,
  })

  it('takes either of two while they rotate', () => {
    const bytes = bytesOf(nested())
    for (const secret of secrets) expect(readWebhook(bytes, proof(bytes, secret)).ok).toBe(true)
  })

  it.each<[string, (genuine: string) => string | undefined]>([
    ['none', () => undefined],
    ['one of another secret', () => signWebhook(bytesOf(nested()), 'some other secret of the account')],
    ['one of other bytes', () => signWebhook(bytesOf(flat), secrets[0] ?? '')],
    ['one in capitals', (genuine) => genuine.toUpperCase()],
    ['one cut short', (genuine) => genuine.slice(0, -1)],
    ['one without its prefix', (genuine) => genuine.replace('sha256=', '')],
    ['an empty one', () => ''],
    ['two', (genuine) => `${genuine}, ${genuine}`],
  ])('refuses a nested one with %s for a signature', (_, change) => {
    const bytes = bytesOf(nested())
    const { signature } = proof(bytes)
    expect(readWebhook(bytes, { signature: change(signature), secrets, now }).ok).toBe(false)
  })

  it('a blank secret signs nothing', () => {
    const bytes = bytesOf(nested())
    expect(readWebhook(bytes, { signature: signWebhook(bytes, ''), secrets: ['', ...secrets], now }).ok).toBe(false)
  })

  it('takes the flat form unsigned, as documented, but not wrongly signed', () => {
    expect(readWebhook(bytesOf(flat), { secrets, now }).ok).toBe(true)
    expect(readWebhook(bytesOf(flat), { signature: 'sha256=00', secrets, now }).ok).toBe(false)
  })

  it.each([
    ['39 hours old, the last documented retry', -39 * 3_600_000, true],
    ['49 hours old', -49 * 3_600_000, false],
    ['4 minutes ahead', 4 * 60_000, true],
    ['6 minutes ahead', 6 * 60_000, false],
  ])('a timestamp %s', (_, offsetMs, ok) => {
    const bytes = bytesOf(nested({ timestamp: new Date(now + offsetMs).toISOString() }))
    expect(readWebhook(bytes, proof(bytes)).ok).toBe(ok)
  })

  it.each(['yesterday', 7, null, ''])('a timestamp that is none: %j', (timestamp) => {
    const bytes = bytesOf(nested({ timestamp }))
    expect(readWebhook(bytes, proof(bytes)).ok).toBe(false)
  })
})
