// One approval: target first, then the whole content, rendered from the very action that is hashed and will run. What
// the requester merely says of it is set apart. There is nothing cut, so there is nothing left to expand.
import { showHidden, type Approval } from '@holdpoint/core'
import type { Header, HttpResponse } from '@holdpoint/core/http'
import { html, type Html } from './html.ts'
import { page } from './page.ts'

export interface ApprovalPage {
  readonly csrf: string
  readonly approval: Approval
  /** Said above everything else: what became of the last button. */
  readonly notice?: string
  readonly status?: number
  readonly headers?: readonly Header[]
}

export function approvalPage({ csrf, approval, notice, status = 200, headers = [] }: ApprovalPage): HttpResponse {
  const { action, claim, requester, loop, digest, policy, votes, detail } = approval
  const body = html`${notice === undefined ? undefined : html`<p class="notice" role="status">${notice}</p>`}
    <h1>${showHidden(action.kind)} <span class="status">${approval.status}</span></h1>
    <h2>To whom or what</h2>
    <dl class="target">${Object.entries(action.target).map(([field, value]) => pair(field, value))}</dl>
    <h2>What exactly</h2>
    ${texts(action.input)}
    <pre aria-label="The whole input, as JSON">${showLines(JSON.stringify(action.input, undefined, 2))}</pre>
    ${
      claim === undefined
        ? undefined
        : html`<section class="claim">
            <h2>The requester claims (not checked, no part of what runs)</h2>
            <dl>${Object.entries(claim).map(([field, text]) => pair(field, text))}</dl>
          </section>`
    }
    ${
      approval.context === undefined
        ? undefined
        : html`<h2>Context from the requester (not checked, no part of what runs)</h2>
            <pre>${showLines(JSON.stringify(approval.context, undefined, 2))}</pre>`
    }
    <h2>About</h2>
    <dl>
      ${pair('requester', requester)} ${pair('loop', loop)} ${pair('digest', digest)} ${pair('policy', policy.line)}
      ${pair('asked', iso(approval.createdAt))} ${pair('expires', iso(approval.expiresAt))}
      ${votes.map((vote) => pair(vote.verdict, `${vote.reviewer}, ${iso(vote.at)}${vote.reason ? `: ${vote.reason}` : ''}`))}
      ${detail === undefined ? undefined : pair('outcome', JSON.stringify(detail))}
    </dl>
    ${approval.status === 'pending' ? decideForm(approval, csrf) : undefined}
    <p><a href="/">Back to the inbox</a></p>`
  return page({ title: action.kind, body, csrf, status, headers })
}

function decideForm(approval: Approval, csrf: string): Html {
  const { thresholds } = approval
  const required = thresholds.reasonRequired
  const hint = { never: 'optional', deny: 'required to deny', always: 'required' }[required]
  return html`<form class="decide" method="post" action="/approvals/${approval.id}/decision">
    <input type="hidden" name="csrf" value="${csrf}" />
    <input type="hidden" name="digest" value="${approval.digest}" />
    <label>Reason (${hint}) <input type="text" name="reason" maxlength="2000" autocomplete="off" /></label>
    ${
      thresholds.verdicts.includes('allow-once')
        ? html`<button class="allow" name="verdict" value="allow-once">Allow once</button>`
        : undefined
    }
    ${
      thresholds.verdicts.includes('deny')
        ? html`<button class="deny" name="verdict" value="deny">Deny</button>`
        : undefined
    }
  </form>`
}

/** A message's texts as text, before the JSON that says the same with every quote and escape. */
function texts(input: Approval['action']['input']): Html[] {
  if (typeof input !== 'object' || input === null || !('payloads' in input)) return []
  const { payloads } = input
  if (!Array.isArray(payloads)) return []
  return payloads.flatMap((payload) =>
    typeof payload === 'object' && payload !== null && 'text' in payload && typeof payload.text === 'string'
      ? [html`<pre aria-label="Message text">${showLines(payload.text)}</pre>`]
      : [],
  )
}

const pair = (name: string, value: string): Html =>
  html`<dt>${showHidden(name)}</dt>
    <dd>${showHidden(value)}</dd>`

/** Line breaks and the printer's indentation stay; everything else that can't be seen is shown. */
const showLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const indent = /^ */.exec(line)?.[0] ?? ''
      return indent + showHidden(line.slice(indent.length))
    })
    .join('\n')

const iso = (at: number): string => new Date(at).toISOString()
