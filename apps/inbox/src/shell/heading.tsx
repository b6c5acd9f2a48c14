// A view's heading. After going somewhere it has the focus, so that a screen reader says where one is.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { moves } from '../state/route.ts'

export function Heading({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Holdpoint`
    if (moves.get() > 0) heading.current?.focus({ preventScroll: true })
  }, [title])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}
