// The few rows of a long list that are on the screen, as the window is scrolled.
import {
  defaultRangeExtractor,
  observeWindowOffset,
  observeWindowRect,
  Virtualizer,
  windowScroll,
} from '@tanstack/virtual-core'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'

interface Options {
  readonly count: number
  /** CSS pixels. */
  readonly rowHeight: number
  /** Where the list begins on the page, in CSS pixels. */
  readonly top: number
  /** A row that is drawn wherever it is, because the focus is in it. */
  readonly kept: number
}

export type WindowRows = Virtualizer<Window, Element>

export function useWindowRows({ count, rowHeight, top, kept }: Options): WindowRows {
  const [, redraw] = useState(0)
  const options = {
    count,
    estimateSize: () => rowHeight,
    scrollMargin: top,
    overscan: 8,
    getScrollElement: () => window,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll,
    initialOffset: () => window.scrollY,
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    scrollPaddingStart: 80,
    scrollPaddingEnd: 80,
    rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
      const shown = defaultRangeExtractor(range)
      if (kept < 0 || kept >= count || shown.includes(kept)) return shown
      return [...shown, kept].toSorted((a, b) => a - b)
    },
    onChange: () => redraw((n) => n + 1),
  }
  const [rows] = useState(() => new Virtualizer<Window, Element>(options))
  rows.setOptions(options)
  useLayoutEffect(() => rows._didMount(), [rows])
  useLayoutEffect(() => rows._willUpdate())
  useEffect(() => rows.measure(), [rows, rowHeight])
  return rows
}
