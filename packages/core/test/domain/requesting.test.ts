// How an approval begins: held, or decided by the policy, from a copy that nobody else can reach.
import { describe, expect, it } from 'vitest'
import { digestOf } from '../../src/domain/action.ts'
import { transition } from '../../src/domain/machine.ts'
import { action, after, askedAt, moved, requestCommand, requester, resultOf, thresholds } from './sample.ts'

describe('a request', () => {
  it('is held and put to each channel', () => {
    const { next, effects } = moved(transition(undefined, requestCommand({ channels: ['hitl-sh', 'chat'] })))
    expect(next).toMatchObject({ status: 'pending', version: 1, createdAt: askedAt, requester })
    expect(effects).toEqual([
      { kind: 'ask', channel: 'hitl-sh', digest: next.digest, id: 'ap_1:1:0' },
      { kind: 'ask', channel: 'chat', digest: next.digest, id: 'ap_1:1:1' },
    ])
  })

  it('is decided at once where the policy allows or denies, and asks nobody', () => {
    const allow = { answer: 'allow', line: 'x: off' } as const
    const ask = { channels: ['hitl-sh'] }
    expect(moved(transition(undefined, requestCommand({ ...ask, policy: allow })))).toMatchObject({
      next: { status: 'approved', decidedAt: askedAt, votes: [] },
      effects: [],
    })
    expect(moved(transition(undefined, requestCommand({ ...ask, policy: allow, executor: 'gateway' })))).toMatchObject({
      effects: [{ kind: 'execute' }],
    })
    const deny = { answer: 'deny', line: 'x: deny' } as const
    expect(moved(transition(undefined, requestCommand({ ...ask, policy: deny, executor: 'gateway' })))).toMatchObject({
      next: { status: 'denied', endedAt: askedAt },
      effects: [],
    })
  })

  it.each([
    ['nobody', { reviewers: [] }],
    ['only the requester, who may not', { reviewers: [requester] }],
    ['one reviewer where two must allow', { reviewers: ['ann'], approve: 2 }],
    ['one reviewer named twice where two must allow', { reviewers: ['ann', 'ann'], approve: 2 }],
    ['the requester and one more where two must allow', { reviewers: ['ann', requester], approve: 2 }],
  ])('I25: is refused where %s may review it', (_, changes) => {
    const outcome = transition(undefined, requestCommand({ thresholds: thresholds(changes) }))
    expect(resultOf(undefined, outcome)).toBe('unsatisfiable')
  })

  it('may count the requester where separation is off', () => {
    const own = thresholds({ reviewers: ['ann', requester], approve: 2, separateRequester: false })
    expect(resultOf(undefined, transition(undefined, requestCommand({ thresholds: own })))).toBe('→ pending')
  })

  it('I18: keeps its own copy; what the requester does to its object afterwards changes nothing', () => {
    const mine = {
      kind: 'tool.call',
      target: { tool: 'rm' },
      input: { args: ['-r', { path: '/tmp/x' }] },
    }
    const claim = { title: 'tidy up' }
    const context = { why: ['full'] }
    const approval = after(requestCommand({ action: mine, claim, context }))
    const before = structuredClone(approval)
    mine.target.tool = 'mkfs'
    mine.input.args[0] = '-rf'
    Object.assign(mine.input.args[1] as object, { path: '/' })
    mine.kind = 'outbound.message'
    claim.title = 'harmless'
    context.why.push('not really')
    expect(approval).toEqual(before)
    expect(digestOf(approval.loop, requester, approval.action)).toBe(approval.digest)
  })

  it('I18: what is kept of the action is frozen to the bottom', () => {
    const { action: kept } = after(requestCommand())
    const reach = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      expect(Object.isFrozen(value)).toBe(true)
      Object.values(value).forEach(reach)
    }
    reach(kept)
  })

  it('I18: keeps nothing of an action that its digest does not cover', () => {
    const smuggling = { ...action, options: { sudo: true } }
    const approval = after(requestCommand({ action: smuggling }))
    expect(Object.keys(approval.action).toSorted()).toEqual(['input', 'kind', 'target'])
  })
})
