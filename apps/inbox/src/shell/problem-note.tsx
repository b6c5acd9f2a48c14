// Why something did not work, in the person's language where the code is known, else in the gateway's words.
import type { Problem } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { Shown } from '../text/shown.tsx'

export function ProblemNote({ problem, onRetry }: { readonly problem: Problem; readonly onRetry?: () => void }) {
  const t = useMessages()
  return (
    <div class="notice bad" role="alert">
      <p>
        <ProblemText problem={problem} />
      </p>
      {onRetry ? (
        <button type="button" onClick={onRetry}>
          {t.tryAgain}
        </button>
      ) : undefined}
    </div>
  )
}

export function ProblemText({ problem: { code, detail } }: { readonly problem: Problem }) {
  const known: Readonly<Record<string, string>> = useMessages().problems
  return Object.hasOwn(known, code) ? <>{known[code]}</> : <Shown text={detail === '' ? code : detail} />
}
