// Where the person is signed in, with the way to end each.
import { useCallback, useState } from 'preact/hooks'
import { endOtherSessions, endSession, listSessions, signOut, type SignedInPlace } from '../api/session.ts'
import type { Answer, Problem } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { ProblemNote } from '../shell/problem-note.tsx'
import { Shown } from '../text/shown.tsx'
import { Instant } from '../text/time.tsx'
import { usePages } from './use-pages.ts'

export function SessionsPanel() {
  const t = useMessages()
  const load = useCallback(() => listSessions(), [])
  const { items, problem, again } = usePages<SignedInPlace>(load)
  const [failure, setFailure] = useState<Problem>()
  const run = (call: () => Promise<Answer<unknown>>) => async () => {
    const answer = await call()
    setFailure(answer.ok ? undefined : answer.problem)
    again()
  }
  const shownProblem = failure ?? problem
  return (
    <section>
      <h2>{t.sessions}</h2>
      {shownProblem ? <ProblemNote problem={shownProblem} onRetry={again} /> : undefined}
      <ul class="cards">
        {items.map((place) => (
          <li key={place.id} class="card">
            <p>
              <strong>{place.current ? t.thisSession : t.otherSession}</strong>{' '}
              {place.device === undefined ? undefined : <Shown text={place.device} />}
            </p>
            <p class="soft">
              {t.signedInSince} <Instant at={Date.parse(place.createdAt)} />. {t.ruleEnds}{' '}
              <Instant at={Date.parse(place.expiresAt)} />.
            </p>
            {place.current ? undefined : (
              <button type="button" class="deny" onClick={() => void run(() => endSession(place.id))()}>
                {t.endSession}
              </button>
            )}
          </li>
        ))}
      </ul>
      <div class="buttons">
        {items.length > 1 ? (
          <button type="button" onClick={() => void run(endOtherSessions)()}>
            {t.endOthers}
          </button>
        ) : undefined}
        <button type="button" class="strong" onClick={() => void signOut()}>
          {t.signOut}
        </button>
      </div>
    </section>
  )
}
