// What is left out of a question never leaves the house, and is marked so that nothing can pose as it.
import { describe, expect, it } from 'vitest'
import { renderAsk } from '../src/render-ask.ts'
import type { HitlShRedaction } from '../src/index.ts'
import { action, approvalOf } from './samples.ts'

const secretive = approvalOf({
  action: {
    ...action,
    target: { channel: 'log', to: '+15551234567', account: 'acme' },
    input: { payloads: [{ text: 'SECRET', mediaUrls: ['https://example.com/SECRET'] }], note: 'plain' },
  },
  claim: { title: 'about SECRET', summary: 'fine' },
})
const render = (redaction: HitlShRedaction, allowPartial = false) =>
  renderAsk(secretive, { inboxUrl: 'https://gate.example/a', allowPartial, redaction })

describe('D15: redaction', () => {
  it('leaves fields out, with all that is below them', () => {
    const { text } = render({ fields: ['input.payloads.*', 'claim.title'] })
    expect(text).not.toContain('SECRET')
    expect(text).toContain('⟨left out here⟩')
    expect(text).toContain('"note": "plain"')
    expect(text).toContain('summary: "fine"')
  })

  it('masks recipients, or hides them', () => {
    const masked = render({ recipients: 'mask' }).text
    expect(masked).not.toContain('5551234')
    expect(masked).not.toContain('acme')
    expect(masked).toContain('target.to: ⟨masked⟩ …"567"')
    expect(masked).toContain('target.account: ⟨masked⟩\n')
    const hidden = render({ recipients: 'hide' }).text
    expect(hidden).not.toContain('567')
    expect(hidden).toContain('target.channel: "log"')
  })

  it('I19: then only deny is offered, it is said first, and allowPartial is the way out', () => {
    const { text, verdicts } = render({ fields: ['input'] })
    expect(text).toMatch(/^\*\*PART: some of it is left out here on purpose\.\*\* Here you can only deny it/)
    expect(verdicts).toEqual(['deny'])
    expect(render({ fields: ['input'] }, true).verdicts).toContain('allow-once')
  })

  it('tells no digest, by which guesses of what was left out could be checked', () => {
    expect(render({ fields: ['input'] }).text).not.toContain(secretive.digest)
    expect(render({}).text).toContain(secretive.digest)
  })

  it('I20: no content can pose as what was left out', () => {
    const posing = approvalOf({ action: { ...action, target: { to: '⟨left out here⟩' }, input: '⟨masked⟩' } })
    const { text, isRedacted } = renderAsk(posing, { inboxUrl: 'https://gate.example/a', allowPartial: false })
    expect(isRedacted).toBe(false)
    expect(text).not.toContain('⟨left out here⟩')
    expect(text).not.toContain('⟨masked⟩')
  })

  it('prints the rest as JSON does', () => {
    const input = { a: [], b: {}, c: [1, { d: null }], 'e f': true }
    const { text } = renderAsk(approvalOf({ action: { ...action, input } }), { inboxUrl: 'x', allowPartial: false })
    expect(text).toContain(`input: ${JSON.stringify(input, undefined, 1)}`)
  })
})
