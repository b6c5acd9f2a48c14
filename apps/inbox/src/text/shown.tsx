// The only way in which a text that somebody else wrote gets onto the page: as text, with everything in it that can't
// be seen made visible and marked as ours.
import { showHidden, showHiddenInLines } from '@holdpoint/core'
import type { ComponentChildren } from 'preact'

/** With more, each an element, a text of nothing but hidden characters would stop the page; they are all there all the same. */
const mostMarks = 4_000

const marks = /(⟨U\+[0-9A-F]{4,6}(?: ×\d+)?⟩)/

/** On one line: even its line breaks are shown. */
export function Shown({ text }: { readonly text: string }) {
  return <bdi>{marked(showHidden(text))}</bdi>
}

/** Line breaks and indentation stay; everything else that can't be seen is shown. */
export function ShownLines({ text }: { readonly text: string }) {
  return <>{marked(showHiddenInLines(text))}</>
}

/** `showHidden` leaves no opening mark of the text's own, so every whole one is a mark of ours. */
function marked(shown: string): ComponentChildren {
  const parts = shown.split(marks)
  if (parts.length > mostMarks) return shown
  return parts.map((part, i) => (i % 2 === 1 ? <mark key={i}>{part}</mark> : part))
}
