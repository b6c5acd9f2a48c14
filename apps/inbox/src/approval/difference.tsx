// What an edit takes away and what it adds, word by word; told apart without colour too.
import { diffWordsWithSpace } from 'diff'
import { useMessages } from '../messages/language.ts'
import { ShownLines } from '../text/shown.tsx'

/** Comparing longer texts word by word could hold the page up; they are shown one after the other. */
const longest = 20_000

export function Difference({ from, to }: { readonly from: string; readonly to: string }) {
  const t = useMessages()
  const parts =
    from.length + to.length > longest
      ? [
          { value: from, removed: true, added: false },
          { value: to, removed: false, added: true },
        ]
      : diffWordsWithSpace(from, to)
  return (
    <pre class="text diff" role="group" aria-label={t.changes}>
      {parts.map(({ value, added, removed }, i) => {
        const text = <ShownLines text={value} />
        return added ? <ins key={i}>{text}</ins> : removed ? <del key={i}>{text}</del> : <span key={i}>{text}</span>
      })}
    </pre>
  )
}
