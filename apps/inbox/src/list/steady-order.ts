// The order of the list as it is shown. What arrives while somebody points at it, chooses in it or has scrolled into it
// waits behind a button, so that nothing moves under a finger.
import { useMemo, useRef, useState } from 'preact/hooks'
import { serverClock } from '../state/server-clock.ts'
import { arrange, type Filter, type Sorting } from './order.ts'
import type { Row } from './row.ts'

interface Steady {
  readonly ids: readonly string[]
  /** How many more there are by now. */
  readonly fresh: number
  readonly showFresh: () => void
}

interface Shown {
  readonly ids: readonly string[]
  readonly filter: Filter
  readonly sorting: Sorting
  /** How often the rest was asked for. */
  readonly asked: number
}

export function useSteadyOrder(
  rows: ReadonlyMap<string, Row>,
  filter: Filter,
  sorting: Sorting,
  isHeld: () => boolean,
): Steady {
  const [asked, showFresh] = useState(0)
  const shown = useRef<Shown | undefined>(undefined)
  return useMemo(() => {
    const wanted = arrange(rows.values(), filter, sorting, serverClock.now())
    const before = shown.current
    const sameView = before && before.filter === filter && before.sorting === sorting && before.asked === asked
    if (sameView && before.ids.length > 0 && isHeld()) {
      const known = new Set(before.ids)
      const fresh = wanted.reduce((count, id) => (known.has(id) ? count : count + 1), 0)
      return { ids: before.ids, fresh, showFresh: () => showFresh(asked + 1) }
    }
    shown.current = { ids: wanted, filter, sorting, asked }
    return { ids: wanted, fresh: 0, showFresh: () => showFresh(asked + 1) }
  }, [rows, filter, sorting, asked, isHeld])
}
