// Several approvals of equal risk, all shown whole, decided with one press and answered one by one.
import { useEffect, useMemo, useState } from 'preact/hooks'
import { readApproval, type DecisionBody } from '../api/approvals.ts'
import { decideMany, type OneAnswer } from '../api/decisions.ts'
import type { Approval, Verdict } from '../api/wire.ts'
import { Content } from '../approval/content.tsx'
import { whatBars } from '../approval/progress.ts'
import { createSeen, SeenContext } from '../approval/seen.ts'
import { Target } from '../approval/target.tsx'
import { toRow } from '../list/row.ts'
import { clearSelection, selection } from '../list/selection.ts'
import { useMessages } from '../messages/language.ts'
import { useHouse } from '../shell/context.ts'
import { Heading } from '../shell/heading.tsx'
import { ProblemText } from '../shell/problem-note.tsx'
import { approvalPath } from '../state/route.ts'
import { Shown } from '../text/shown.tsx'
import { TimeLeft } from '../text/time.tsx'
import { TogetherDecide } from './together-decide.tsx'

export function TogetherPage() {
  const t = useMessages()
  const { inbox, session } = useHouse()
  const [ids] = useState(() => selection.get().ids)
  const [approvals, setApprovals] = useState<readonly Approval[]>()
  const [answers, setAnswers] = useState<ReadonlyMap<string, OneAnswer>>(new Map())
  const seen = useMemo(() => createSeen(approvals?.length ?? 1), [approvals])

  useEffect(() => {
    const read = async () => {
      const answers = await Promise.all(ids.map(readApproval))
      const found = answers.flatMap((answer) => (answer.ok ? [answer.value] : []))
      // They may have changed since they were chosen: what isn't like the first any more is decided alone.
      const risk = found[0] && toRow(found[0]).risk
      setApprovals(found.filter((one) => whatBars(one, session) === undefined && toRow(one).risk === risk))
    }
    void read()
  }, [ids, session])

  async function decide(verdict: Verdict, reason: { readonly reason?: string }): Promise<void> {
    const bodies = (approvals ?? []).map((one): [string, DecisionBody] => [
      one.id,
      { verdict, digest: one.digest, ...reason },
    ])
    const taken = await decideMany(new Map(bodies))
    for (const { approval } of taken) if (approval) inbox.take(toRow(approval))
    setAnswers(new Map(taken.map((answer) => [answer.id, answer])))
    clearSelection()
  }

  if (!approvals || approvals.length === 0)
    return (
      <>
        <Heading title={t.together}>{t.together}</Heading>
        <p class="empty">{approvals || ids.length === 0 ? t.nothingTogether : t.loading}</p>
        <p>
          <a href="/">{t.backToList}</a>
        </p>
      </>
    )
  return (
    <SeenContext.Provider value={seen}>
      <p class="trail">
        <a href="/">{t.backToList}</a>
      </p>
      <Heading title={t.together}>
        {t.together} <span class="count">{approvals.length}</span>
      </Heading>
      <p>{t.togetherMeans}</p>
      {approvals.map((one) => (
        <One key={one.id} approval={one} answer={answers.get(one.id)} />
      ))}
      {answers.size === 0 ? <TogetherDecide approvals={approvals} seen={seen} onDecide={decide} /> : undefined}
    </SeenContext.Provider>
  )
}

function One({ approval, answer }: { readonly approval: Approval; readonly answer: OneAnswer | undefined }) {
  const t = useMessages()
  const { action, expiresAt, id, requester } = approval
  return (
    <section class="one">
      <h2>
        <Shown text={action.kind} /> · <Shown text={requester} />{' '}
        <span class="soft">
          <TimeLeft at={Date.parse(expiresAt)} />
        </span>
      </h2>
      {answer ? (
        <p class={`notice ${answer.problem ? 'bad' : 'good'}`} role="status">
          {answer.problem ? (
            <ProblemText problem={answer.problem} />
          ) : answer.approval ? (
            t.statusMeans[answer.approval.status]
          ) : undefined}{' '}
          <a href={approvalPath(id)}>{t.lookAtIt}</a>
        </p>
      ) : undefined}
      <Target target={action.target} />
      <Content input={action.input} />
    </section>
  )
}
