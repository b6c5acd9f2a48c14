// The way on to what waits next, most urgent first. Nobody is taken there by itself.
import { useMessages } from '../messages/language.ts'
import { useHouse } from '../shell/context.ts'
import { mostUrgent } from '../list/order.ts'
import { useCell } from '../state/cell.ts'
import { approvalPath } from '../state/route.ts'
import { serverClock } from '../state/server-clock.ts'
import { useMemo } from 'preact/hooks'

/** The id of the most urgent one besides `id`. */
export function useNextWaiting(id: string): string | undefined {
  const { rows } = useCell(useHouse().inbox.loaded)
  return useMemo(() => mostUrgent(rows.values(), id, serverClock.now()), [rows, id])
}

export function NextWaiting({ after }: { readonly after: string }) {
  const t = useMessages()
  const next = useNextWaiting(after)
  return next === undefined ? undefined : <a href={approvalPath(next)}>{t.nextWaiting}</a>
}
