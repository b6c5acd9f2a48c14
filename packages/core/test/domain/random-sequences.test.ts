// Any commands in any order: what must hold after each step, whatever came before.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEnded, statusAt, type Approval } from '../../src/domain/approval.ts'
import type { Command, CommandDraft } from '../../src/domain/command.ts'
import { transition } from '../../src/domain/machine.ts'
import { action, askedAt, digest, expiresInMs, otherDigest, requestCommand, requester, ticket } from './sample.ts'

const runs = 3_000

const actors = fc.constantFrom('ann', 'bob', 'cid', requester)
const digests = fc.constantFrom(digest, digest, digest, digest, digest, otherDigest)
const verdicts = fc.constantFrom('allow-once' as const, 'allow-always' as const, 'deny' as const)
const remoteIds = fc.constantFrom('r1', 'r2', 'r3')
const answers = fc.record(
  {
    event: fc.constantFrom('completed' as const, 'completed' as const, 'timed-out' as const, 'cancelled' as const),
    remoteId: remoteIds,
    remoteLoop: fc.constantFrom('loop-1', 'loop-2'),
    verdict: verdicts,
    reviewer: fc.constantFrom('ann', 'bob', 'hitl-sh:u1', requester),
  },
  { requiredKeys: ['event', 'remoteId'] },
)

const drafts: fc.Arbitrary<CommandDraft> = fc.oneof(
  fc.record({
    type: fc.constant('decide' as const),
    verdict: verdicts,
    digest: digests,
    mayMakeRule: fc.boolean(),
  }),
  fc.record({ type: fc.constantFrom('cancel' as const, 'revoke' as const, 'release' as const) }),
  fc.record({ type: fc.constant('claim' as const), forMs: fc.constantFrom(1, 1_000, 100_000) }),
  fc.record({ type: fc.constant('comment' as const), text: fc.constant('hm') }),
  fc.record({ type: fc.constant('withdraw' as const), reason: fc.constant('the policy denies it now') }),
  fc.record({
    type: fc.constant('start' as const),
    digest: digests,
    by: fc.constantFrom('requester' as const, 'requester' as const, 'gateway' as const),
    ticket: fc.constant(ticket),
  }),
  fc.record({
    type: fc.constant('finish' as const),
    ticket: fc.constantFrom(ticket, ticket, ticket, 'another'),
    outcome: fc.constantFrom('succeeded' as const, 'failed' as const, 'unknown' as const),
  }),
  fc.record({ type: fc.constant('elapse' as const) }),
  fc.record({
    type: fc.constant('record-ask' as const),
    channel: fc.constant('hitl-sh'),
    remoteId: remoteIds,
    remoteLoop: fc.constant('loop-1'),
    digest: fc.constant(digest),
    verdicts: fc.constantFrom(['allow-once', 'deny'] as const, ['deny'] as const),
  }),
  fc.record({
    type: fc.constant('answer' as const),
    channel: fc.constant('hitl-sh'),
    answer: answers,
    trusted: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('refute' as const),
    channel: fc.constant('hitl-sh'),
    answer: answers,
  }),
)

const steps = fc.array(
  fc.record({
    draft: drafts,
    actor: actors,
    key: fc.nat(40).map((n) => `k${n}`),
    // Mostly soon, sometimes over an expiry, a grant or a run limit.
    laterMs: fc.oneof({ weight: 15, arbitrary: fc.nat(500) }, fc.constantFrom(5_000, 10_000, expiresInMs)),
  }),
  { minLength: 1, maxLength: 30, size: 'max' },
)

const terms = fc.record({
  approve: fc.constantFrom(1, 2),
  deny: fc.constantFrom(1, 2),
  reviewers: fc.constantFrom(['*'], ['ann', 'bob', 'cid', requester], ['ann', 'bob']),
  separateRequester: fc.boolean(),
  reasonRequired: fc.constant('never' as const),
  verdicts: fc.constant(['allow-once', 'allow-always', 'deny'] as const),
})

const keyless = new Set<Command['type']>(['answer', 'refute', 'elapse'])

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}

function checkVotes({ votes, thresholds, status, requester }: Approval): void {
  const by = votes.map((vote) => vote.reviewer)
  expect(new Set(by).size).toBe(by.length)
  if (thresholds.separateRequester) expect(by).not.toContain(requester)
  if (!thresholds.reviewers.includes('*')) expect(thresholds.reviewers).toEqual(expect.arrayContaining(by))
  const denies = votes.filter((vote) => vote.verdict === 'deny').length
  const allows = votes.length - denies
  if (status === 'approved' || status === 'started' || status === 'succeeded') {
    expect(allows).toBeGreaterThanOrEqual(thresholds.approve)
    expect(denies).toBeLessThan(thresholds.deny)
  }
  if (status === 'denied') expect(denies).toBeGreaterThanOrEqual(thresholds.deny)
  if (status === 'pending') expect(allows < thresholds.approve && denies < thresholds.deny).toBe(true)
}

function checkStep(before: Approval, command: Command, effectIds: Set<string>): Approval {
  const wasApplied = before.applied.some(({ key }) => key === command.key)
  // Frozen, so that a rule which writes into what it was given throws here.
  const outcome = transition(deepFreeze(before), deepFreeze(command))
  if (wasApplied) expect(outcome.type).toBe('unchanged')
  if (outcome.type !== 'moved') return before
  const { next, effects } = outcome

  expect(next.version).toBe(before.version + 1)
  effects.forEach((effect, n) => {
    expect(effect.id).toBe(`${next.id}:${next.version}:${n}`)
    expect(effectIds.has(effect.id)).toBe(false)
    effectIds.add(effect.id)
  })
  expect(next.answers.length).toBeLessThanOrEqual(16)
  checkVotes(next)
  expect({ ...next.action, digest: next.digest, requester: next.requester }).toEqual({ ...action, digest, requester })

  // I4: what has ended stays as it ended.
  if (isEnded(before.status)) {
    const { asks: _, version: __, applied: ___, ...kept } = next
    expect(before).toMatchObject(kept)
  }
  // I8: by its own time it was over, so nothing but time may still move its status, and nobody's vote counts.
  if (isEnded(statusAt(before, command.at))) {
    expect([before.status, statusAt(before, command.at)]).toContain(next.status)
    expect(next.votes).toEqual(before.votes)
  }
  if (next.status === 'started' && before.status !== 'started') {
    expect(before.status).toBe('approved')
    expect(command).toMatchObject({ type: 'start', digest, by: 'requester' })
    expect(command.at).toBeLessThan(before.grantEndsAt!)
  }
  if (!keyless.has(command.type)) expect(transition(next, command).type).toBe('unchanged')
  return next
}

describe('any commands in any order', () => {
  it('I2 I4 I8 I24: ended stays ended, votes are distinct, starts are approved, keys count once', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(terms, steps, (thresholds, list) => {
        const made = transition(undefined, requestCommand({ thresholds }))
        if (made.type !== 'moved') throw new Error('not made')
        const effectIds = new Set(made.effects.map((effect) => effect.id))
        let approval = made.next
        let at = askedAt
        let starts = 0
        for (const { draft, actor, key, laterMs } of list) {
          at += laterMs
          const next = checkStep(approval, { ...draft, key, actor, via: 'api', at }, effectIds)
          if (next.status === 'started' && approval.status !== 'started') starts += 1
          approval = next
          seen.add(approval.status)
        }
        expect(starts).toBeLessThanOrEqual(1)
      }),
      { numRuns: runs },
    )
    // The walk is worth something only if it gets everywhere.
    for (const status of [
      'approved',
      'denied',
      'expired',
      'cancelled',
      'revoked',
      'lapsed',
      'started',
      'succeeded',
      'unknown',
    ])
      expect(seen).toContain(status)
  })
})
