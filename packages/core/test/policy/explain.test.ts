// Why a policy answers as it does: the same answer as judging, and each line's reason in words.
import { describe, expect, it } from 'vitest'
import { explain } from '../../src/policy/explain.ts'
import { judge } from '../../src/policy/judge.ts'
import { policyOf, subjectOf, type SubjectChanges } from './sample.ts'

const whyNot = (when: object, subject: SubjectChanges = {}) =>
  explain(policyOf({ lines: [{ name: 'it', when, then: 'allow' }] }), subjectOf(subject)).trace[0]?.why

describe('explaining', () => {
  const policy = policyOf({
    lines: [
      { name: 'tools', when: { kind: 'tool.call' }, then: 'allow' },
      { name: 'logs', when: { target: { channel: 'log' } }, then: 'allow' },
      { name: 'sums', when: { if: 'action.input.amount < 5' }, then: 'ask' },
      { name: 'last', then: 'deny' },
    ],
  })

  it('names the line that answered and why those before it did not', () => {
    const subject = subjectOf({ input: { amount: 7 } })
    expect(explain(policy, subject)).toEqual({
      ...judge(policy, subject),
      trace: [
        { line: 'tools', matched: false, why: 'kind is "outbound.message", not "tool.call"' },
        {
          line: 'logs',
          matched: false,
          why: 'target.to is there, and the line doesn’t name it ("*": "*" would let it pass)',
        },
        { line: 'sums', matched: false, why: 'its condition is false' },
        { line: 'last', matched: true, why: 'it is about every action' },
      ],
    })
  })

  it('stops where the policy does', () => {
    expect(explain(policy, subjectOf({ kind: 'tool.call' })).trace).toEqual([
      { line: 'tools', matched: true, why: 'all of it matches' },
    ])
    const { line, answer, trace } = explain(policy, subjectOf({ input: {} }))
    expect([line, answer]).toEqual(['sums (its condition could not be judged)', 'ask'])
    expect(trace.at(-1)).toEqual({
      line: 'sums',
      matched: false,
      why: 'its condition gives neither true nor false, so it is asked',
    })
  })

  it('looks at every line where a mode answers', () => {
    const explained = explain(policyOf({ lines: [{ name: 'x', when: { loop: 'ops' }, then: 'deny' }] }), subjectOf())
    expect(explained.line).toBe('outbound.message: on-miss')
    expect(explained.trace).toEqual([{ line: 'x', matched: false, why: 'loop is "default", not "ops"' }])
  })

  it.each<[object, string]>([
    [{ requester: 'key:*x' }, 'requester is "key:bot", not "key:*x"'],
    [{ target: { channel: 'log', to: '+1556*' } }, 'target.to is "+1555", not "+1556*"'],
    [{ target: { channel: 'log', to: '*', thread: '*' } }, 'target.thread is not there'],
  ])('%j: %s', (when, why) => {
    expect(whyNot(when)).toBe(why)
  })

  it('I20: shows nothing raw that hides or turns text, and cuts what is long', () => {
    expect(whyNot({ target: { to: 'x' } }, { target: { to: 'a\u202eb\u0000' } })).toBe(
      'target.to is "a⟨U+202E⟩b⟨U+0000⟩", not "x"',
    )
    expect(whyNot({ target: { to: 'x' } }, { target: { to: 'y'.repeat(5_000) } })?.length).toBeLessThan(120)
  })

  it('is frozen', () => {
    const explained = explain(policy, subjectOf())
    expect([explained, explained.trace, explained.trace[0]].every((each) => Object.isFrozen(each))).toBe(true)
  })
})
