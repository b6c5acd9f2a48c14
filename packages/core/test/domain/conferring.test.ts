// Claims, comments and withdrawals: none of them decides, and none outlives what it is about.
import { describe, expect, it } from 'vitest'
import { liveClaim } from '../../src/domain/conferring.ts'
import { transition } from '../../src/domain/machine.ts'
import { after, askedAt, command, decide, moved, requestCommand, thresholds } from './sample.ts'

const claim = (actor: string, afterMs = 1_000) => command({ type: 'claim', forMs: 5_000 }, actor, afterMs)
const named = requestCommand({ thresholds: thresholds({ reviewers: ['ann', 'bob'] }) })

describe('a claim', () => {
  it('keeps others from claiming, not from deciding, and returns by itself', () => {
    const claimed = after(named, claim('ann'))
    expect(transition(claimed, claim('bob', 2_000))).toMatchObject({ refusal: { code: 'already_claimed' } })
    expect(transition(claimed, decide('deny', 'bob', 2_000))).toMatchObject({ next: { status: 'denied' } })
    expect(liveClaim(claimed, askedAt + 6_000)).toBeUndefined()
    expect(transition(claimed, claim('bob', 6_000))).toMatchObject({ next: { claimed: { reviewer: 'bob' } } })
  })

  it('is released by whoever holds it, and by nobody else', () => {
    const claimed = after(named, claim('ann'))
    const release = (actor: string) => transition(claimed, command({ type: 'release' }, actor, 2_000))
    expect(release('bob')).toMatchObject({ refusal: { code: 'already_claimed' } })
    expect(moved(release('ann')).next.claimed).toBeUndefined()
  })
})

describe('I25: who is no reviewer', () => {
  it('can’t claim, comment or revoke', () => {
    const approved = after(named, decide('allow-once', 'ann'))
    const refused = { refusal: { code: 'not_a_reviewer' } }
    expect(transition(after(named), claim('eve'))).toMatchObject(refused)
    expect(transition(approved, command({ type: 'comment', text: 'x' }, 'eve', 2_000))).toMatchObject(refused)
    expect(transition(approved, command({ type: 'revoke' }, 'eve', 2_000))).toMatchObject(refused)
  })
})

describe('comments', () => {
  it('are kept in order, a hundred at most', () => {
    let approval = after(named)
    for (let i = 0; i < 100; i++)
      approval = moved(transition(approval, command({ type: 'comment', text: `${i}` }, 'ann'))).next
    expect(approval.comments.map(({ text }) => text)).toEqual(Array.from({ length: 100 }, (_, i) => `${i}`))
    expect(transition(approval, command({ type: 'comment', text: 'more' }, 'ann'))).toMatchObject({
      refusal: { code: 'too_many_comments' },
    })
  })
})

describe('allow-always', () => {
  const always = (actor: string, remember = {}) =>
    command(
      { type: 'decide', verdict: 'allow-always', digest: after(named).digest, mayMakeRule: true, remember },
      actor,
    )

  it('I31: leaves a rule behind with the narrower terms, once as many reviewers want it as the approval takes', () => {
    const asked = after(
      { ...named, thresholds: { ...named.thresholds, approve: 2 } },
      always('ann', { expiresInMs: 60_000, maxUses: 9 }),
    )
    const { effects } = moved(transition(asked, always('bob', { expiresInMs: 90_000, maxUses: 3 })))
    expect(effects).toMatchObject([
      { kind: 'rule', rule: { createdBy: 'ann', expiresAt: askedAt + 61_000, maxUses: 3 } },
    ])
    expect(moved(transition(asked, decide('allow-once', 'bob'))).effects).toEqual([])
  })

  it('I31: is allow-once for whoever may not make rules, and says so', () => {
    const approval = after(named, decide('allow-always', 'ann'))
    expect(approval.votes).toMatchObject([{ verdict: 'allow-once', chosen: 'allow-always' }])
  })

  it('takes its rule with it when it is revoked', () => {
    const { effects } = moved(
      transition(after(named, always('ann')), command({ type: 'revoke', reason: 'wrong' }, 'bob', 2_000)),
    )
    expect(effects).toMatchObject([{ kind: 'unrule', by: 'bob' }])
  })
})

describe('denial memory', () => {
  it('is left behind by a human denial where it is on', () => {
    const asked = after(requestCommand({ denialMemoryMs: 1_000 }))
    expect(moved(transition(asked, decide('deny'))).effects).toMatchObject([{ kind: 'denial', until: askedAt + 2_000 }])
    expect(moved(transition(after(requestCommand()), decide('deny'))).effects).toEqual([])
  })
})
