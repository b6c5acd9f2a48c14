// The list of what is held, newest first.
import { showHidden, type Approval, type Status } from '@holdpoint/core'
import type { HttpResponse } from '@holdpoint/core/http'
import { html, type Html } from './html.ts'
import { page } from './page.ts'
import { inReadingOrder } from './reading-order.ts'
import { showInstant } from './show-instant.ts'

export interface ListPage {
  readonly csrf: string
  readonly loop: string
  readonly loops: readonly string[]
  /** Undefined shows every status. */
  readonly status: Status | undefined
  readonly items: readonly Approval[]
  /** What people should know before they look. */
  readonly notice?: string | undefined
  /** Where the next page begins. */
  readonly next?: string
}

export function listPage({ csrf, loop, loops, status, items, notice, next }: ListPage): HttpResponse {
  const to = (name: string, query: Record<string, string>, current: boolean) =>
    html`<a
      href="${`/plain?${new URLSearchParams(query).toString()}`}"
      ${current ? html`aria-current="page"` : undefined}
      >${name}</a
    >`
  const shown = status ?? 'all'
  const body = html`<h1>${status === 'pending' ? 'Waiting for a decision' : 'All approvals'}</h1>
    ${notice === undefined ? undefined : html`<p class="notice" role="status">${notice}</p>`}
    <nav aria-label="Show">
      ${to('Waiting', { loop }, status === 'pending')} ${to('All', { loop, status: 'all' }, status === undefined)}
    </nav>
    ${
      loops.length > 1
        ? html`<nav aria-label="Loops">
            ${loops.map((name) => to(name, { loop: name, status: shown }, name === loop))}
          </nav>`
        : undefined
    }
    ${
      items.length === 0
        ? html`<p class="notice">${status === 'pending' ? 'Nothing is waiting.' : 'Nothing has been asked yet.'}</p>`
        : html`<ul class="list">
            ${items.map(row)}
          </ul>`
    }
    ${next === undefined ? undefined : html`<p>${to('Older', { loop, status: shown, cursor: next }, false)}</p>`}`
  return page({ title: 'Inbox', body, csrf })
}

function row(approval: Approval): Html {
  const { id, action, requester, status, expiresAt, createdAt } = approval
  const target = inReadingOrder(action.target).map(([field, value]) => `${field}: ${value}`)
  const when = status === 'pending' ? `expires ${showInstant(expiresAt)}` : `asked ${showInstant(createdAt)}`
  return html`<li>
    <a href="/plain/approvals/${id}">
      <span class="what">${showHidden(`${action.kind} → ${target.join(', ') || '(no target)'}`)}</span><br />
      <span class="soft">${showHidden(requester)} · ${status} · ${when}</span>
    </a>
  </li>`
}
