// One line of the list: to whom, what it begins with, who asks, and what is left of its time.
import { useMemo } from 'preact/hooks'
import { useMessages } from '../messages/language.ts'
import { approvalPath } from '../state/route.ts'
import { Shown } from '../text/shown.tsx'
import { TimeLeft } from '../text/time.tsx'
import type { Row } from './row.ts'
import { maySelect, toggle, type Selection } from './selection.ts'

interface Props {
  readonly row: Row
  /** From 0. */
  readonly index: number
  readonly count: number
  /** CSS pixels from the list's beginning. */
  readonly top: number
  readonly isCurrent: boolean
  /** Undefined where nobody may decide anything. */
  readonly selection: Selection | undefined
}

export function RowItem({ row, index, count, top, isCurrent, selection }: Props) {
  const t = useMessages()
  const isPending = row.status === 'pending'
  // Drawn anew only when it says something else, not at every step of the scrolling.
  const link = useMemo(() => {
    const [first, ...others] = row.target
    return (
      <a href={approvalPath(row.id)}>
        <span class="what">
          {first ? <Shown text={first[1]} /> : <Shown text={row.kind} />}
          {others.map(([field, value]) => (
            <span key={field} class="also">
              <Shown text={field} /> <Shown text={value} />
            </span>
          ))}
        </span>
        <span class="excerpt">
          <Shown text={row.excerpt} />
        </span>
        <span class="who">
          <Shown text={row.requester} /> · <Shown text={row.kind} />
          {row.allowsNeeded > 1 ? ` · ${t.allowsOf(row.allows, row.allowsNeeded)}` : undefined}
          {row.claimed ? (
            <>
              {' · '}
              {t.claimedBy} <Shown text={row.claimed.reviewer} />
            </>
          ) : undefined}
        </span>
      </a>
    )
  }, [row, t])
  return (
    <li
      class={`row ${isCurrent ? 'current' : ''} ${isPending ? '' : 'over'}`}
      style={{ transform: `translateY(${top}px)` }}
      aria-setsize={count}
      aria-posinset={index + 1}
      data-id={row.id}
    >
      {selection ? (
        <label class="choose">
          <input
            type="checkbox"
            checked={selection.ids.includes(row.id)}
            disabled={!isPending || !maySelect(row, selection)}
            aria-label={t.choose(index + 1)}
            onChange={() => toggle(row)}
          />
        </label>
      ) : undefined}
      {link}
      <span class="when">{isPending ? <TimeLeft at={row.expiresAt} /> : t.statuses[row.status]}</span>
    </li>
  )
}
