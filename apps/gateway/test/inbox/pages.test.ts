// What the pages say of an approval; how they look and behave is for the end-to-end tests.
import { statuses } from '@holdpoint/core'
import type { HttpResponse } from '@holdpoint/core/http'
import { describe, expect, it } from 'vitest'
import { approvalPage } from '../../src/inbox/approval-page.ts'
import { listPage } from '../../src/inbox/list-page.ts'
import { inReadingOrder } from '../../src/inbox/reading-order.ts'
import { signInPage } from '../../src/inbox/sign-in-page.ts'
import { sampleApproval } from '@holdpoint/testkit'

const textOf = ({ body }: HttpResponse) => (typeof body === 'string' ? body : '')
const approvalText = (changes: Parameters<typeof sampleApproval>[0] = {}) =>
  textOf(approvalPage({ csrf: 'the-csrf', approval: sampleApproval(changes) }))
const list = { csrf: 'the-csrf', loop: 'default', loops: ['default'], status: 'pending', items: [] } as const

describe('every page', () => {
  it.each([
    ['sign-in', signInPage('token')],
    ['list', listPage(list)],
    ['approval', approvalPage({ csrf: 'c', approval: sampleApproval() })],
  ])('%s can’t be framed, scripted from elsewhere, or kept', (_, { headers }) => {
    const sent = Object.fromEntries(headers)
    expect(sent).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-type': 'text/html; charset=utf-8',
    })
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "form-action 'self'",
      "base-uri 'none'",
    ])
      expect(sent['content-security-policy']).toContain(rule)
    expect(sent['content-security-policy']).not.toMatch(/unsafe|\*|https?:/)
  })
})

describe('the approval’s page', () => {
  it.each(statuses)('has buttons only while it is pending: %s (I4)', (status) => {
    expect(approvalText({ status }).includes('name="verdict"')).toBe(status === 'pending')
  })

  it('sends the digest of what it shows (I21)', () => {
    const approval = sampleApproval()
    expect(approvalText()).toContain(`name="digest" value="${approval.digest}"`)
  })

  it('offers only the verdicts that the approval does, and says when it wants a reason', () => {
    const { thresholds } = sampleApproval()
    const text = approvalText({ thresholds: { ...thresholds, verdicts: ['deny'], reasonRequired: 'deny' } })
    expect(text).not.toContain('value="allow-once"')
    expect(text).toContain('value="deny"')
    expect(text).toContain('required to deny')
  })

  it('shows what isn’t a message as JSON, whole (I18, I19)', () => {
    const { action } = sampleApproval()
    const inputs = [
      'text',
      7,
      null,
      [1, { a: 'ü' }],
      { payloads: 'not a list' },
      { payloads: [{ text: 1 }, null, 'x'] },
    ]
    for (const input of inputs) {
      const [, shown = ''] = /as JSON">\n([^<]*)<\/pre/.exec(approvalText({ action: { ...action, input } })) ?? []
      expect(JSON.parse(shown.replaceAll('&quot;', '"'))).toEqual(input)
    }
  })

  it('keeps a text’s own line breaks, the first one too, and marks other invisible characters (I18, I20)', () => {
    const { action } = sampleApproval()
    const text = approvalText({ action: { ...action, input: { payloads: [{ text: '\n  a\tb\u202e\n' }] } } })
    expect(text).toContain('aria-label="Message text">\n\n  a⟨U+0009⟩b⟨U+202E⟩\n</pre')
  })

  it('sets apart what the requester merely says', () => {
    const text = approvalText({ claim: { title: 'All <fine>' } })
    expect(text).toMatch(/<section class="claim">[\s\S]*claims[\s\S]*All &lt;fine&gt;[\s\S]*<\/section>/)
    expect(approvalText()).not.toContain('claims')
  })
})

const shop = { ...sampleApproval().action, target: { account: 'shop', channel: 'log', to: '+1555' } }

describe('the list', () => {
  it('says what is empty', () => {
    expect(listPage(list).body).toContain('Nothing is waiting.')
    expect(listPage({ ...list, status: undefined }).body).toContain('Nothing has been asked yet.')
  })

  it('links each approval, when it expires, and the next page', () => {
    const text = textOf(listPage({ ...list, items: [sampleApproval({ action: shop })], next: 'a+b&c' }))
    expect(text).toContain('href="/plain/approvals/ap_1"')
    expect(text).toContain('to: +1555, channel: log, account: shop')
    expect(text).toContain('expires 2026-01-02 03:09:05 UTC')
    expect(text).toContain('cursor=a%2Bb%26c')
  })

  it('names the loops only where there are several', () => {
    expect(listPage(list).body).not.toContain('aria-label="Loops"')
    expect(listPage({ ...list, loops: ['default', 'ops'] }).body).toContain('/plain?loop=ops&amp;status=pending')
  })
})

it('a target is read to first, then channel, then as it is', () => {
  const names = (target: Record<string, string>) => inReadingOrder(target).map(([name]) => name)
  expect(names({ account: '', channel: '', thread: '', to: '' })).toEqual(['to', 'channel', 'account', 'thread'])
  expect(names({ method: '', path: '', plugin: '' })).toEqual(['method', 'path', 'plugin'])
})
