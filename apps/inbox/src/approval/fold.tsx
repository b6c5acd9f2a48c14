// A part of the content that is too long to draw at once. While it is folded, nothing can be allowed.
import type { ComponentChildren } from 'preact'
import { useContext, useState } from 'preact/hooks'
import { useMessages } from '../messages/language.ts'
import { createCell, useCell } from '../state/cell.ts'
import { SeenContext, useFold } from './seen.ts'

interface Props {
  /** What isn't shown while it is folded: `12,345 characters`. */
  readonly hidden: string
  readonly start: ComponentChildren
  readonly whole: () => ComponentChildren
}

const never = createCell(false)

export function Fold({ hidden, start, whole }: Props) {
  const t = useMessages()
  const [isOpened, open] = useState(false)
  const isOpen = useCell(useContext(SeenContext)?.unfoldAll ?? never) || isOpened
  useFold(!isOpen)
  if (isOpen) return <>{whole()}</>
  return (
    <div class="fold">
      {start}
      <button type="button" class="unfold" onClick={() => open(true)}>
        {t.showRest(hidden)}
      </button>
    </div>
  )
}
