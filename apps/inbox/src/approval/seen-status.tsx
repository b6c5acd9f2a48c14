// Whether all has been shown, and the way on to what hasn't.
import type { ComponentChildren } from 'preact'
import { useMessages } from '../messages/language.ts'
import { readOn, useIsAllSeen, type Seen } from './seen.ts'

interface Props {
  readonly seen: Seen
  /** Said instead. */
  readonly instead?: string | undefined
  readonly id?: string
  /** Said besides. */
  readonly children?: ComponentChildren
}

export function SeenStatus({ seen, instead, id, children }: Props) {
  const t = useMessages()
  const isAllSeen = useIsAllSeen(seen)
  return (
    <>
      <p id={id} role="status">
        {instead ?? (isAllSeen ? t.allShown : t.notAllShown)}
        {children}
      </p>
      {isAllSeen || instead !== undefined ? undefined : (
        <button type="button" class="quiet" onClick={() => readOn(seen)}>
          {t.readOn}
        </button>
      )}
    </>
  )
}
