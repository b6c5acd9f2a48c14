// Edit and approve: another input is another action, so nothing that was said of the old one counts.
import { describe, expect, it } from 'vitest'
import { digestOf } from '../../src/domain/action.ts'
import { changesBetween } from '../../src/domain/changes.ts'
import { transition } from '../../src/domain/machine.ts'
import {
  action,
  after,
  answer,
  command,
  decide,
  digest,
  edit,
  moved,
  recordAsk,
  requestCommand,
  requester,
  saysAllow,
  thresholds,
} from './sample.ts'

const input = { payloads: [{ text: 'hello' }] }
const edited = digestOf('default', requester, { ...action, input })

describe('edit and approve', () => {
  it('approves another digest, keeps the one that was asked, and tells field by field what changed', () => {
    const approval = after(requestCommand(), edit(input))
    expect(approval).toMatchObject({ status: 'approved', digest: edited, requestDigest: digest, action: { input } })
    expect(approval.edits).toEqual([
      {
        reviewer: 'ann',
        at: approval.decidedAt,
        from: digest,
        to: edited,
        changes: [{ path: 'payloads[0].text', from: 'hi', to: 'hello' }],
      },
    ])
    expect(Object.isFrozen(approval.action.input)).toBe(true)
  })

  it('I21: starts only with the edited digest', () => {
    const approval = after(requestCommand(), edit(input))
    const start = (which: typeof digest) =>
      transition(approval, command({ type: 'start', digest: which, by: 'requester', ticket: 't' }, requester, 3_000))
    expect(start(digest)).toMatchObject({ type: 'refused', refusal: { code: 'digest_mismatch' } })
    expect(start(edited)).toMatchObject({ type: 'moved', next: { status: 'started' } })
  })

  it('I24: lets all earlier votes fall away, so two reviewers of two actions are not two of one', () => {
    const asked = after(requestCommand({ thresholds: thresholds({ approve: 2 }) }), decide('allow-once', 'ann'))
    const { next } = moved(transition(asked, edit(input, 'bob')))
    expect(next.status).toBe('pending')
    expect(next.votes.map(({ reviewer }) => reviewer)).toEqual(['bob'])
    expect(transition(next, decide('allow-once', 'cat'))).toMatchObject({ refusal: { code: 'digest_mismatch' } })
    const agreed = command({ type: 'decide', verdict: 'allow-once', digest: edited, mayMakeRule: false }, 'ann', 2_000)
    expect(transition(next, agreed)).toMatchObject({ next: { status: 'approved' } })
  })

  it('settles the questions about the old action, asks anew, and hears no answer to the old ones', () => {
    const asked = after(
      requestCommand({ channels: ['hitl-sh'], thresholds: thresholds({ approve: 2 }) }),
      recordAsk('r1'),
    )
    const { next, effects } = moved(transition(asked, edit(input)))
    expect(effects).toMatchObject([
      { kind: 'settle', remoteId: 'r1' },
      { kind: 'ask', channel: 'hitl-sh', digest: edited },
    ])
    expect(transition(next, answer(saysAllow(), true))).toMatchObject({ refusal: { code: 'digest_mismatch' } })
    const late = moved(transition(next, recordAsk('r0', 3_000)))
    expect(late.effects).toMatchObject([{ kind: 'settle', remoteId: 'r0' }])
  })

  it('is refused where edits are off, for routes, and with a denial', () => {
    const fixed = after(requestCommand({ editable: false }))
    expect(transition(fixed, edit(input))).toMatchObject({ refusal: { code: 'edit_not_allowed' } })
    const route = after(requestCommand({ action: { ...action, kind: 'http.route' } }))
    expect(route.editable).toBe(false)
    const denial = { ...edit(input), verdict: 'deny' as const }
    expect(transition(after(requestCommand()), denial)).toMatchObject({
      refusal: { code: 'invalid_request', field: 'input' },
    })
  })

  it('is a plain vote when nothing is changed', () => {
    expect(after(requestCommand(), edit(action.input))).toMatchObject({ status: 'approved', digest, edits: [] })
  })

  it('I4: the same edit again gets the same answer', () => {
    const approval = after(requestCommand(), edit(input))
    expect(transition(approval, edit(input))).toMatchObject({ type: 'unchanged' })
    expect(transition(approval, edit({ payloads: [] }))).toMatchObject({ refusal: { code: 'already_decided' } })
  })
})

describe('I4: the same edit again, while others have yet to vote', () => {
  const { next: pending } = moved(
    transition(after(requestCommand({ thresholds: thresholds({ approve: 2 }) })), edit(input)),
  )

  it('gets the same answer', () => {
    expect(transition(pending, edit(input))).toEqual({ type: 'unchanged', approval: pending })
  })

  it('is no vote of anybody else, who has not seen what it became', () => {
    expect(transition(pending, edit(input, 'bob'))).toMatchObject({ refusal: { code: 'digest_mismatch' } })
    const denies = { ...edit(input), verdict: 'deny' as const }
    expect(transition(pending, denies)).toMatchObject({ refusal: { code: 'digest_mismatch' } })
  })
})

describe('the account of an edit', () => {
  it('names what is new, gone and changed', () => {
    expect(changesBetween({ a: 1, b: [1, 2], c: null }, { a: 1, b: [1, 3, 4], d: {} })).toEqual([
      { path: 'b[1]', from: 2, to: 3 },
      { path: 'b[2]', to: 4 },
      { path: 'c', from: null },
      { path: 'd', to: {} },
    ])
    expect(changesBetween([], {})).toEqual([{ path: '', from: [], to: {} }])
    expect(changesBetween({ x: { y: 1 } }, { x: { y: 1 } })).toEqual([])
  })

  it('falls back to the whole where nobody could read the list', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i]))
    expect(changesBetween(many, {})).toEqual([{ path: '', from: many, to: {} }])
  })
})
