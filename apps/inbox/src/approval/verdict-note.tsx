// What became of it, said first: who decided what, and whether it has run.
import { revoke } from '../api/approvals.ts'
import type { Approval } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { useHouse } from '../shell/context.ts'
import { ProblemNote } from '../shell/problem-note.tsx'
import { Shown, ShownLines } from '../text/shown.tsx'
import type { Deciding } from './use-deciding.ts'

export function VerdictNote({ approval, deciding }: { readonly approval: Approval; readonly deciding: Deciding }) {
  const t = useMessages()
  const { session } = useHouse()
  const { status, votes, reason } = approval
  const last = votes.at(-1)
  const tone = ['denied', 'failed', 'unknown', 'revoked'].includes(status) ? 'bad' : status === 'pending' ? '' : 'good'
  return (
    <>
      <div class={`notice ${tone}`} role="status">
        <p>
          <strong>{t.statusMeans[status]}</strong>
        </p>
        {last ? (
          <p>
            <Shown text={last.reviewer} /> {t.storyVoted[last.verdict]}
          </p>
        ) : undefined}
        {reason === undefined ? undefined : (
          <p class="quote lines">
            <ShownLines text={reason} />
          </p>
        )}
        {last?.chosen !== undefined && last.chosen !== last.verdict ? <p>{t.countedAsOnce}</p> : undefined}
        {status === 'approved' && session.scopes.includes('decide') ? (
          <button
            type="button"
            class="deny"
            disabled={deciding.isBusy}
            onClick={() => void deciding.run(() => revoke(approval.id, ''))}
          >
            {t.revoke}
          </button>
        ) : undefined}
      </div>
      {deciding.problem ? <ProblemNote problem={deciding.problem} /> : undefined}
    </>
  )
}
