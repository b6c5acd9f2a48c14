// Signatures against the reference implementation of Standard Webhooks, in both directions, and against forgers.
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { retryAfterMs, signWebhook, verifyWebhook, webhookDelayMs, webhookLadderMs } from '../../src/webhooks/index.ts'

const secret = `whsec_${btoa('0123456789abcdef0123456789abcdef')}`
const plain = 'a-secret-of-its-own-bytes-long-enough'
const body = '{"type":"approval.approved","text":"Grüße 🎈"}'
const now = Date.now()
const id = 'ap_1:2:0'

const headerOf = (headers: Record<string, string>) => (name: string) => headers[name]
const verify = (
  headers: Record<string, string>,
  options: Partial<Parameters<typeof verifyWebhook>[1]> = {},
  text = body,
) => verifyWebhook({ header: headerOf(headers), body: text }, { secrets: [secret], now, ...options })

describe('a signature', () => {
  it('is what the reference implementation makes, and takes', () => {
    const headers = signWebhook({ id, at: now, body }, [secret])
    expect(headers['webhook-signature']).toBe(new Webhook(secret).sign(id, new Date(now), body))
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
    const raw = signWebhook({ id, at: now, body: new TextEncoder().encode(body) }, [plain])
    expect(new Webhook(new TextEncoder().encode(plain), { format: 'raw' }).verify(body, raw)).toEqual(JSON.parse(body))
  })

  it('is the one of the specification’s own example', () => {
    const example = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    const headers = signWebhook(
      { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: 1_614_265_330_000, body: '{"test": 2432232314}' },
      [example],
    )
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it('of each of two secrets opens with either: receivers change over one by one', () => {
    const headers = signWebhook({ id, at: now, body }, [secret, plain])
    for (const secrets of [[secret], [plain], ['another-secret-altogether-0000', plain]])
      expect(verify(headers, { secrets })).toMatchObject({ ok: true, value: { id } })
  })
})

describe('verifying', () => {
  const good = signWebhook({ id, at: now, body }, [secret])

  it.each<[string, Record<string, string>, Partial<Parameters<typeof verifyWebhook>[1]>, string?]>([
    ['another secret', good, { secrets: [plain] }],
    ['another body', good, {}, `${body} `],
    ['another id', { ...good, 'webhook-id': 'ap_1:3:0' }, {}],
    ['another time', { ...good, 'webhook-timestamp': String(Number(good['webhook-timestamp']) + 1) }, {}],
    ['no signature', { ...good, 'webhook-signature': '' }, {}],
    ['another scheme', { ...good, 'webhook-signature': `v2${good['webhook-signature']?.slice(2)}` }, {}],
    [
      'a flood of signatures',
      { ...good, 'webhook-signature': Array(17).fill(good['webhook-signature']).join(' ') },
      {},
    ],
    ['a time that is none', { ...good, 'webhook-timestamp': 'now' }, {}],
    ['an old one', good, { now: now + 302_000 }],
    ['one from the future', good, { now: now - 302_000 }],
  ])('refuses %s', (_, headers, options, text) => {
    expect(verify(headers, options, text)).toMatchObject({ ok: false, code: 'unauthenticated' })
  })

  it('I6: takes nothing with no secret, or an empty one', () => {
    for (const secrets of [[], [''], ['whsec_'], ['whsec_*'], [secret, '']])
      expect(() => verify(good, { secrets })).toThrow('invalid_config')
  })
})

describe('the ladder', () => {
  it('climbs, with a little chance, and ends', () => {
    expect(webhookLadderMs.map((_, n) => webhookDelayMs(n + 1, 0))).toEqual(webhookLadderMs)
    expect(webhookDelayMs(1, 0.999_999)).toBe(5_500)
    expect(webhookDelayMs(webhookLadderMs.length + 1, 0)).toBeUndefined()
    expect(webhookDelayMs(1, 0, { atLeastMs: 60_000 })).toBe(60_000)
  })

  it.each([
    [undefined, 0],
    ['120', 120_000],
    [new Date(Math.ceil(now / 1000) * 1000 + 9_000).toUTCString(), Math.ceil(now / 1000) * 1000 + 9_000 - now],
    ['soon', 0],
    ['-5', 0],
  ])('reads Retry-After %s as %i ms', (value, ms) => {
    expect(retryAfterMs(value, now)).toBe(ms)
  })
})
