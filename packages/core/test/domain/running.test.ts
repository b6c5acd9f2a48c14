// From approved to outcome: started once, by whom it was approved for, and finished by whoever holds the ticket.
import { describe, expect, it } from 'vitest'
import { statusAt } from '../../src/domain/approval.ts'
import { transition } from '../../src/domain/machine.ts'
import {
  after,
  askedAt,
  command,
  decide,
  digest,
  elapse,
  finish,
  grantMs,
  maxRunMs,
  moved,
  otherDigest,
  requestCommand,
  resultOf,
  sampleIn,
  start,
} from './sample.ts'

const result = (before: ReturnType<typeof sampleIn>, next: Parameters<typeof transition>[1]) =>
  resultOf(before, transition(before, next))

describe('a start', () => {
  it('I1 I2: takes an approved one, the same digest and the right executor, once', () => {
    const approved = sampleIn('approved')
    expect(result(approved, command({ type: 'start', digest: otherDigest, by: 'requester', ticket: 't' }))).toBe(
      'digest_mismatch',
    )
    const gateways = after(requestCommand({ executor: 'gateway' }), decide('allow-once'))
    expect(result(gateways, start())).toBe('not_yours_to_start')
    expect(result(gateways, command({ type: 'start', digest, by: 'gateway', ticket: 't' }, 'gateway', 2_000))).toBe(
      '→ started',
    )
    const { next } = moved(transition(approved, start()))
    expect(next).toMatchObject({ ticket: 'the-ticket', startedAt: askedAt + 3_000 })
    expect(result(next, start())).toBe('already_started')
  })

  it('I1: is refused from the end of the grant on, swept or not', () => {
    const approved = sampleIn('approved')
    expect(result(approved, start(1_000 + grantMs - 1))).toBe('→ started')
    expect(result(approved, start(1_000 + grantMs))).toBe('lapsed')
    expect(result(sampleIn('lapsed'), start(1_000 + grantMs))).toBe('lapsed')
  })

  it('I2: under the key that won it changes nothing and keeps the winner’s ticket', () => {
    const first = command({ type: 'start', digest, by: 'requester', ticket: 'first' }, 'key:bot', 3_000, 'the-key')
    const started = moved(transition(sampleIn('approved'), first)).next
    const again = transition(started, { ...first, ticket: 'second' } as typeof first)
    expect(again).toEqual({ type: 'unchanged', approval: started })
    expect(started.ticket).toBe('first')
  })
})

describe('a finish', () => {
  it('needs the ticket of the start', () => {
    const started = sampleIn('started')
    for (const ticket of ['', 'another', 'THE-TICKET'])
      expect(result(started, command({ type: 'finish', ticket, outcome: 'succeeded' }, 'key:bot', 4_000))).toBe(
        'wrong_ticket',
      )
    const detail = { sent: 1 }
    const told = command({ type: 'finish', ticket: 'the-ticket', outcome: 'failed', detail }, 'key:bot', 4_000)
    expect(moved(transition(started, told)).next).toMatchObject({
      status: 'failed',
      outcome: 'failed',
      detail,
      endedAt: askedAt + 4_000,
    })
  })

  it('I3 I4: comes too late once the run limit is over, swept or not', () => {
    const started = sampleIn('started')
    expect(result(started, finish('succeeded', 3_000 + maxRunMs - 1))).toBe('→ succeeded')
    expect(result(started, finish('succeeded', 3_000 + maxRunMs))).toBe('already_finished')
    const swept = moved(transition(started, elapse(3_000 + maxRunMs))).next
    expect(swept).toMatchObject({ status: 'unknown', outcome: 'unknown' })
    expect(result(swept, finish('succeeded', 3_001 + maxRunMs))).toBe('already_finished')
  })
})

describe('time', () => {
  it.each([
    ['pending', 60_000, 'expired'],
    ['approved', 1_000 + grantMs, 'lapsed'],
    ['started', 3_000 + maxRunMs, 'unknown'],
  ] as const)('I8: turns %s at its very millisecond, in what is read and in what is swept', (status, atMs, to) => {
    const approval = sampleIn(status)
    expect(statusAt(approval, askedAt + atMs - 1)).toBe(status)
    expect(statusAt(approval, askedAt + atMs)).toBe(to)
    expect(result(approval, elapse(atMs - 1))).toBe('unchanged')
    // Swept late, it still ended when it ended.
    expect(moved(transition(approval, elapse(atMs + 9_999))).next).toMatchObject({
      status: to,
      endedAt: askedAt + atMs,
    })
  })
})
