// What has been asked, newest first, whatever became of it.
import { useCallback, useState } from 'preact/hooks'
import { listApprovals } from '../api/approvals.ts'
import type { Approval, Status } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { Heading } from '../shell/heading.tsx'
import { ProblemNote } from '../shell/problem-note.tsx'
import { approvalPath } from '../state/route.ts'
import { inReadingOrder } from '../text/reading-order.ts'
import { Shown } from '../text/shown.tsx'
import { Instant } from '../text/time.tsx'
import { ListEnd } from './list-end.tsx'
import { useLoopChoice } from './loop-choice.tsx'
import { usePages } from './use-pages.ts'

const statuses: readonly Status[] = [
  'approved',
  'denied',
  'expired',
  'succeeded',
  'failed',
  'unknown',
  'cancelled',
  'revoked',
  'lapsed',
  'pending',
]

export function HistoryPage() {
  const t = useMessages()
  const { loop, field } = useLoopChoice()
  const [status, setStatus] = useState('')
  const load = useCallback(
    (cursor: string | undefined) => listApprovals({ loop, status, limit: 50, cursor: cursor ?? '' }),
    [loop, status],
  )
  const pages = usePages(load)
  const { items, problem, again } = pages
  return (
    <>
      <Heading title={t.history}>{t.history}</Heading>
      <div class="filters">
        {field}
        <label class="choice">
          {t.status}
          <select value={status} onChange={({ currentTarget }) => setStatus(currentTarget.value)}>
            <option value="">{t.anyStatus}</option>
            {statuses.map((name) => (
              <option key={name} value={name}>
                {t.statuses[name]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {problem ? <ProblemNote problem={problem} onRetry={again} /> : undefined}
      <ul class="plain-list">
        {items.map((approval) => (
          <Line key={approval.id} approval={approval} />
        ))}
      </ul>
      <ListEnd pages={pages} empty={t.nothingHere} more={t.older} />
    </>
  )
}

function Line({ approval }: { readonly approval: Approval }) {
  const t = useMessages()
  const { action, createdAt, id, requester, status, votes } = approval
  const [first] = inReadingOrder(action.target)
  const last = votes.at(-1)
  return (
    <li>
      <a href={approvalPath(id)}>
        <span class="what">
          <Shown text={first?.[1] ?? action.kind} />
        </span>{' '}
        <span class={`status ${status}`}>{t.statuses[status]}</span>
        <span class="who">
          <Shown text={requester} /> · <Shown text={action.kind} /> · <Instant at={Date.parse(createdAt)} />
          {last ? (
            <>
              {' · '}
              <Shown text={last.reviewer} /> {t.storyVoted[last.verdict]}
            </>
          ) : undefined}
        </span>
      </a>
    </li>
  )
}
