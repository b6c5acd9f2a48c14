// The order in which a policy answers: the first line that matches, else the kind's mode.
import { describe, expect, it } from 'vitest'
import { judge } from '../../src/policy/judge.ts'
import { defaultPolicy } from '../../src/policy/policy.ts'
import { policyOf, subjectOf, type SubjectChanges } from './sample.ts'

const answer = (policy: unknown, subject: SubjectChanges = {}) => {
  const { answer, line } = judge(policyOf(policy), subjectOf(subject))
  return [answer, line]
}

describe('the order', () => {
  const everything = (name: string, then: string) => ({ name, then })
  const never = (name: string, then: string) => ({ name, when: { kind: 'other' }, then })
  it.each([
    ['no line', [], ['ask', 'outbound.message: on-miss']],
    ['allow ends it', [everything('a', 'allow'), everything('d', 'deny')], ['allow', 'a']],
    ['deny ends it', [everything('d', 'deny'), everything('a', 'allow')], ['deny', 'd']],
    ['ask ends it', [everything('q', 'ask'), everything('a', 'allow')], ['ask', 'q']],
    ['what does not match is passed', [never('d', 'deny'), everything('a', 'allow')], ['allow', 'a']],
    ['none matches', [never('a', 'allow'), never('b', 'deny')], ['ask', 'outbound.message: on-miss']],
  ])('%s', (_, lines, expected) => {
    expect(answer({ lines })).toEqual(expected)
  })

  it.each([
    ['off', { answer: 'allow', rulesCount: false }],
    ['on-miss', { answer: 'ask', rulesCount: true }],
    ['always', { answer: 'ask', rulesCount: false }],
  ])('a mode answers where no line does: %s', (mode, expected) => {
    const policy = policyOf({ modes: { 'outbound.message': mode } })
    expect(judge(policy, subjectOf())).toEqual({ ...expected, line: `outbound.message: ${mode}`, edits: false })
  })

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'modes'])(
    'I6: the kind %s has no mode of its own',
    (kind) => {
      const judgement = judge(policyOf({ modes: { 'tool.call': 'off' } }), subjectOf({ kind }))
      expect(judgement).toMatchObject({ answer: 'ask', line: `${kind}: on-miss` })
    },
  )

  it('a line wins over a mode', () => {
    const lines = [{ name: 'q', then: 'ask' }]
    expect(answer({ modes: { 'outbound.message': 'off' }, lines })).toEqual(['ask', 'q'])
    expect(answer({ modes: { 'outbound.message': 'always' }, lines: [{ name: 'a', then: 'allow' }] })[0]).toBe('allow')
  })

  it('the default policy asks', () => {
    expect(judge(defaultPolicy, subjectOf({ kind: 'my.own' }))).toMatchObject({ answer: 'ask', rulesCount: true })
  })
})

describe('what a line is about', () => {
  const hits = (when: unknown, subject: SubjectChanges = {}) =>
    judge(policyOf({ lines: [{ name: 'it', when, then: 'allow' }] }), subjectOf(subject)).line === 'it'

  it.each<[unknown, SubjectChanges, boolean]>([
    [{ kind: 'outbound.message' }, {}, true],
    [{ kind: 'outbound.*' }, {}, true],
    [{ kind: 'Outbound.message' }, {}, false],
    [{ kind: 'outbound' }, {}, false],
    [{ requester: 'key:bot' }, {}, true],
    [{ requester: 'key:*' }, {}, true],
    [{ requester: '*' }, {}, false],
    [{ requester: 'key:bot' }, { requester: 'key:bot2' }, false],
    [{ loop: 'default' }, {}, true],
    [{ loop: 'default' }, { loop: 'ops' }, false],
    [{ loop: 'ops-*' }, { loop: 'ops-eu' }, true],
    [{ kind: 'outbound.message', loop: 'ops' }, {}, false],
    [{ target: { channel: 'log', to: '+1555' } }, {}, true],
    [{ target: { channel: 'log', to: '+1*' } }, {}, true],
    [{ target: { channel: 'log' } }, {}, false],
    [{ target: { channel: 'log', '*': '*' } }, {}, true],
    [{ target: { channel: 'sms', '*': '*' } }, {}, false],
    [{ target: { '*': '*' } }, { target: { url: 'https://a/b' } }, true],
    [{ target: { '*': '*' } }, { target: {} }, true],
    [{ target: {} }, {}, false],
    [{ target: {} }, { target: {} }, true],
    [{ target: { channel: 'log', to: '+1555', thread: '' } }, {}, false],
    [{ target: { channel: 'log', to: '+1555', thread: '*' } }, {}, false],
    [{ target: { thread: '*' } }, { target: { thread: '' } }, true],
    [{ target: { channel: 'log', to: '+1555' } }, { target: { channel: 'log', to: '+1555', thread: '' } }, false],
    [{ target: { path: '*' } }, { target: { path: '/a' } }, false],
    [{ target: { toString: '*' } }, { target: {} }, false],
    [{ target: { constructor: '*', '*': '*' } }, {}, false],
    [{ if: 'true' }, {}, true],
    [{ if: 'false' }, {}, false],
    [{ kind: 'other', if: 'action.input.absent' }, {}, false],
  ])('%j about %j: %s', (when, subject, expected) => {
    expect(hits(when, subject)).toBe(expected)
  })

  it('no `when` is every action', () => {
    expect(
      answer({ lines: [{ name: 'all', then: 'deny' }] }, { kind: 'x', target: {}, requester: 'a', loop: 'b' }),
    ).toEqual(['deny', 'all'])
  })

  // I31 and the hostile classes of paths, text and JSON: whatever isn't equal asks.
  it.each([
    { channel: 'LOG', to: '+1555' },
    { channel: 'log\u0000', to: '+1555' },
    { channel: 'log ', to: '+1555' },
    { channel: ' log', to: '+1555' },
    { channel: 'lοg', to: '+1555' },
    { channel: 'ｌog', to: '+1555' },
    { channel: 'l\u200bog', to: '+1555' },
    { channel: '\u202egol', to: '+1555' },
    { channel: 'log', to: '1555' },
    { channel: 'log', to: '%2B1555' },
    { channel: 'log', to: '+1555\n' },
    { channel: 'log', to: '+1555', Channel: 'log' },
    { channel: 'log', to: '+1555', thread: '' },
    { channel: 'log', TO: '+1555' },
    { channel: 'log' },
    { to: '+1555' },
    {},
    { channel: '+1555', to: 'log' },
    { channel: 'log/', to: '+1555' },
    { channel: 'log/../log', to: '+1555' },
  ])('I31: another target is not the one allowed: %j', (target) => {
    const lines = [{ name: 'it', when: { target: { channel: 'log', to: '+1555' } }, then: 'allow' }]
    expect(answer({ lines }, { target })[0]).toBe('ask')
  })

  it('reads own fields of a target only', () => {
    const target: Record<string, string> = Object.create({ channel: 'log' })
    target['to'] = '+1555'
    const lines = [{ name: 'it', when: { target: { channel: 'log', to: '+1555' } }, then: 'allow' }]
    expect(answer({ lines }, { target })[0]).toBe('ask')
  })
})

describe('what a line hands on', () => {
  const full = {
    name: 'two',
    then: 'ask',
    rules: true,
    thresholds: { approve: 2, reviewers: ['ann', 'bob'] },
    expiresInMs: 60_000,
    edits: true,
  }
  it('its thresholds, its expiry, whether rules count and edits are allowed', () => {
    expect(judge(policyOf({ lines: [full] }), subjectOf())).toEqual({
      answer: 'ask',
      line: 'two',
      rulesCount: true,
      thresholds: full.thresholds,
      expiresInMs: 60_000,
      edits: true,
    })
  })

  it('an ask counts no rules and takes no edits unless it says so', () => {
    const judgement = judge(policyOf({ lines: [{ name: 'q', then: 'ask' }] }), subjectOf())
    expect(judgement).toEqual({ answer: 'ask', line: 'q', rulesCount: false, edits: false })
  })

  it('a route’s call is never edited', () => {
    expect(judge(policyOf({ lines: [full] }), subjectOf({ kind: 'http.route' })).edits).toBe(false)
  })

  it('is frozen, as deep as it goes', () => {
    const judgement = judge(policyOf({ lines: [full] }), subjectOf())
    expect(Object.isFrozen(judgement)).toBe(true)
    expect(Object.isFrozen(judgement.thresholds)).toBe(true)
    expect(Object.isFrozen(judgement.thresholds?.reviewers)).toBe(true)
    expect(Object.isFrozen(judge(defaultPolicy, subjectOf()))).toBe(true)
  })
})

describe('I6: a condition that can’t be judged asks', () => {
  it.each(['allow', 'ask', 'deny'])('whatever its line says: %s', (then) => {
    const lines = [
      { name: 'pay-small', when: { if: 'action.input.amount < 10' }, then },
      { name: 'rest', then: 'allow' },
    ]
    expect(judge(policyOf({ lines }), subjectOf({ input: { amount: '5' } }))).toEqual({
      answer: 'ask',
      line: 'pay-small (its condition could not be judged)',
      rulesCount: false,
      edits: false,
      unjudged: true,
    })
  })

  it('and takes neither rules nor edits from its line, but its thresholds', () => {
    const lines = [
      { name: 'a', when: { if: 'action.input.x' }, then: 'ask', rules: true, edits: true, thresholds: { approve: 3 } },
    ]
    expect(judge(policyOf({ lines }), subjectOf())).toMatchObject({
      answer: 'ask',
      rulesCount: false,
      edits: false,
      thresholds: { approve: 3 },
    })
  })

  it('one that is not reached changes nothing', () => {
    const lines = [
      { name: 'first', then: 'deny' },
      { name: 'second', when: { if: 'action.input.absent' }, then: 'allow' },
    ]
    expect(answer({ lines })).toEqual(['deny', 'first'])
  })
})
