// Every status × every command, against a table written by hand from what is promised. A new status or command fails
// here until somebody has said what it should do.
import { describe, expect, it } from 'vitest'
import { statuses, type Status } from '../../src/domain/approval.ts'
import type { Command } from '../../src/domain/command.ts'
import type { ErrorCode } from '../../src/domain/errors.ts'
import { describeMachine, transition } from '../../src/domain/machine.ts'
import { sha256Of } from '../../src/domain/action.ts'
import {
  answer,
  command,
  decide,
  digest,
  edit,
  elapse,
  finish,
  recordAsk,
  requestCommand,
  requester,
  resultOf,
  sampleIn,
  saysAllow,
  start,
} from './sample.ts'

type Expected = `→ ${Status}` | 'kept' | 'unchanged' | ErrorCode
type Row = Readonly<Record<Status, Expected>>

interface Case {
  readonly when: string
  readonly command: () => Command
  readonly expect: Row
}

const all = (cell: Expected): Row => ({
  pending: cell,
  approved: cell,
  denied: cell,
  expired: cell,
  cancelled: cell,
  revoked: cell,
  lapsed: cell,
  started: cell,
  succeeded: cell,
  failed: cell,
  unknown: cell,
})

const late = { expired: 'expired', cancelled: 'cancelled' } as const

// The samples were decided by ann at 1,000 ms and started at 3,000 ms; all commands come at 3,500 ms where not said.
const cases: Readonly<Record<Command['type'], readonly Case[]>> = {
  request: [
    { when: 'with the same draft', command: () => requestCommand(), expect: all('unchanged') },
    {
      when: 'with another draft',
      command: () => requestCommand({ draftHash: sha256Of('another draft') }),
      expect: all('idempotency_mismatch'),
    },
    {
      when: 'to be run by another executor',
      command: () => requestCommand({ executor: 'gateway' }),
      expect: all('idempotency_mismatch'),
    },
  ],
  decide: [
    {
      when: 'allow, by another reviewer',
      command: () => decide('allow-once', 'bob', 3_500),
      expect: { ...all('already_decided'), ...late, pending: '→ approved' },
    },
    {
      when: 'allow always, by another reviewer',
      command: () => decide('allow-always', 'bob', 3_500),
      expect: { ...all('already_decided'), ...late, pending: '→ approved' },
    },
    {
      when: 'deny, by another reviewer',
      command: () => decide('deny', 'bob', 3_500),
      expect: { ...all('already_decided'), ...late, pending: '→ denied' },
    },
    {
      when: 'allow, by the reviewer who decided',
      command: () => decide('allow-once', 'ann', 3_500),
      expect: { ...all('unchanged'), ...late, pending: '→ approved', denied: 'already_decided' },
    },
    {
      when: 'deny, by the reviewer who decided',
      command: () => decide('deny', 'ann', 3_500),
      expect: { ...all('already_decided'), ...late, pending: '→ denied', denied: 'unchanged' },
    },
    {
      when: 'allow with another input',
      command: () => edit({ payloads: [{ text: 'hello' }] }, 'bob', 3_500),
      expect: { ...all('already_decided'), ...late, pending: '→ approved' },
    },
    {
      when: 'allow with an input that the policy denies',
      command: () => edit({ payloads: [{ text: 'hello' }] }, 'bob', 3_500, 'deny'),
      expect: { ...all('already_decided'), ...late, pending: 'edit_denied' },
    },
  ],
  cancel: [
    {
      when: 'by its requester',
      command: () => command({ type: 'cancel' }, requester, 3_500),
      expect: { ...all('already_decided'), pending: '→ cancelled', expired: 'expired', cancelled: 'unchanged' },
    },
  ],
  revoke: [
    {
      when: 'by a reviewer',
      command: () => command({ type: 'revoke' }, 'bob', 3_500),
      expect: {
        pending: 'not_approved',
        approved: '→ revoked',
        denied: 'denied',
        expired: 'expired',
        cancelled: 'cancelled',
        revoked: 'unchanged',
        lapsed: 'lapsed',
        started: 'already_started',
        succeeded: 'already_started',
        failed: 'already_started',
        unknown: 'already_started',
      },
    },
  ],
  withdraw: [
    {
      when: 'because the policy has changed',
      command: () => command({ type: 'withdraw', reason: 'denied by a new line' }, 'policy', 3_500),
      expect: { ...all('unchanged'), approved: '→ revoked' },
    },
  ],
  claim: [
    {
      when: 'by a reviewer',
      command: () => command({ type: 'claim', forMs: 1_000 }, 'bob', 3_500),
      expect: { ...all('already_decided'), pending: 'kept' },
    },
  ],
  release: [
    {
      when: 'of what nobody has claimed',
      command: () => command({ type: 'release' }, 'bob', 3_500),
      expect: all('unchanged'),
    },
  ],
  comment: [
    {
      when: 'by a reviewer',
      command: () => command({ type: 'comment', text: 'really?' }, 'bob', 3_500),
      expect: { ...all('already_decided'), pending: 'kept', approved: 'kept', started: 'kept' },
    },
  ],
  start: [
    {
      when: 'with the right digest',
      command: () => start(3_500),
      expect: {
        pending: 'not_approved',
        approved: '→ started',
        denied: 'denied',
        expired: 'expired',
        cancelled: 'cancelled',
        revoked: 'revoked',
        lapsed: 'lapsed',
        started: 'already_started',
        succeeded: 'already_started',
        failed: 'already_started',
        unknown: 'already_started',
      },
    },
    {
      when: 'by the gateway, though the requester starts it',
      command: () => command({ type: 'start', digest, by: 'gateway', ticket: 't' }, 'gateway', 3_500),
      expect: {
        pending: 'not_approved',
        approved: 'not_yours_to_start',
        denied: 'denied',
        expired: 'expired',
        cancelled: 'cancelled',
        revoked: 'revoked',
        lapsed: 'lapsed',
        started: 'already_started',
        succeeded: 'already_started',
        failed: 'already_started',
        unknown: 'already_started',
      },
    },
  ],
  finish: (['succeeded', 'failed', 'unknown'] as const).map((outcome) => ({
    when: outcome,
    command: () => finish(outcome, 3_500),
    expect: {
      ...all('not_started'),
      started: `→ ${outcome}`,
      succeeded: 'already_finished',
      failed: 'already_finished',
      unknown: 'already_finished',
    },
  })),
  elapse: [
    { when: 'before anything is due', command: () => elapse(3_500), expect: all('unchanged') },
    {
      when: 'when everything is overdue',
      command: () => elapse(1e9),
      expect: { ...all('unchanged'), pending: '→ expired', approved: '→ lapsed', started: '→ unknown' },
    },
  ],
  'record-ask': [
    { when: 'of another question', command: () => recordAsk('r2', 3_500), expect: all('kept') },
    { when: 'that is recorded', command: () => recordAsk('r1', 3_500), expect: all('unchanged') },
  ],
  answer: [
    {
      when: 'allow, trusted',
      command: () => answer(saysAllow(), true, 3_500),
      expect: { ...all('unchanged'), pending: '→ approved' },
    },
    {
      when: 'deny, trusted',
      command: () => answer(saysAllow({ verdict: 'deny' }), true, 3_500),
      expect: { ...all('unchanged'), pending: '→ denied' },
    },
    {
      when: 'deny, to be confirmed',
      command: () => answer(saysAllow({ verdict: 'deny' }), false, 3_500),
      expect: { ...all('unchanged'), pending: 'kept' },
    },
    {
      when: 'timed out there, trusted',
      command: () => answer({ event: 'timed-out', remoteId: 'r1' }, true, 3_500),
      expect: { ...all('unchanged'), pending: 'kept' },
    },
  ],
  refute: [
    {
      when: 'of the answer that is being confirmed',
      command: () => command({ type: 'refute', channel: 'hitl-sh', answer: saysAllow() }, 'hitl-sh', 3_500),
      expect: { ...all('unchanged'), pending: 'kept' },
    },
    {
      when: 'of an answer that nobody gave',
      command: () =>
        command({ type: 'refute', channel: 'hitl-sh', answer: saysAllow({ reviewer: 'x' }) }, 'hitl-sh', 3_500),
      expect: all('unchanged'),
    },
  ],
}

describe('the machine, every status × every command', () => {
  it('knows exactly the statuses and commands that are listed here', () => {
    const table = describeMachine()
    expect(Object.keys(cases).toSorted()).toEqual(Object.keys(table).toSorted())
    for (const row of Object.values(table)) expect(Object.keys(row)).toEqual([...statuses])
    expect([...statuses].toSorted()).toEqual(Object.keys(all('unchanged')).toSorted())
  })

  for (const [type, ways] of Object.entries(cases))
    for (const { when, command, expect: row } of ways)
      it(`I4: ${type}, ${when}`, () => {
        const found = Object.fromEntries(
          statuses.map((status) => {
            const before = sampleIn(status)
            expect(before.status).toBe(status)
            return [status, resultOf(before, transition(before, command()))]
          }),
        )
        expect(found).toEqual(row)
      })

  it('refuses every command but `request` where there is nothing yet', () => {
    for (const [type, ways] of Object.entries(cases)) {
      const outcome = transition(undefined, ways[0]?.command() ?? decide('deny'))
      expect(resultOf(undefined, outcome)).toBe(type === 'request' ? '→ pending' : 'not_found')
    }
  })
})
