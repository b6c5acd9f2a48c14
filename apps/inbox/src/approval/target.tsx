// To whom or what: the first thing to read, and the largest.
import { useMessages } from '../messages/language.ts'
import { mixedWords } from '../text/mixed-scripts.ts'
import { inReadingOrder } from '../text/reading-order.ts'
import { Shown } from '../text/shown.tsx'

export function Target({ target }: { readonly target: Readonly<Record<string, string>> }) {
  const t = useMessages()
  const fields = inReadingOrder(target)
  if (fields.length === 0) return <p class="soft">{t.noTarget}</p>
  return (
    <dl class="target">
      {fields.map(([field, value]) => (
        <div key={field}>
          <dt>
            <Shown text={field} />
          </dt>
          <dd>
            <Shown text={value} />
            {mixedWords(value).map((word) => (
              <strong key={word} class="warning">
                {t.mixedLetters} “<Shown text={word} />”
              </strong>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
