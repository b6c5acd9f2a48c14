import { expect, it } from 'vitest'
import { digestOf } from '../../src/domain/action.ts'
import { outboundAction, parseOutbound } from '../../src/parse/outbound.ts'

const message = {
  channel: 'log',
  to: '+1555',
  account: 'a',
  thread: 't',
  payloads: [{ text: 'hi', mediaUrls: ['https://a.example/1'] }, { text: 'ho' }],
}

function digestFor(body: object): string {
  const parsed = parseOutbound(body)
  if (!parsed.ok) throw new Error(parsed.detail)
  return digestOf('default', 'key:bot', outboundAction(parsed.value))
}

it('names all that decides the effect, and only that', () => {
  const parsed = parseOutbound({ ...message, claim: { title: 'x' }, loop: 'default', expiresInMs: 5_000 })
  expect(parsed.ok && outboundAction(parsed.value)).toEqual({
    kind: 'outbound.message',
    target: { channel: 'log', to: '+1555', account: 'a', thread: 't' },
    input: { payloads: message.payloads },
  })
  const bare = parseOutbound({ channel: 'log', to: 'x', payloads: [{ text: 'y' }] })
  expect(bare.ok && outboundAction(bare.value).target).toEqual({ channel: 'log', to: 'x' })
})

it('I1: any other message has another digest; words about it do not change it', () => {
  const others = [
    { ...message, channel: 'Log' },
    { ...message, to: '+1556' },
    { ...message, account: 'b' },
    { ...message, thread: undefined },
    { ...message, payloads: message.payloads.toReversed() },
    { ...message, payloads: [{ ...message.payloads[0], text: 'hi ' }, message.payloads[1]] },
    { ...message, payloads: [{ ...message.payloads[0], mediaUrls: ['https://a.example/2'] }, message.payloads[1]] },
    { ...message, payloads: [...message.payloads, { text: 'more' }] },
  ]
  const digests = new Set([message, ...others].map(digestFor))
  expect(digests.size).toBe(others.length + 1)
  expect(digestFor({ ...message, claim: { title: 'x' }, context: { a: 1 } })).toBe(digestFor(message))
})
