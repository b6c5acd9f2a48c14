// Any function as a guarded one: its own types, copies of its arguments, and proof for whoever performs the effect.
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { GateResult } from '../../src/gate/gate-result.ts'
import { demandTicket, type Ticket } from '../../src/gate/ticket.ts'
import { parsePolicy } from '../../src/policy/policy.ts'
import { allow, ann, bot, must, principal } from '../service/world.ts'
import { action, blocked, gated } from './gated.ts'

interface Mail {
  to: string
  text: string
}

const toAction = (mail: Mail) => ({ target: { to: mail.to }, input: { text: mail.text } })

describe('gate.wrap', () => {
  it('keeps the types of what it wraps, and refuses wrong use in the editor', () => {
    const { gate } = gated()
    const send = gate.wrap('mail.send', toAction, async (mail: Mail) => mail.text.length)
    expectTypeOf(send).parameters.toEqualTypeOf<[mail: Mail]>()
    expectTypeOf(send).returns.toEqualTypeOf<Promise<GateResult<number>>>()
    // Never called: these lines are for the compiler.
    const wrong = () => {
      // @ts-expect-error the function takes a mail, not its text
      void send('hi')
      const badTarget = () => ({ target: 1, input: null })
      // @ts-expect-error the target of an action is a map of strings
      gate.wrap('mail.send', badTarget, async () => 'sent')
      // @ts-expect-error targets are strings
      void gate.run({ kind: 'mail.send', target: { to: 1 }, input: null }, () => 'sent')
      // @ts-expect-error what JSON can't hold can't be an input
      void gate.run({ kind: 'mail.send', target: {}, input: { at: new Date() } }, () => 'sent')
    }
    expect(wrong).toBeTypeOf('function')
  })

  it('narrows its result: a value where it ran, a reason where it was blocked', async () => {
    const { gate, approvals, held } = gated()
    const running = gate.wrap('mail.send', toAction, (mail: Mail) => mail.text)({ to: 'a', text: 'hi' })
    const approval = await held()
    must(await approvals.decide(ann, approval.id, allow(approval)))
    const result = await running
    if (result.type === 'blocked') throw new Error(result.reason)
    expectTypeOf(result.value).toEqualTypeOf<string>()
    expect(result.value).toBe('hi')
  })

  it('I18: runs with the arguments as they were when it was called', async () => {
    const { gate, approvals, held } = gated()
    const mail = { to: 'a', text: 'hi' }
    const sent: Mail[] = []
    const running = gate.wrap('mail.send', toAction, (each: Mail) => void sent.push(each))(mail)
    mail.text = 'changed before the first await was over'
    const approval = await held()
    mail.to = 'changed while it waited'
    must(await approvals.decide(ann, approval.id, allow(approval)))
    expect((await running).type).toBe('ran')
    expect(sent).toEqual([{ to: 'a', text: 'hi' }])
  })

  it('I18: does not run what can’t be copied and no longer makes what was approved', async () => {
    const { gate, approvals, held } = gated()
    const mail = { to: 'a', text: 'hi', abort: () => {} }
    let ran = 0
    const running = gate.wrap('mail.send', toAction, () => (ran += 1))(mail)
    const approval = await held()
    mail.text = 'changed while it waited'
    must(await approvals.decide(ann, approval.id, allow(approval)))
    expect(await running).toMatchObject(blocked('digest_mismatch'))
    expect(ran).toBe(0)
  })

  it('runs an edited action only where it is told how', async () => {
    const editing = must(parsePolicy({ lines: [{ name: 'edits', then: 'ask', edits: true }] }))
    const { gate, approvals, held } = gated({ settings: { policy: editing } })
    const fromAction = ({ target, input }: typeof action): [Mail] => [
      { to: target.channel, text: JSON.stringify(input) },
    ]
    const plain = gate.wrap('mail.send', toAction, (mail: Mail) => mail.text)
    const edits = gate.wrap('mail.send', toAction, (mail: Mail) => mail.text, { fromAction: fromAction as never })
    for (const [send, expected] of [
      [plain, blocked('digest_mismatch')],
      [edits, { type: 'ran', value: '{"text":"edited"}' }],
    ] as const) {
      const running = send({ to: 'a', text: 'hi' })
      const approval = await held()
      must(await approvals.decide(ann, approval.id, { ...allow(approval), input: { text: 'edited' } }))
      expect(await running).toMatchObject(expected)
    }
  })
})

describe('a ticket', () => {
  it('I2: proves one started run of exactly one action, to its requester', async () => {
    const { gate, approvals, held } = gated()
    const seen: string[] = []
    const demand = async (ticket: Ticket, of = action, by = bot) => {
      const result = await demandTicket(approvals, by, ticket, of)
      return result.ok ? 'ok' : result.code
    }
    const kept: Ticket[] = []
    const running = gate.run(action, async (approved, ticket) => {
      kept.push(ticket)
      seen.push(await demand(ticket, approved as typeof action))
      seen.push(await demand(ticket, { ...action, input: { payloads: [] } }))
      seen.push(await demand({ ...ticket, secret: '0'.repeat(32) }))
      seen.push(await demand(ticket, action, principal('key:other')))
    })
    const approval = await held()
    must(await approvals.decide(ann, approval.id, allow(approval)))
    await running
    for (const ticket of kept) seen.push(await demand(ticket))
    expect(seen).toEqual(['ok', 'digest_mismatch', 'wrong_ticket', 'not_found', 'already_finished'])
  })
})
