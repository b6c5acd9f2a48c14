// A text as it will be sent: every line, every character. Formatting can be looked at beside it, never instead of it.
import { useState } from 'preact/hooks'
import { useMessages } from '../messages/language.ts'
import { ShownLines } from '../text/shown.tsx'
import { Fold } from './fold.tsx'
import { Markdown } from './markdown.tsx'

const longest = 6_000
const mostLines = 120
const looksFormatted = /^#{1,6} |^[-*+] |^\d+[.)] |^> |^```|\*\*\S|__\S|\]\(|^\|.*\|/m

export function TextBlock({ label, text }: { readonly label: string; readonly text: string }) {
  const t = useMessages()
  const [isFormatted, setFormatted] = useState(false)
  const start = startOf(text)
  const block = (shown: string) => (
    <pre class="text" aria-label={label} role="group">
      <ShownLines text={shown} />
    </pre>
  )
  const whole = () => block(text)
  return (
    <div class="text-block">
      {start === undefined ? (
        whole()
      ) : (
        <Fold hidden={t.characters(text.length - start.length)} start={block(start)} whole={whole} />
      )}
      {looksFormatted.test(text) && start === undefined ? (
        <>
          <button type="button" class="quiet" aria-expanded={isFormatted} onClick={() => setFormatted(!isFormatted)}>
            {isFormatted ? t.hideFormatted : t.showFormatted}
          </button>
          {isFormatted ? <Markdown text={text} /> : undefined}
        </>
      ) : undefined}
    </div>
  )
}

/** As much as is drawn at once; undefined where that is all. */
function startOf(text: string): string | undefined {
  const lines = text.split('\n', mostLines + 1)
  if (text.length <= longest && lines.length <= mostLines) return undefined
  return lines.slice(0, mostLines).join('\n').slice(0, longest)
}
