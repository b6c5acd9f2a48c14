// One approval: target first, then the whole content, rendered from the very action that is hashed and will run. What
// the requester merely says of it is set apart. There is nothing cut, so there is nothing left to expand.
import { showHidden, showHiddenInLines, type Approval } from '@holdpoint/core'
import type { Header, HttpResponse } from '@holdpoint/core/http'
import { html, type Html } from './html.ts'
import { page } from './page.ts'
import { inReadingOrder } from './reading-order.ts'
import { showInstant } from './show-instant.ts'

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
  const messages = texts(action.input)
  const body = html`${notice === undefined ? undefined : html`<p class="notice" role="status">${notice}</p>`}
    <h1>${showHidden(action.kind)} <span class="status ${approval.status}">${approval.status}</span></h1>
    <div class="facts">
      <section>
        <h2>To whom or what</h2>
        <dl class="target">${inReadingOrder(action.target).map(([field, value]) => pair(field, value))}</dl>
      </section>
      <section>
        <h2>About</h2>
        <dl>
          ${pair('requester', requester)} ${pair('loop', loop)} ${pair('policy', policy.line)}
          ${pair('asked', showInstant(approval.createdAt))} ${pair('expires', showInstant(approval.expiresAt))}
          ${pair('digest', digest)}
          ${votes.map((vote) => pair(vote.verdict, `${vote.reviewer}, ${showInstant(vote.at)}${vote.reason ? `: ${vote.reason}` : ''}`))}
          ${detail === undefined ? undefined : pair('outcome', JSON.stringify(detail))}
        </dl>
      </section>
    </div>
    <h2>What exactly</h2>
    ${messages}
    ${messages.length === 0 ? undefined : html`<p class="soft">The same as JSON, with nothing left out:</p>`}
    ${block('The whole input, as JSON', JSON.stringify(action.input, undefined, 2), messages.length === 0 ? '' : 'again')}
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
            ${block('Context', JSON.stringify(approval.context, undefined, 2))}`
    }
    ${approval.status === 'pending' ? decideForm(approval, csrf) : undefined}
    <p><a href="/plain">Back to the inbox</a></p>`
  return page({ title: action.kind, body, csrf, status, headers })
}

function decideForm(approval: Approval, csrf: string): Html {
  const { thresholds } = approval
  const required = thresholds.reasonRequired
  const hint = { never: 'optional', deny: 'required to deny', always: 'required' }[required]
  return html`<form class="decide" method="post" action="/plain/approvals/${approval.id}/decision">
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
      ? [block('Message text', payload.text)]
      : [],
  )
}

const pair = (name: string, value: string): Html =>
  html`<dt>${showHidden(name)}</dt>
    <dd>${showHidden(value)}</dd>`

/** HTML drops the first line break in a `pre`, so one of ours comes before those of the text. */
const block = (label: string, text: string, className = ''): Html =>
  html`<pre class="${className}" aria-label="${label}">${`\n${showHiddenInLines(text)}`}</pre>`
