// The audit log of one loop, oldest first as it is chained, and its head to keep elsewhere.
import { useCallback, useEffect, useState } from 'preact/hooks'
import { auditHead, listAudit, type AuditEntry, type AuditHead } from '../api/audit.ts'
import { useMessages } from '../messages/language.ts'
import { Heading } from '../shell/heading.tsx'
import { ProblemNote } from '../shell/problem-note.tsx'
import { approvalPath } from '../state/route.ts'
import { Shown } from '../text/shown.tsx'
import { Instant } from '../text/time.tsx'
import { ListEnd } from './list-end.tsx'
import { useLoopChoice } from './loop-choice.tsx'
import { usePages } from './use-pages.ts'

const pageSize = 100

export function AuditPage() {
  const t = useMessages()
  const { loop, field } = useLoopChoice(['@gateway'])
  const [head, setHead] = useState<AuditHead>()
  const [from, setFrom] = useState<number>()
  const load = useCallback(
    async (cursor: string | undefined) => listAudit(loop, cursor === undefined ? (from ?? 0) : Number(cursor)),
    [loop, from],
  )
  useEffect(() => {
    setHead(undefined)
    void auditHead(loop).then((answer) => answer.ok && setHead(answer.value))
  }, [loop])
  const pages = usePages(load)
  const { items, problem, again } = pages
  const last = head && Math.max(0, head.seq - pageSize)
  return (
    <>
      <Heading title={t.audit}>{t.audit}</Heading>
      <p class="soft">{t.auditMeans}</p>
      <div class="filters">
        {field}
        <button type="button" aria-pressed={(from ?? 0) === 0} onClick={() => setFrom(0)}>
          {t.fromStart}
        </button>
        {last !== undefined && last > 0 ? (
          <button type="button" aria-pressed={from === last} onClick={() => setFrom(last)}>
            {t.latest}
          </button>
        ) : undefined}
      </div>
      {head && head.seq > 0 ? (
        <p class="digest">
          {t.auditHead(head.seq)} <code>{head.hash}</code>
        </p>
      ) : undefined}
      {problem ? <ProblemNote problem={problem} onRetry={again} /> : undefined}
      {items.length > 0 ? (
        <ol class="entries">
          {items.map((entry) => (
            <Entry key={entry.seq} entry={entry} />
          ))}
        </ol>
      ) : undefined}
      <ListEnd pages={pages} empty={t.nothingHere} more={t.more} />
    </>
  )
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const { seq, event, actor, via, at, about, from, to, verdict, line, digest } = entry
  return (
    <li>
      <span class="seq">{seq}</span>
      <div>
        <strong>{event}</strong> <Shown text={actor} /> <span class="soft">({via})</span>{' '}
        {from !== undefined || to !== undefined ? (
          <span class="soft">
            {from ?? '·'} → {to ?? '·'}
          </span>
        ) : undefined}
        <span class="who">
          <Instant at={at} /> ·{' '}
          {event.startsWith('approval.') ? (
            <a href={approvalPath(about)}>
              <Shown text={about} />
            </a>
          ) : (
            <Shown text={about} />
          )}
          {verdict === undefined ? undefined : ` · ${verdict}`}
          {line === undefined ? undefined : (
            <>
              {' · '}
              <Shown text={line} />
            </>
          )}
        </span>
        {digest === undefined ? undefined : <code class="digest">{digest}</code>}
      </div>
    </li>
  )
}
