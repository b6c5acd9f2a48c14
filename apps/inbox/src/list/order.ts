// Which rows are shown, and in which order.
import type { Row } from './row.ts'

export const sortings = ['urgency', 'newest', 'oldest', 'requester'] as const
export type Sorting = (typeof sortings)[number]

export interface Filter {
  /** Words, all of which have to be there. */
  readonly search: string
  readonly loop: string
  readonly kind: string
  readonly requester: string
}

export const noFilter: Filter = { search: '', loop: '', kind: '', requester: '' }

const comparing: Readonly<Record<Sorting, (a: Row, b: Row) => number>> = {
  urgency: (a, b) => a.expiresAt - b.expiresAt,
  newest: (a, b) => b.createdAt - a.createdAt,
  oldest: (a, b) => a.createdAt - b.createdAt,
  requester: (a, b) => (a.requester < b.requester ? -1 : a.requester > b.requester ? 1 : a.expiresAt - b.expiresAt),
}

/** Neither ended nor, by `now`, out of time. */
const isWaiting = (row: Row, now: number): boolean => row.status === 'pending' && row.expiresAt > now

export function countWaiting(rows: Iterable<Row>, now: number): number {
  let count = 0
  for (const row of rows) if (isWaiting(row, now)) count += 1
  return count
}

/** Whether a row is shown; made once for all rows. */
function matching({ search, loop, kind, requester }: Filter): (row: Row) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return (row) =>
    (loop === '' || row.loop === loop) &&
    (kind === '' || row.kind === kind) &&
    (requester === '' || row.requester === requester) &&
    words.every((word) => row.haystack.includes(word))
}

/** The ids of those that are pending and match, in order; equal ones keep an order that nothing changes. */
export function arrange(rows: Iterable<Row>, filter: Filter, sorting: Sorting, now: number): readonly string[] {
  const matches = matching(filter)
  const shown: Row[] = []
  for (const row of rows) if (isWaiting(row, now) && matches(row)) shown.push(row)
  const compare = comparing[sorting]
  return shown.toSorted((a, b) => compare(a, b) || (a.id < b.id ? -1 : 1)).map(({ id }) => id)
}

/** The one that comes first, without sorting the others. */
export function mostUrgent(rows: Iterable<Row>, except: string, now: number): string | undefined {
  let first: Row | undefined
  for (const row of rows) {
    if (row.id === except || !isWaiting(row, now)) continue
    if (!first || row.expiresAt < first.expiresAt) first = row
  }
  return first?.id
}

/** The values that occur, most frequent first, for a filter to choose from. */
export function valuesOf(rows: Iterable<Row>, field: 'loop' | 'kind' | 'requester'): readonly string[] {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row[field], (counts.get(row[field]) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([value]) => value)
}
