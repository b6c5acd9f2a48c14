// What narrows the list down, and how it is sorted.
import type { Ref } from 'preact'
import { useMemo } from 'preact/hooks'
import { useMessages } from '../messages/language.ts'
import { showHidden } from '@holdpoint/core'
import { sortings, valuesOf, type Filter, type Sorting } from './order.ts'
import type { Row } from './row.ts'

interface Props {
  readonly rows: ReadonlyMap<string, Row>
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
  readonly sorting: Sorting
  readonly onSorting: (sorting: Sorting) => void
  readonly search: Ref<HTMLInputElement>
}

const fields = ['kind', 'requester', 'loop'] as const

export function Filters({ rows, filter, onFilter, sorting, onSorting, search }: Props) {
  const t = useMessages()
  const offered = useMemo(
    () => ({
      kind: valuesOf(rows.values(), 'kind'),
      requester: valuesOf(rows.values(), 'requester'),
      loop: valuesOf(rows.values(), 'loop'),
    }),
    [rows],
  )
  return (
    <div class="filters" role="search" aria-label={t.filters}>
      <input
        ref={search}
        type="search"
        aria-label={t.search}
        placeholder={t.search}
        autocomplete="off"
        value={filter.search}
        onInput={({ currentTarget }) => onFilter({ ...filter, search: currentTarget.value })}
      />
      {fields.map((field) => {
        const values = offered[field]
        return values.length > 1 || filter[field] !== '' ? (
          <select
            key={field}
            aria-label={t.fieldNames[field]}
            value={filter[field]}
            onChange={({ currentTarget }) => onFilter({ ...filter, [field]: currentTarget.value })}
          >
            <option value="">{t.anyOf[field]}</option>
            {values.map((value) => (
              <option key={value} value={value}>
                {showHidden(value)}
              </option>
            ))}
          </select>
        ) : undefined
      })}
      <select
        aria-label={t.sortBy}
        value={sorting}
        onChange={({ currentTarget }) => onSorting(sortings.find((name) => name === currentTarget.value) ?? 'urgency')}
      >
        {sortings.map((name) => (
          <option key={name} value={name}>
            {t.sortings[name]}
          </option>
        ))}
      </select>
    </div>
  )
}
