// One approval: to whom first, then what exactly, then who says what of it, then the buttons.
import { useMemo } from 'preact/hooks'
import type { Approval } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { useHouse } from '../shell/context.ts'
import { Heading } from '../shell/heading.tsx'
import { useKeys } from '../shell/keys.ts'
import { ProblemNote } from '../shell/problem-note.tsx'
import { approvalPath, go } from '../state/route.ts'
import { Shown } from '../text/shown.tsx'
import { TimeAgo } from '../text/time.tsx'
import { showHidden } from '@holdpoint/core'
import { Claimed } from './claimed.tsx'
import { Content } from './content.tsx'
import { DecideBar } from './decide-bar.tsx'
import { Facts } from './facts.tsx'
import { NextWaiting, useNextWaiting } from './next-waiting.tsx'
import { whatBars } from './progress.ts'
import { createSeen, SeenContext } from './seen.ts'
import { Story } from './story.tsx'
import { Target } from './target.tsx'
import { useApproval, type Watched } from './use-approval.ts'
import { useDeciding } from './use-deciding.ts'
import { VerdictNote } from './verdict-note.tsx'

export function ApprovalPage({ id }: { readonly id: string }) {
  const t = useMessages()
  const { inbox } = useHouse()
  const watched = useApproval(id, inbox)
  const { approval, problem, readAgain } = watched
  const next = useNextWaiting(id)
  useKeys(useMemo(() => ({ u: () => go('/'), Escape: () => go('/'), n: () => next && go(approvalPath(next)) }), [next]))
  if (approval) return <One approval={approval} watched={watched} />
  return (
    <>
      <Heading title={t.approval}>{t.approval}</Heading>
      {problem ? <ProblemNote problem={problem} onRetry={readAgain} /> : <p class="empty">{t.loading}</p>}
    </>
  )
}

function One({ approval, watched }: { readonly approval: Approval; readonly watched: Watched }) {
  const t = useMessages()
  const { session } = useHouse()
  const { action, requester, createdAt, digest, status, id } = approval
  const seen = useMemo(() => createSeen(), [id, digest])
  const deciding = useDeciding(approval, watched)
  const bar = whatBars(approval, session)
  return (
    <SeenContext.Provider value={seen}>
      <p class="trail">
        <a href="/">{t.backToList}</a> <NextWaiting after={id} />
      </p>
      <Heading title={showHidden(action.kind)}>
        <Shown text={action.kind} /> <span class={`status ${status}`}>{t.statuses[status]}</span>
      </Heading>
      <p class="asks">
        <strong>
          <Shown text={requester} />
        </strong>{' '}
        {t.asksFor} · <TimeAgo at={Date.parse(createdAt)} />
      </p>
      {watched.newer ? (
        <div class="notice" role="alert">
          <p>{t.staleNotice}</p>
          <button type="button" class="strong" onClick={watched.showNewer}>
            {t.showNewer}
          </button>
        </div>
      ) : undefined}
      {bar === 'over' ? <VerdictNote approval={approval} deciding={deciding} /> : undefined}
      {bar === undefined || bar === 'over' ? undefined : (
        <div class="notice" role="status">
          <p>{t.bars[bar]}</p>
        </div>
      )}
      <div class="columns">
        <div key={digest}>
          <section class="to-whom">
            <h2>{t.toWhom}</h2>
            <Target target={action.target} />
          </section>
          <section class="what-exactly">
            <h2>{t.whatExactly}</h2>
            <Content input={action.input} />
          </section>
          <Claimed approval={approval} />
        </div>
        <div class="aside">
          <Facts approval={approval} />
          <Story approval={approval} />
        </div>
      </div>
      {bar === undefined ? (
        <DecideBar approval={approval} deciding={deciding} seen={seen} isStale={watched.newer !== undefined} />
      ) : undefined}
    </SeenContext.Provider>
  )
}
