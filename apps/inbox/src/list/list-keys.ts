// The list by keyboard: up and down, open, choose, search.
import type { RefObject } from 'preact'
import { useMemo } from 'preact/hooks'
import { useKeys } from '../shell/keys.ts'
import { approvalPath, go } from '../state/route.ts'
import type { Row } from './row.ts'
import { clearSelection, toggle } from './selection.ts'

interface Options {
  readonly rows: readonly Row[]
  readonly current: number
  readonly setCurrent: (current: number) => void
  readonly search: RefObject<HTMLInputElement | null>
}

export function useListKeys({ rows, current, setCurrent, search }: Options): void {
  const keys = useMemo(() => {
    const to = (index: number) => setCurrent(Math.max(0, Math.min(rows.length - 1, index)))
    const row = rows[current]
    return {
      j: () => to(current + 1),
      k: () => to(current - 1),
      ArrowDown: () => to(current + 1),
      ArrowUp: () => to(current - 1),
      Home: () => to(0),
      End: () => to(rows.length - 1),
      o: () => row && go(approvalPath(row.id)),
      x: () => row && toggle(row),
      n: () => rows[0] && go(approvalPath(rows[0].id)),
      '/': () => search.current?.focus(),
      Escape: clearSelection,
    }
  }, [rows, current, setCurrent, search])
  useKeys(keys)
}
