// The list itself: as high as all of its rows, with only those drawn that can be seen.
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { useMessages } from '../messages/language.ts'
import { useCell } from '../state/cell.ts'
import { RowItem } from './row-item.tsx'
import type { Row } from './row.ts'
import { selection } from './selection.ts'
import { useWindowRows } from './window-rows.ts'

interface Props {
  readonly rows: readonly Row[]
  /** The one that keys act on; −1 is none. */
  readonly current: number
  readonly list: RefObject<HTMLUListElement | null>
  readonly mayDecide: boolean
}

/** As the stylesheet has it, in rem. */
const rowRem = 5.5

const rowHeight = (): number => rowRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

export function Rows({ rows, current, list, mayDecide }: Props) {
  const t = useMessages()
  const chosen = useCell(selection)
  const [height, setHeight] = useState(rowHeight)
  const [top, setTop] = useState(0)
  const shown = useWindowRows({ count: rows.length, rowHeight: height, top, kept: current })

  useLayoutEffect(() => setTop((list.current?.getBoundingClientRect().top ?? 0) + scrollY), [list])
  useEffect(() => {
    const onResize = () => {
      setHeight(rowHeight())
      setTop((list.current?.getBoundingClientRect().top ?? 0) + scrollY)
    }
    addEventListener('resize', onResize)
    return () => removeEventListener('resize', onResize)
  }, [list])
  useEffect(() => {
    if (current < 0) return
    shown.scrollToIndex(current, { align: 'auto' })
    const id = rows[current]?.id
    const frame = requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id ?? '')}"] a`)?.focus({ preventScroll: true }),
    )
    return () => cancelAnimationFrame(frame)
    // Only a key moves it: what is listed meanwhile must not take the focus.
  }, [current])

  return (
    <ul ref={list} class="rows" aria-label={t.waiting} style={{ height: `${shown.getTotalSize()}px` }}>
      {shown.getVirtualItems().map(({ index, start }) => {
        const row = rows[index]
        return row ? (
          <RowItem
            key={row.id}
            row={row}
            index={index}
            count={rows.length}
            top={start - top}
            isCurrent={index === current}
            selection={mayDecide ? chosen : undefined}
          />
        ) : undefined
      })}
    </ul>
  )
}
