// The end of a list that comes page by page: that it loads, that it is empty, or the way to more.
import { useMessages } from '../messages/language.ts'
import type { Pages } from './use-pages.ts'

interface Props {
  readonly pages: Omit<Pages<unknown>, 'replace'>
  readonly empty: string
  readonly more: string
}

export function ListEnd({ pages: { items, isLoading, problem, more: showMore }, empty, more }: Props) {
  const t = useMessages()
  const isEmpty = items.length === 0 && problem === undefined
  return (
    <>
      {isLoading || isEmpty ? <p class="empty">{isLoading ? t.loading : empty}</p> : undefined}
      {showMore ? (
        <button type="button" onClick={showMore}>
          {more}
        </button>
      ) : undefined}
    </>
  )
}
