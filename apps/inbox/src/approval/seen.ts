// Whether all of what is to be decided has been shown: nothing is folded any more, and each action's end has been on the
// screen.
import { createContext } from 'preact'
import type { RefObject } from 'preact'
import { useContext, useEffect, useId, useRef } from 'preact/hooks'
import { createCell, useCell, type Cell } from '../state/cell.ts'

export interface Seen {
  /** How many actions there are to see. */
  readonly count: number
  readonly folded: Cell<ReadonlySet<string>>
  /** The actions whose end has been on the screen. */
  readonly ends: Cell<ReadonlySet<string>>
  /** How much of the window's lower end lies under the bar with the buttons, CSS pixels; undefined until that is known. */
  readonly covered: Cell<number | undefined>
  /** Set to unfold everything there is. */
  readonly unfoldAll: Cell<boolean>
}

export const createSeen = (count = 1): Seen => ({
  count,
  folded: createCell<ReadonlySet<string>>(new Set()),
  ends: createCell<ReadonlySet<string>>(new Set()),
  covered: createCell<number | undefined>(undefined),
  unfoldAll: createCell(false),
})

export const SeenContext = createContext<Seen | undefined>(undefined)

export function useIsAllSeen({ count, folded, ends }: Seen): boolean {
  const foldedNow = useCell(folded)
  const endsNow = useCell(ends)
  return foldedNow.size === 0 && endsNow.size >= count
}

/** Tells that a part is folded while `isFolded`. Outside of what is to be decided it tells nobody. */
export function useFold(isFolded: boolean): void {
  const seen = useContext(SeenContext)
  const id = useId()
  useEffect(() => {
    if (!seen || !isFolded) return
    seen.folded.set(new Set([...seen.folded.get(), id]))
    return () => seen.folded.set(new Set([...seen.folded.get()].filter((other) => other !== id)))
  }, [seen, id, isFolded])
}

/** For the bar: tells how much of the window it covers. */
export function useCovering({ covered }: Seen): RefObject<HTMLElement | null> {
  const bar = useRef<HTMLElement>(null)
  useEffect(() => {
    const element = bar.current
    if (!element) return
    const observer = new ResizeObserver(() => covered.set(element.offsetHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [covered])
  return bar
}

/** The header, and the last line of what was shown before. */
const overlap = 110

/** Unfolds what is folded, then scrolls on by a screen, or to the end of what hasn't been on it. */
export function readOn({ covered, folded, unfoldAll }: Seen): void {
  if (folded.get().size > 0) unfoldAll.set(true)
  const end = document.querySelector('[data-end="unseen"]')
  if (!end) return
  const screen = innerHeight - (covered.get() ?? 0)
  const toEnd = end.getBoundingClientRect().top - screen + overlap
  const isSmooth = !matchMedia('(prefers-reduced-motion: reduce)').matches
  scrollBy({ top: Math.max(40, Math.min(toEnd, screen - overlap)), behavior: isSmooth ? 'smooth' : 'instant' })
}
