// Everything that waits for a decision, most urgent first. Nothing is decided here: for that one has to look at it.
import { useMemo, useRef, useState } from 'preact/hooks'
import { useMessages } from '../messages/language.ts'
import { useHouse } from '../shell/context.ts'
import { Heading } from '../shell/heading.tsx'
import { ProblemNote } from '../shell/problem-note.tsx'
import { useCell } from '../state/cell.ts'
import { Filters } from './filters.tsx'
import { HitlShNotice } from './hitl-sh-notice.tsx'
import { noFilter, type Sorting } from './order.ts'
import { Rows } from './rows.tsx'
import { selection } from './selection.ts'
import { useSteadyOrder } from './steady-order.ts'
import { Together } from './together-bar.tsx'
import { useListKeys } from './list-keys.ts'

/** Kept while the person looks at an approval and comes back. */
let lastFilter = noFilter
let lastSorting: Sorting = 'urgency'

export function ListPage() {
  const t = useMessages()
  const { inbox, session } = useHouse()
  const { rows, isReady, isWhole, problem } = useCell(inbox.loaded)
  const [filter, setFilter] = useState(lastFilter)
  const [sorting, setSorting] = useState(lastSorting)
  const [current, setCurrent] = useState(-1)
  const search = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  lastFilter = filter
  lastSorting = sorting

  const isHeld = useMemo(
    () => () =>
      scrollY > 200 || selection.get().ids.length > 0 || list.current?.matches(':hover, :focus-within') === true,
    [],
  )
  const { ids, fresh, showFresh } = useSteadyOrder(rows, filter, sorting, isHeld)
  const shownRows = useMemo(() => ids.flatMap((id) => rows.get(id) ?? []), [ids, rows])
  useListKeys({ rows: shownRows, current, setCurrent, search })

  return (
    <>
      <Heading title={t.waiting}>
        {t.waiting} <span class="count">{isReady ? ids.length : ''}</span>
      </Heading>
      {problem ? <ProblemNote problem={problem} /> : undefined}
      {session.scopes.includes('decide') ? <HitlShNotice /> : undefined}
      <Filters
        rows={rows}
        filter={filter}
        onFilter={setFilter}
        sorting={sorting}
        onSorting={setSorting}
        search={search}
      />
      <p class="fresh" role="status">
        {fresh > 0 ? (
          <button type="button" onClick={showFresh}>
            {t.showFresh(fresh)}
          </button>
        ) : undefined}
        {isReady && !isWhole && !problem ? <span class="soft">{t.loadingMore}</span> : undefined}
      </p>
      {shownRows.length > 0 ? (
        <Rows rows={shownRows} current={current} list={list} mayDecide={session.scopes.includes('decide')} />
      ) : (
        <p class="empty">
          {!isReady ? t.loading : rows.size > 0 && filter !== noFilter ? t.nothingMatches : t.nothingWaits}
        </p>
      )}
      <Together rows={shownRows} />
    </>
  )
}
