// What is chosen to be decided together: only approvals of equal risk, and only as many as a person can look through.
import { createCell } from '../state/cell.ts'
import type { Row } from './row.ts'

export const mostTogether = 30

export interface Selection {
  readonly ids: readonly string[]
  /** Of the first one; the others must have the same. */
  readonly risk: string
}

export const selection = createCell<Selection>({ ids: [], risk: '' })

export const maySelect = (row: Row, { ids, risk }: Selection): boolean =>
  ids.includes(row.id) || ids.length === 0 || (row.risk === risk && ids.length < mostTogether)

export function toggle(row: Row): void {
  const { ids, risk } = selection.get()
  if (ids.includes(row.id)) selection.set({ ids: ids.filter((id) => id !== row.id), risk })
  else if (maySelect(row, selection.get())) selection.set({ ids: [...ids, row.id], risk: row.risk })
}

export const clearSelection = (): void => selection.set({ ids: [], risk: '' })

/** Adds what is like the chosen ones, in the order of `rows`. */
export function selectAlike(rows: readonly Row[]): void {
  const { ids, risk } = selection.get()
  const alike = rows.filter((row) => row.risk === risk && row.status === 'pending').map(({ id }) => id)
  selection.set({ ids: [...new Set([...ids, ...alike])].slice(0, mostTogether), risk })
}
