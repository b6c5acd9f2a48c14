// How what others wrote is read for showing: nothing is lost, nothing hidden is left.
import { describe, expect, it } from 'vitest'
import { fromEditable, toEditable } from '../src/approval/edit-text.ts'
import { progressOf, whatBars } from '../src/approval/progress.ts'
import { contentLength, excerptOf } from '../src/text/excerpt.ts'
import { messagesIn } from '../src/text/messages-in.ts'
import { mixedWords } from '../src/text/mixed-scripts.ts'
import { inReadingOrder } from '../src/text/reading-order.ts'
import { sample } from './sample.ts'

const invisible = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u

describe('an input to edit', () => {
  it.each<[string, Parameters<typeof toEditable>[0]]>([
    ['bidi and zero width', { text: 'pay \u202e001\u200b', '\u2066key': 1 }],
    ['beyond the basic plane', { text: '\u{e0068}\u{1f600}\ud800' }],
    ['quotes and line breaks', { text: 'a "b"\n\\c\t' }],
    ['nothing', null],
  ])('shows all of it and comes back the same: %s (I20)', (_, input) => {
    const text = toEditable(input)
    expect(text).not.toMatch(invisible)
    expect(fromEditable(text)).toEqual({ input })
  })

  it('that is no JSON is none', () => {
    expect(fromEditable('{')).toBeUndefined()
  })
})

describe('a message', () => {
  it.each([
    [{ payloads: [{ text: 'a', mediaUrls: ['https://x.example/1'] }] }, true],
    [{ payloads: [{ text: 'a' }], subject: 'more' }, false],
    [{ payloads: [{ text: 'a', bold: true }] }, false],
    [{ payloads: [{ text: 1 }] }, false],
  ])('%o says all there is: %s (I19)', (input, isWhole) => {
    expect(messagesIn(input)?.isWhole).toBe(isWhole)
  })

  it.each([null, 'text', [], {}, { payloads: 'x' }, { payloads: [] }, { payloads: ['x'] }])('%o is none', (input) => {
    expect(messagesIn(input)).toBeUndefined()
  })
})

describe('an excerpt', () => {
  it.each([
    [{ payloads: [{ text: ' Hello\n\n there ' }] }, 'Hello there'],
    [{ a: 1 }, '{"a":1}'],
    [null, ''],
    [{ payloads: [{ text: `${'x'.repeat(159)}\u{1f600}` }] }, 'x'.repeat(159)],
  ])('of %o', (input, text) => {
    expect(excerptOf(input)).toBe(text)
  })

  it('goes with the length of all of it', () => {
    expect(contentLength({ payloads: [{ text: '12345' }, { mediaUrls: ['123'] }] })).toBe(8)
    expect(contentLength({ a: 1 })).toBe(7)
  })
})

describe('letters of several alphabets in one word', () => {
  it.each([
    ['paypal.com', []],
    ['p\u0430ypal.com', ['p\u0430ypal']],
    ['\u043f\u0440\u0438\u0432\u0435\u0442 hello', []],
    ['\u03b1lpha', ['\u03b1lpha']],
  ])('%s', (text, words) => {
    expect(mixedWords(text)).toEqual(words)
  })
})

it('a target is read first to whom', () => {
  expect(inReadingOrder({ account: 'a', channel: 'log', to: 'x' }).map(([field]) => field)).toEqual([
    'to',
    'channel',
    'account',
  ])
})

describe('who may decide', () => {
  const session = { principal: 'ada', scopes: ['decide'], loops: ['default'] }
  const { thresholds } = sample()
  it.each([
    ['a reviewer', sample(), session, undefined],
    ['anybody, once it is over', sample({ status: 'denied' }), session, 'over'],
    ['who may only ask', sample(), { ...session, scopes: ['request'] }, 'no-scope'],
    ['its requester', sample({ requester: 'ada' }), session, 'own-request'],
    ['who is not named', sample({ thresholds: { ...thresholds, reviewers: ['bob'] } }), session, 'not-a-reviewer'],
    [
      'nobody, where the list is empty (I25)',
      sample({ thresholds: { ...thresholds, reviewers: [] } }),
      session,
      'not-a-reviewer',
    ],
  ])('%s', (_, approval, who, bar) => {
    expect(whatBars(approval, who)).toBe(bar)
  })

  it('one person’s votes count once (I24)', () => {
    const vote = (reviewer: string, verdict: 'allow-once' | 'deny') => ({ reviewer, verdict, at: '', via: 'inbox' })
    const votes = [vote('ada', 'allow-once'), vote('ada', 'allow-once'), vote('bob', 'deny')]
    expect(progressOf({ votes })).toEqual({ allows: 1, denies: 1 })
  })
})
