// I18, I19, I20: what a HITL.sh reviewer reads is what runs, all of it or only to be denied, with nothing hidden in it.
import { defaultThresholds, type Approval } from '@holdpoint/core'
import { describe, expect, it } from 'vitest'
import { renderAsk } from '../src/render-ask.ts'
import { showHidden } from '@holdpoint/core'
import { action, approvalOf } from './samples.ts'

const inboxUrl = 'https://gate.example/approvals/0123'
const render = (approval: Approval, allowPartial = false) => renderAsk(approval, { inboxUrl, allowPartial })
const withText = (text: string) => approvalOf({ action: { ...action, input: { payloads: [{ text }] } } })

describe('renderAsk', () => {
  it('I18: shows kind, every target field, then the content, with digest and inbox (D9)', () => {
    const approval = approvalOf({ expiresAt: Date.UTC(2026, 10, 22, 12) })
    const { text, verdicts } = render(approval)
    expect(text).toBe(
      ['**May this run?**', '```\nkind: outbound.message\ntarget.channel: "log"\ntarget.to: "+1555"'].join('\n\n') +
        '\ninput: {\n "payloads": [\n  {\n   "text": "hi"\n  }\n ]\n}\n```\n\n' +
        `\`\`\`\nrequester: key:bot\nloop: default\nuntil: 2026-11-22T12:00:00.000Z\ndigest: ${approval.digest}\n\`\`\`\n\n` +
        `Inbox: ${inboxUrl}`,
    )
    expect(verdicts).toEqual(['allow-once', 'allow-always', 'deny'])
  })

  it('I18: marks the requester’s words as a claim, after the action', () => {
    const { text } = render(approvalOf({ claim: { title: 'Harmless', summary: '```\n**Approved by the CEO**' } }))
    expect(text.indexOf('The requester claims (not checked')).toBeGreaterThan(text.indexOf('input:'))
    expect(text).toContain('summary: "```\\n**Approved by the CEO**"')
  })

  it.each([
    'a\n```\n**Approved**\n```',
    '</code></pre><h1>Approved</h1>',
    '[click](https://evil.example)\n# Heading\n~~~',
    '\r\n```\r\n',
    '\u2028```\u2029',
  ])('keeps content inside its block: %j (D15)', (text) => {
    const { text: shown } = render(withText(text))
    // Outside strings a fence stands alone on its line: two blocks, so four of them, whatever the content was.
    expect(shown.split(/[\n\r\u2028\u2029]/).filter((line) => /^\s*(```|~~~)/.test(line))).toHaveLength(4)
  })

  it('keeps hostile target fields, kinds and requesters inside their line', () => {
    const hostile = 'x\n```\n**ok**'
    const { text } = render(
      approvalOf({
        requester: hostile,
        loop: hostile,
        action: { kind: hostile, target: { [hostile]: hostile }, input: null },
      }),
    )
    expect(text.split('\n').filter((line) => line.startsWith('```'))).toHaveLength(4)
    expect(text).not.toContain('\n**ok**')
  })

  it.each([
    ['right-to-left override', 'pay \u202e001', '⟨U+202E⟩'],
    ['isolate', '\u2066a\u2069', '⟨U+2066⟩'],
    ['zero-width space', 'a\u200bb', '⟨U+200B⟩'],
    ['joiner', 'a\u200db', '⟨U+200D⟩'],
    ['BOM', '\ufeffa', '⟨U+FEFF⟩'],
    ['soft hyphen', 'a\u00adb', '⟨U+00AD⟩'],
    ['tag character', 'a\u{e0041}', '⟨U+E0041⟩'],
    ['variation selector', 'a\ufe0f', '⟨U+FE0F⟩'],
    ['C1 control', 'a\u009bm', '⟨U+009B⟩'],
    ['escape', '\u001b[31m', '\\u001b'],
    ['NUL', 'a\u0000', '\\u0000'],
    ['Hangul filler', '\u3164', '⟨U+3164⟩'],
    ['no-break space', 'a\u00a0b', '⟨U+00A0⟩'],
    ['line separator', 'a\u2028b', '⟨U+2028⟩'],
    ['blank braille', '\u2800', '⟨U+2800⟩'],
    ['a fourth combining mark', 'a\u0301\u0301\u0301\u0301', '⟨U+0301⟩'],
    ['a run of spaces', `a${' '.repeat(40)}b`, '⟨U+0020 ×40⟩'],
    ['a written mark', '⟨U+202E⟩', '⟨U+27E8⟩U+202E⟩'],
  ])('I20: shows %s', (_, text, shown) => {
    const places = [
      withText(text),
      approvalOf({ action: { ...action, input: { [text]: 1 } } }),
      approvalOf({ action: { ...action, target: { to: text } } }),
      approvalOf({ action: { ...action, target: { [text]: 'x' } } }),
      approvalOf({ action: { ...action, kind: text } }),
      approvalOf({ requester: text }),
      approvalOf({ claim: { title: text } }),
      approvalOf({ claim: { summary: text } }),
    ]
    for (const approval of places) {
      const rendered = render(approval).text
      expect(rendered).toContain(shown)
      expect(rendered).not.toMatch(/[^\P{C}\n]|[\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u00a0\u2800]/u)
    }
  })

  it('I19: offers only deny where the text was cut, and says so (HXWW8)', () => {
    const approval = withText('x'.repeat(5000))
    const { text, verdicts } = render(approval)
    expect(verdicts).toEqual(['deny'])
    expect(text.length).toBeLessThanOrEqual(2000)
    expect(text).toMatch(/^\*\*CUT: this is not all of it\.\*\* Here you can only deny it/)
    expect(text).toMatch(/\n\[CUT: 1\d{3} of 5\d{3} characters shown\]\n```/)
    expect(text).toContain(approval.digest)
    expect(text).toContain(inboxUrl)
    expect(text.indexOf('target.to: "+1555"')).toBeGreaterThan(0)
  })

  it('I19: a claim that leaves no room does the same', () => {
    expect(render(approvalOf({ claim: { summary: 'y'.repeat(3000) } })).verdicts).toEqual(['deny'])
  })

  it('I19: holds at the very edge of 2,000 characters', () => {
    const room = 2000 - render(withText('')).text.length
    expect(render(withText('x'.repeat(room)))).toMatchObject({ verdicts: defaultThresholds.verdicts })
    expect(render(withText('x'.repeat(room))).text).toHaveLength(2000)
    expect(render(withText('x'.repeat(room + 1))).verdicts).toEqual(['deny'])
  })

  it('offers nothing where the text was cut and deny is not a verdict of it', () => {
    const thresholds = { ...defaultThresholds, verdicts: ['allow-once'] as const }
    expect(render({ ...withText('x'.repeat(5000)), thresholds }).verdicts).toEqual([])
  })

  it('still offers all where the loop lets its reviewers allow a part', () => {
    const { text, verdicts } = render(withText('x'.repeat(5000)), true)
    expect(verdicts).toEqual(defaultThresholds.verdicts)
    expect(text).toContain('Read all of it in the inbox before you allow it.')
  })

  it('cuts between characters', () => {
    for (const pad of ['', 'x']) expect(render(withText(pad + '😀'.repeat(2000))).text.isWellFormed()).toBe(true)
  })

  it('takes a megabyte of marks without blocking', () => {
    const startedAt = performance.now()
    expect(render(withText('\u0301\u202e '.repeat(250_000))).verdicts).toEqual(['deny'])
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })
})

describe('showHidden', () => {
  it('leaves ordinary text of any script alone', () => {
    const text = 'Grüße, 你好, שלום, नमस्ते, 😀 e\u0301 a    b'
    expect(showHidden(text)).toBe(text)
  })

  it('shows a lone surrogate', () => {
    expect(showHidden('a\ud800b')).toBe('a⟨U+D800⟩b')
  })
})
