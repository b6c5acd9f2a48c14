// Who may decide, on what, until when, and what the votes add up to.
import { describe, expect, it } from 'vitest'
import { isEnded, statuses, type Approval } from '../../src/domain/approval.ts'
import { type Vote } from '../../src/domain/vote.ts'
import { transition } from '../../src/domain/machine.ts'
import { tally } from '../../src/domain/thresholds.ts'
import { type Verdict } from '../../src/domain/vote.ts'
import {
  after,
  askedAt,
  command,
  decide,
  elapse,
  expiresInMs,
  moved,
  otherDigest,
  recordAsk,
  requestCommand,
  requester,
  resultOf,
  sampleIn,
  thresholds,
} from './sample.ts'

const asked = (changes: Parameters<typeof thresholds>[0]): Approval =>
  after(requestCommand({ thresholds: thresholds(changes) }))

const result = (approval: Approval, next: Parameters<typeof transition>[1]) =>
  resultOf(approval, transition(approval, next))

describe('who may decide', () => {
  it('I24: refuses the requester’s own decision where separation is asked for, and takes it where not', () => {
    expect(result(asked({}), decide('allow-once', requester))).toBe('self_review')
    expect(result(asked({}), decide('deny', requester))).toBe('self_review')
    expect(result(asked({ separateRequester: false }), decide('allow-once', requester))).toBe('→ approved')
  })

  it('I25: refuses whoever is not named; `*` is everyone', () => {
    const named = asked({ reviewers: ['bob'] })
    expect(result(named, decide('allow-once', 'ann'))).toBe('not_a_reviewer')
    expect(result(named, decide('deny', 'ann'))).toBe('not_a_reviewer')
    expect(result(named, decide('allow-once', 'BOB'))).toBe('not_a_reviewer')
    expect(result(named, decide('allow-once', 'bob'))).toBe('→ approved')
    expect(result(asked({ reviewers: ['*'] }), decide('allow-once', 'anyone'))).toBe('→ approved')
  })

  it('I25: an empty list is nobody, even on an approval that is already pending', () => {
    const emptied: Approval = { ...asked({}), thresholds: thresholds({ reviewers: [] }) }
    expect(result(emptied, decide('allow-once', 'ann'))).toBe('not_a_reviewer')
  })

  it('wants a reason where the thresholds say so', () => {
    const onDeny = asked({ reasonRequired: 'deny' })
    expect(result(onDeny, decide('deny'))).toBe('reason_required')
    expect(result(onDeny, decide('allow-once'))).toBe('→ approved')
    const always = asked({ reasonRequired: 'always' })
    for (const reason of ['', '  \t'])
      expect(result(always, decide('allow-once', 'ann', 1_000, { reason }))).toBe('reason_required')
    expect(result(always, decide('allow-once', 'ann', 1_000, { reason: 'seen' }))).toBe('→ approved')
  })

  it('refuses a verdict that is not offered', () => {
    const onlyDeny = asked({ verdicts: ['deny'] })
    expect(result(onlyDeny, decide('allow-once'))).toBe('verdict_not_offered')
    expect(result(onlyDeny, decide('allow-always'))).toBe('verdict_not_offered')
    expect(result(onlyDeny, decide('deny'))).toBe('→ denied')
  })
})

describe('what a decision is about', () => {
  it('I21: another digest than the approval’s changes nothing, whatever the verdict', () => {
    for (const verdict of ['allow-once', 'allow-always', 'deny'] as const) {
      const on = decide(verdict, 'ann', 1_000, { digest: otherDigest })
      expect(result(sampleIn('pending'), on)).toBe('digest_mismatch')
      expect(result(sampleIn('approved'), on)).toBe('already_decided')
    }
  })

  it('I8: at the expiry and after it every decision is refused, swept or not', () => {
    const pending = asked({})
    const swept = after(requestCommand(), elapse(expiresInMs))
    for (const verdict of ['allow-once', 'allow-always', 'deny'] as const)
      for (const atMs of [expiresInMs, expiresInMs + 1, expiresInMs * 1_000]) {
        expect(result(pending, decide(verdict, 'ann', atMs))).toBe('expired')
        expect(result(swept, decide(verdict, 'ann', atMs))).toBe('expired')
      }
    expect(result(pending, decide('allow-once', 'ann', expiresInMs - 1))).toBe('→ approved')
  })

  it('I8: once over, no decision of any reviewer moves any status', () => {
    for (const status of statuses.filter(isEnded))
      for (const verdict of ['allow-once', 'deny'] as const)
        for (const atMs of [3_000, expiresInMs, expiresInMs * 2])
          expect(transition(sampleIn(status), decide(verdict, 'bob', atMs)).type).toBe('refused')
  })

  it('I8: one of two needed votes, cast in time, does not carry over the expiry', () => {
    const half = after(requestCommand({ thresholds: thresholds({ approve: 2 }) }), decide('allow-once', 'ann'))
    expect(result(half, decide('allow-once', 'bob', expiresInMs))).toBe('expired')
    expect(result(half, decide('allow-once', 'bob', expiresInMs - 1))).toBe('→ approved')
  })
})

describe('what votes add up to', () => {
  const two = () => asked({ approve: 2, deny: 2 })
  const cast = (approval: Approval, ...votes: readonly (readonly [string, Verdict])[]): Approval => {
    let next = approval
    for (const [who, verdict] of votes) next = moved(transition(next, decide(verdict, who))).next
    return next
  }

  it('I24: takes distinct reviewers', () => {
    const once = cast(two(), ['ann', 'allow-once'])
    expect(result(once, decide('allow-once', 'ann'))).toBe('unchanged')
    expect(result(once, decide('allow-always', 'ann'))).toBe('unchanged')
    expect(result(once, decide('allow-once', 'bob'))).toBe('→ approved')
    const denied = cast(two(), ['ann', 'deny'])
    expect(result(denied, decide('deny', 'ann'))).toBe('unchanged')
    expect(result(denied, decide('deny', 'bob'))).toBe('→ denied')
  })

  it('I4: denies at their threshold win over any approvals at 2 of 2', () => {
    const mixed = cast(two(), ['ann', 'allow-once'], ['bob', 'deny'])
    expect(mixed.status).toBe('pending')
    expect(result(mixed, decide('deny', 'cid'))).toBe('→ denied')
    expect(result(mixed, decide('allow-once', 'cid'))).toBe('→ approved')
    const vote = (reviewer: string, verdict: Verdict): Vote => ({ reviewer, verdict, at: 0, via: 'api' })
    const many = ['a', 'b', 'c', 'd'].map((who) => vote(who, 'allow-once'))
    expect(tally(thresholds({ approve: 2, deny: 2 }), [...many, vote('e', 'deny'), vote('f', 'deny')])).toBe('denied')
  })

  it('I4: allow may become deny while pending, deny never becomes allow', () => {
    const allowed = cast(two(), ['ann', 'allow-once'])
    const turned = cast(allowed, ['ann', 'deny'])
    expect(turned.votes).toMatchObject([{ reviewer: 'ann', verdict: 'deny' }])
    expect(result(turned, decide('deny', 'bob'))).toBe('→ denied')
    expect(result(turned, decide('allow-once', 'ann'))).toBe('already_voted')
    expect(result(turned, decide('allow-always', 'ann'))).toBe('already_voted')
  })

  it('I31: allow-always counts as allow-once for whoever may not make rules, and the vote says what was chosen', () => {
    const { next } = moved(transition(asked({}), decide('allow-always')))
    expect(next).toMatchObject({ status: 'approved', votes: [{ verdict: 'allow-once', chosen: 'allow-always' }] })
    expect(moved(transition(asked({}), decide('allow-once'))).next.votes[0]).not.toHaveProperty('chosen')
  })

  it('I6 I17: a verdict that this version does not know allows nothing', () => {
    const strange = [{ reviewer: 'ann', verdict: 'abstain' as Verdict, at: 0, via: 'api' }]
    expect(tally(thresholds({}), strange)).toBe('pending')
  })
})

describe('what a decision leads to', () => {
  it('I12: settles the questions that are still open there, and those only', () => {
    const noted = command(
      { type: 'answer', channel: 'hitl-sh', answer: { event: 'timed-out', remoteId: 'r2' }, trusted: true },
      'hitl-sh',
    )
    const said = command(
      {
        type: 'answer',
        channel: 'hitl-sh',
        answer: { event: 'completed', remoteId: 'r3', verdict: 'allow-once', reviewer: 'u' },
        trusted: true,
      },
      'hitl-sh',
    )
    const open = () => [
      requestCommand({ thresholds: thresholds({ approve: 2 }) }),
      recordAsk('r1'),
      recordAsk('r2'),
      recordAsk('r3'),
      noted,
      said,
    ]
    const settles = [{ kind: 'settle', channel: 'hitl-sh', remoteId: 'r1' }]
    expect(moved(transition(after(...open()), decide('allow-once'))).effects).toMatchObject(settles)
    expect(moved(transition(after(...open()), decide('deny'))).effects).toMatchObject(settles)
    expect(moved(transition(after(...open()), command({ type: 'cancel' }, requester))).effects).toMatchObject(settles)
    expect(moved(transition(after(...open()), elapse(expiresInMs))).effects).toMatchObject(settles)
    for (const outcome of [decide('allow-once'), decide('deny'), elapse(expiresInMs)])
      expect(moved(transition(after(...open()), outcome)).effects).toHaveLength(1)
  })

  it('hands what was approved for the gateway to the gateway, and nothing else', () => {
    const gateways = after(requestCommand({ executor: 'gateway' }))
    expect(moved(transition(gateways, decide('allow-once'))).effects).toMatchObject([{ kind: 'execute' }])
    expect(moved(transition(gateways, decide('deny'))).effects).toEqual([])
    expect(moved(transition(after(requestCommand()), decide('allow-once'))).effects).toEqual([])
  })

  it('the grant runs from the decision, not from the request', () => {
    const { next } = moved(transition(asked({}), decide('allow-once', 'ann', 7_000)))
    expect(next).toMatchObject({ decidedAt: askedAt + 7_000, grantEndsAt: askedAt + 17_000 })
  })
})
