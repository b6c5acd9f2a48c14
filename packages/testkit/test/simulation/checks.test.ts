// The checks on histories made by hand: each kind of broken promise is found, and a good history passes.
import { digestOf, type Action, type Approval } from '@holdpoint/core'
import { describe, expect, it } from 'vitest'
import { approvalModel, type Said } from '../../src/simulation/checks/approval-model.ts'
import { checkEnd } from '../../src/simulation/checks/check-end.ts'
import { checkRun } from '../../src/simulation/checks/check-run.ts'
import { checkWrite } from '../../src/simulation/checks/check-write.ts'
import { findOrder } from '../../src/simulation/checks/find-order.ts'
import { createHistory, type ApprovalWrite, type History } from '../../src/simulation/history.ts'

const action: Action = { kind: 'tool.call', target: { tool: 'mail' }, input: { n: 1, text: 'do it' } }
const digest = digestOf('default', 'key:bot', action)
const thresholds = {
  approve: 1,
  deny: 1,
  reviewers: ['ann', 'bob'],
  separateRequester: true,
  reasonRequired: 'never',
  verdicts: ['allow-once', 'allow-always', 'deny'],
} as const

const pending: Approval = {
  id: 'ap_1',
  loop: 'default',
  requester: 'key:bot',
  status: 'pending',
  version: 1,
  action,
  digest,
  requestDigest: digest,
  draftHash: digest,
  executor: 'requester',
  channels: [],
  policy: { answer: 'ask', line: 'tool.call: on-miss' },
  thresholds,
  editable: false,
  ruleBindsInput: false,
  votes: [],
  edits: [],
  comments: [],
  asks: [],
  answers: [],
  applied: [],
  createdAt: 1_000,
  expiresAt: 2_000,
  grantMs: 500,
  maxRunMs: 500,
}
const vote = (reviewer: string, verdict: 'allow-once' | 'deny' = 'allow-once') => ({
  reviewer,
  verdict,
  at: 1_100,
  via: 'api',
})
const approved: Approval = { ...pending, status: 'approved', version: 2, votes: [vote('ann')], grantEndsAt: 1_600 }
const started: Approval = {
  ...approved,
  status: 'started',
  version: 3,
  ticket: 't',
  startedAt: 1_200,
  runEndsAt: 1_700,
}

const write = (before: Approval | undefined, after: Approval, at = 1_200): ApprovalWrite => ({
  id: 'ap_1',
  step: at,
  at,
  before,
  after,
  outbox: [],
})

/** Everybody chose to allow it, and it was asked for. */
function history(): History {
  const made = createHistory()
  const { requester, loop, executor } = pending
  made.asked.set(1, { n: 1, requester, loop, action, executor, thresholds })
  for (const reviewer of ['ann', 'bob', 'eve', 'key:bot'])
    made.choices.push({ approval: 'ap_1', reviewer, verdict: 'allow-once', digest, via: 'api', step: 1 })
  return made
}

function promisesBrokenBy(step: ApprovalWrite): string[] {
  const broken: string[] = []
  checkWrite(history(), step, (promise) => void broken.push(promise))
  return broken
}

describe('a write', () => {
  it('that may be passes', () => {
    for (const step of [write(undefined, pending), write(pending, approved), write(approved, started)])
      expect(promisesBrokenBy(step)).toEqual([])
  })

  const gateway: Approval = { ...approved, executor: 'gateway' }
  const other = { ...action, target: { tool: 'deploy' } }
  it.each([
    ['I18', 'holds another action', write(undefined, { ...pending, action: other })],
    ['I24', 'has other thresholds', write(undefined, { ...pending, thresholds: { ...thresholds, approve: 0 } })],
    ['I4', 'leaves a terminal state', write({ ...pending, status: 'denied' }, approved)],
    ['I8', 'decides at its expiry', write(pending, approved, 2_000)],
    ['I8', 'starts at the end of its grant', write(approved, started, 1_600)],
    ['I1', 'starts what nobody allowed', write(pending, { ...started, votes: [] })],
    ['I4', 'cancels what is approved', write(approved, { ...approved, status: 'cancelled' })],
    ['I2', 'hands out a second ticket', write(started, { ...started, ticket: 'u' })],
    [
      'I21',
      'counts a vote on another digest',
      write(pending, { ...approved, digest: digestOf('default', 'x', action) }),
    ],
    ['I21', 'counts what nobody chose', write(pending, { ...pending, votes: [vote('bob', 'deny')] })],
    ['I7', 'counts a default', write(pending, { ...approved, votes: [{ ...vote('ann'), via: 'hitl-sh' }] })],
    ['I24', 'counts the requester', write(pending, { ...approved, votes: [vote('key:bot')] })],
    ['I25', 'counts somebody who is no reviewer', write(pending, { ...approved, votes: [vote('eve')] })],
    ['I24', 'counts somebody twice', write(pending, { ...approved, votes: [vote('ann'), { ...vote('ann'), at: 1 }] })],
    ['I12', 'leaves out the execution', write({ ...pending, executor: 'gateway' }, gateway)],
    ['I12', 'asks nobody', write(undefined, { ...pending, channels: ['hitl-sh'] })],
  ])('%s: that %s is found', (promise, _, step) => {
    expect(promisesBrokenBy(step)).toContain(promise)
  })
})

describe('a run', () => {
  const run = { approval: 'ap_1', action, by: 'requester', step: 9 } as const
  const broken = (writes: readonly ApprovalWrite[], runs = [run]): string[] => {
    const promises: string[] = []
    const made = history()
    made.writes.push(...writes)
    made.runs.push(...runs)
    checkRun(made, runs[0] ?? run, (promise) => void promises.push(promise))
    return promises
  }
  const all = [write(undefined, pending), write(pending, approved), write(approved, started)]

  it('of what was approved and started passes', () => expect(broken(all)).toEqual([]))
  it('I1: that was never started is found', () => expect(broken(all.slice(0, 2))).toContain('I1'))
  it('I1: of another action is found', () =>
    expect(broken(all, [{ ...run, action: { ...action, input: { n: 1, text: 'more' } } }])).toContain('I1'))
  it('I2: that is the second is found', () => expect(broken(all, [run, run])).toContain('I2'))
  it('I1: past the grant is found', () => expect(broken([write(approved, started, 1_600)])).toContain('I1'))
})

it('I13: what waits at the end is found', () => {
  expect(checkEnd([write(pending, approved)], 1)).toMatchObject([{ promise: 'I13', approval: 'ap_1' }])
  expect(checkEnd([write(pending, { ...pending, status: 'denied' })], 1)).toEqual([])
})

describe('I5 I9: what callers are told', () => {
  const model = approvalModel({
    first: 'pending',
    requester: 'key:bot',
    digest,
    executor: 'requester',
    thresholds,
    editable: false,
    ticket: 't',
  })
  const call = (input: Said, output: string, from: number, to: number) => ({ input, output, from, to })
  const says = (by: string, verdict: 'allow-once' | 'deny'): Said => ({
    type: 'decide',
    by,
    verdict,
    chosen: verdict,
    digest,
    hasReason: true,
  })

  it.each([
    [
      'a decision that is lost again',
      [call(says('ann', 'allow-once'), 'ok', 1, 2), call({ type: 'read' }, 'is:pending', 3, 4)],
    ],
    [
      'both of two that exclude each other',
      [call(says('ann', 'allow-once'), 'ok', 1, 4), call(says('bob', 'deny'), 'ok', 1, 4)],
    ],
    [
      'expired, of what was denied in time',
      [
        call(says('ann', 'deny'), 'ok', 1, 2),
        call({ type: 'turn', from: 'pending', to: 'expired' }, 'ok', 5, 5),
        call({ type: 'read' }, 'is:expired', 6, 7),
      ],
    ],
    [
      'two starts',
      [
        call(says('ann', 'allow-once'), 'ok', 1, 2),
        call({ type: 'start', by: 'requester', digest }, 'ok', 3, 6),
        call({ type: 'start', by: 'requester', digest }, 'ok', 3, 6),
      ],
    ],
  ])('%s is found', (_, operations) => {
    expect(findOrder(operations, model).found).toBe('none')
  })

  it('one of two that exclude each other is in order', () => {
    const operations = [
      call(says('ann', 'allow-once'), 'ok', 1, 4),
      call(says('bob', 'deny'), 'already_decided', 1, 4),
      call({ type: 'start', by: 'requester', digest }, 'ok', 5, 6),
      call({ type: 'read' }, 'is:started', 7, 8),
    ]
    expect(findOrder(operations, model).found).toBe('order')
  })
})
