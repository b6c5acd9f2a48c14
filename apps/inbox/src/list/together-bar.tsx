// The way from chosen rows to the page on which they are decided together.
import { useMessages } from '../messages/language.ts'
import { useCell } from '../state/cell.ts'
import type { Row } from './row.ts'
import { clearSelection, mostTogether, selectAlike, selection } from './selection.ts'

export function Together({ rows }: { readonly rows: readonly Row[] }) {
  const t = useMessages()
  const { ids, risk } = useCell(selection)
  if (ids.length === 0) return undefined
  const alike = rows.filter((row) => row.risk === risk && row.status === 'pending').length
  return (
    <section class="bar" aria-label={t.chosen(ids.length)}>
      <p>
        {t.chosen(ids.length)} <span class="soft">{t.onlyAlike}</span>
      </p>
      <div class="buttons">
        <a class="button strong" href="/together">
          {t.lookTogether}
        </a>
        {alike > ids.length && ids.length < mostTogether ? (
          <button type="button" onClick={() => selectAlike(rows)}>
            {t.chooseAlike(Math.min(alike, mostTogether))}
          </button>
        ) : undefined}
        <button type="button" class="quiet" onClick={clearSelection}>
          {t.chooseNone}
        </button>
      </div>
    </section>
  )
}
