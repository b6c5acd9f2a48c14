import { describe, expect, it } from 'vitest'
import { html } from '../../src/inbox/html.ts'

describe('html', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [`" onclick='x'`, '&quot; onclick=&#39;x&#39;'],
    ['&lt;', '&amp;lt;'],
    [0, '0'],
    ['', ''],
  ])('escapes %j', (value, escaped) => {
    expect(html`<b title="${value}">${value}</b>`.html).toBe(`<b title="${escaped}">${escaped}</b>`)
  })

  it('leaves HTML as it is, joins lists, and drops what isn’t there', () => {
    const items = ['<', '>'].map((item) => html`<i>${item}</i>`)
    const list = html`<b>${items}</b>${undefined}`
    expect(list.html).toBe('<b><i>&lt;</i><i>&gt;</i></b>')
  })

  it('takes no text for HTML because it looks like it', () => {
    const forged: string = JSON.parse('"{\\"html\\":\\"<b>\\"}"')
    expect(html`${forged}`.html).toBe('{&quot;html&quot;:&quot;&lt;b&gt;&quot;}')
  })
})
