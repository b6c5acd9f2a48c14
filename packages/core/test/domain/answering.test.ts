// What channels say: hints, until their question is recorded and their channel has confirmed them.
import { describe, expect, it } from 'vitest'
import type { Answer, Approval } from '../../src/domain/approval.ts'
import type { Command } from '../../src/domain/command.ts'
import { transition } from '../../src/domain/machine.ts'
import {
  after,
  answer,
  command,
  decide,
  digest,
  elapse,
  expiresInMs,
  moved,
  recordAsk,
  requestCommand,
  requester,
  resultOf,
  saysAllow,
  thresholds,
} from './sample.ts'

const result = (approval: Approval, next: Command) => resultOf(approval, transition(approval, next))
const asked = () => after(requestCommand(), recordAsk('r1'))
const refute = (said: Answer) => command({ type: 'refute', channel: 'hitl-sh', answer: said }, 'hitl-sh', 3_000)
const confirms = (next: Command, approval: Approval) =>
  moved(transition(approval, next)).effects.filter((effect) => effect.kind === 'confirm')

describe('an answer that comes before its question is recorded', () => {
  it('is kept, and has itself confirmed once it is', () => {
    const early = after(requestCommand(), answer(saysAllow(), false))
    expect(early).toMatchObject({ status: 'pending', answers: [{ state: 'waiting' }], votes: [] })
    const { next, effects } = moved(transition(early, recordAsk('r1')))
    expect(next).toMatchObject({ status: 'pending', answers: [{ state: 'confirming' }] })
    expect(effects).toMatchObject([{ kind: 'confirm', channel: 'hitl-sh', answer: saysAllow() }])
  })

  it('counts when it is recorded, where its channel is trusted', () => {
    const early = after(requestCommand(), answer(saysAllow(), true))
    expect(early.status).toBe('pending')
    const { next } = moved(transition(early, recordAsk('r1')))
    expect(next).toMatchObject({ status: 'approved', votes: [{ reviewer: 'hitl-sh:u1', via: 'hitl-sh' }] })
  })

  it('I7 I8: does not count when its question is recorded only after the expiry', () => {
    const early = after(requestCommand(), answer(saysAllow(), true))
    const { next } = moved(transition(early, recordAsk('r1', expiresInMs)))
    expect(next).toMatchObject({ status: 'pending', votes: [] })
    expect(result(next, decide('allow-once', 'ann', expiresInMs))).toBe('expired')
    expect(moved(transition(next, elapse(expiresInMs))).next.status).toBe('expired')
  })

  it.each([
    ['timed-out', true],
    ['timed-out', false],
    ['cancelled', true],
    ['cancelled', false],
  ] as const)('I7 I14: a remote ending (%s) that came first does not bar it (trusted: %s)', (event, trusted) => {
    const ending = answer({ event, remoteId: 'r1', remoteLoop: 'loop-1' }, trusted)
    for (const order of [
      [ending, answer(saysAllow(), trusted)],
      [answer(saysAllow(), trusted), ending],
    ]) {
      const { next, effects } = moved(transition(after(requestCommand(), ...order), recordAsk('r1')))
      if (trusted) expect(next.status).toBe('approved')
      else expect(effects).toMatchObject([{ kind: 'confirm', answer: { event: 'completed' } }])
    }
  })

  it('I4 I14: of two that contradict each other both are confirmed, or the first is counted', () => {
    const both = (trusted: boolean) =>
      after(requestCommand(), answer(saysAllow({ verdict: 'deny' }), trusted), answer(saysAllow(), trusted))
    expect(moved(transition(both(true), recordAsk('r1'))).next.status).toBe('denied')
    const untrusted = moved(transition(both(false), recordAsk('r1')))
    expect(untrusted.effects).toMatchObject([{ answer: { verdict: 'deny' } }, { answer: { verdict: 'allow-once' } }])
    expect(new Set(untrusted.effects.map((effect) => effect.id)).size).toBe(2)
    expect(untrusted.next.version).toBe(both(false).version + 1)
  })

  it('that names another question or loop stays a hint, and does not bar the right one', () => {
    const early = after(
      requestCommand(),
      answer(saysAllow({ remoteLoop: 'loop-2' }), true),
      answer(saysAllow({ remoteId: 'r9' }), true),
    )
    const recorded = moved(transition(early, recordAsk('r1'))).next
    expect(recorded).toMatchObject({ status: 'pending', votes: [] })
    expect(result(recorded, answer(saysAllow(), true))).toBe('→ approved')
  })
})

describe('an answer to a recorded question', () => {
  it('drops no early answer to another question when it is counted', () => {
    const early = command(
      { type: 'answer', channel: 'chat', answer: saysAllow({ remoteId: 'c1', reviewer: 'chat:x' }), trusted: true },
      'chat',
    )
    const two = after(requestCommand({ thresholds: thresholds({ approve: 2 }) }), recordAsk('r1'), early)
    const counted = moved(transition(two, answer(saysAllow(), true))).next
    const chatAsk = command(
      { type: 'record-ask', channel: 'chat', remoteId: 'c1', digest, verdicts: ['allow-once'] },
      'chat',
    )
    expect(result(counted, chatAsk)).toBe('→ approved')
  })

  it('I7: is confirmed first where it is not trusted, and changes no vote by itself', () => {
    const { next, effects } = moved(transition(asked(), answer(saysAllow(), false)))
    expect(next).toMatchObject({ status: 'pending', votes: [], answers: [{ state: 'confirming' }] })
    expect(effects).toMatchObject([{ kind: 'confirm' }])
  })

  it('counts once it is trusted, and only once', () => {
    const two = after(requestCommand({ thresholds: thresholds({ approve: 2 }) }), recordAsk('r1'))
    const counted = moved(transition(two, answer(saysAllow(), true))).next
    expect(counted).toMatchObject({ status: 'pending', asks: [{ counted: true }] })
    expect(result(counted, answer(saysAllow(), true))).toBe('unchanged')
    // One ask gives one vote, whoever it names next.
    expect(result(counted, answer(saysAllow({ reviewer: 'hitl-sh:u2' }), true))).toBe('unchanged')
    expect(result(counted, decide('allow-once'))).toBe('→ approved')
  })

  it('I7: a remote time-out or cancellation is only noted, and a later completion still counts', () => {
    for (const event of ['timed-out', 'cancelled'] as const)
      for (const trusted of [true, false]) {
        const noted = moved(transition(asked(), answer({ event, remoteId: 'r1' }, trusted))).next
        expect(noted).toMatchObject({ status: 'pending', votes: [], asks: [{ notes: [event] }] })
        expect(result(noted, answer({ event, remoteId: 'r1' }, trusted))).toBe('unchanged')
        expect(result(noted, answer(saysAllow(), true))).toBe('→ approved')
      }
  })

  it('I7: is refused without a named reviewer, without a verdict, or with one that was not offered', () => {
    const { reviewer: _, ...nobody } = saysAllow()
    expect(result(asked(), answer(nobody, true))).toBe('verdict_not_offered')
    const { verdict: __, ...nothing } = saysAllow()
    expect(result(asked(), answer(nothing, true))).toBe('verdict_not_offered')
    const onlyDeny = after(
      requestCommand(),
      command({ type: 'record-ask', channel: 'hitl-sh', remoteId: 'r1', digest, verdicts: ['deny'] }, 'hitl-sh'),
    )
    expect(result(onlyDeny, answer(saysAllow(), true))).toBe('verdict_not_offered')
    expect(result(onlyDeny, answer(saysAllow({ verdict: 'deny' }), true))).toBe('→ denied')
  })

  it('I22: is refused for another question, loop or channel', () => {
    expect(result(asked(), answer(saysAllow({ remoteId: 'r2' }), true))).toBe('unknown_ask')
    expect(result(asked(), answer(saysAllow({ remoteLoop: 'loop-2' }), true))).toBe('unknown_ask')
    const chat = command({ type: 'answer', channel: 'chat', answer: saysAllow(), trusted: true }, 'chat')
    // Chat has not named a question yet, so it is kept: but it is never counted as an answer to this one.
    expect(result(asked(), chat)).toBe('kept')
    expect(moved(transition(asked(), chat)).next.votes).toEqual([])
  })

  it('I23 I24: passes the same rules as any vote', () => {
    expect(result(asked(), answer(saysAllow({ reviewer: requester }), true))).toBe('self_review')
    const named = after(requestCommand({ thresholds: thresholds({ reviewers: ['ann'] }) }), recordAsk('r1'))
    expect(result(named, answer(saysAllow(), true))).toBe('not_a_reviewer')
    expect(result(asked(), answer(saysAllow(), true, expiresInMs))).toBe('unchanged')
  })
})

describe('a refutation', () => {
  it('drops the answer, which may be said and confirmed again', () => {
    const kept = moved(transition(asked(), answer(saysAllow(), false))).next
    const refuted = moved(transition(kept, refute(saysAllow()))).next
    expect(refuted).toMatchObject({ status: 'pending', answers: [{ state: 'refuted' }] })
    expect(result(refuted, refute(saysAllow()))).toBe('unchanged')
    expect(confirms(answer(saysAllow(), false), refuted)).toHaveLength(1)
    expect(result(refuted, answer(saysAllow(), true))).toBe('→ approved')
  })

  it('looks once more when the answer was repeated meanwhile', () => {
    const kept = moved(transition(asked(), answer(saysAllow(), false))).next
    const again = moved(transition(kept, answer(saysAllow(), false)))
    expect(again.next).toMatchObject({ answers: [{ again: true }] })
    expect(again.effects).toEqual([])
    expect(result(again.next, answer(saysAllow(), false))).toBe('unchanged')
    const looked = moved(transition(again.next, refute(saysAllow())))
    expect(looked.effects).toMatchObject([{ kind: 'confirm' }])
    expect(looked.next).toMatchObject({ answers: [{ state: 'confirming' }] })
    expect(looked.next.answers[0]).not.toHaveProperty('again')
    expect(moved(transition(looked.next, refute(saysAllow()))).next).toMatchObject({ answers: [{ state: 'refuted' }] })
  })
})

describe('many different answers', () => {
  const strange = (n: number) => answer(saysAllow({ reviewer: `hitl-sh:u${n}` }), false)

  it('I32: keeps sixteen at most, asked or not yet', () => {
    for (const begin of [asked(), after(requestCommand())]) {
      let approval = begin
      for (let n = 0; n < 16; n++) approval = moved(transition(approval, strange(n))).next
      expect(approval.answers).toHaveLength(16)
      expect(result(approval, strange(17))).toBe('too_many_answers')
      // The record does not grow by repeating what is known either.
      expect(approval.applied.length).toBe(begin.applied.length)
    }
  })

  it('I7: does not bar a trusted one, nor a reviewer’s own decision', () => {
    let approval = asked()
    for (let n = 0; n < 16; n++) approval = moved(transition(approval, strange(n))).next
    expect(result(approval, answer(saysAllow(), true))).toBe('→ approved')
    expect(result(approval, decide('deny'))).toBe('→ denied')
  })
})

describe('a question that is recorded when all is over', () => {
  it('is taken back there', () => {
    for (const end of [
      decide('deny'),
      decide('allow-once'),
      elapse(expiresInMs),
      command({ type: 'cancel' }, requester),
    ]) {
      const { effects } = moved(transition(after(requestCommand(), end), recordAsk('r1', expiresInMs + 1)))
      expect(effects).toMatchObject([{ kind: 'settle', remoteId: 'r1' }])
    }
  })
})
