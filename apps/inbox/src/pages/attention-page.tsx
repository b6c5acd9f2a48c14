// How the reviewers' attention fares, counted in this page from the approvals that the person may see.
import { useEffect, useState } from 'preact/hooks'
import { listApprovals } from '../api/approvals.ts'
import type { Approval, Problem } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { Heading } from '../shell/heading.tsx'
import { ProblemNote } from '../shell/problem-note.tsx'
import { Shown } from '../text/shown.tsx'
import { spanText } from '../text/time.tsx'
import { habitsOf, type Habit } from './attention.ts'
import { useLoopChoice } from './loop-choice.tsx'

/** The latest ones say how it is now; all of a million would say how it was. */
const mostApprovals = 1_000

export function AttentionPage() {
  const t = useMessages()
  const { loop, field } = useLoopChoice()
  const [approvals, setApprovals] = useState<readonly Approval[]>()
  const [problem, setProblem] = useState<Problem>()
  useEffect(() => {
    const gone = new AbortController()
    setApprovals(undefined)
    const read = async () => {
      const latest = await readLatest(loop, gone.signal)
      if (gone.signal.aborted) return
      setApprovals(latest.approvals)
      setProblem(latest.problem)
    }
    void read()
    return () => gone.abort()
  }, [loop])
  const habits = approvals && habitsOf(approvals)
  return (
    <>
      <Heading title={t.attention}>{t.attention}</Heading>
      <p class="soft">{t.attentionMeans(mostApprovals)}</p>
      {field ? <div class="filters">{field}</div> : undefined}
      {problem ? <ProblemNote problem={problem} /> : undefined}
      {!habits ? (
        <p class="empty">{t.loading}</p>
      ) : habits.length === 0 ? (
        <p class="empty">{t.nothingHere}</p>
      ) : undefined}
      <ul class="cards">
        {habits?.map((habit) => (
          <Card key={`${habit.reviewer} ${habit.line}`} habit={habit} />
        ))}
      </ul>
    </>
  )
}

async function readLatest(loop: string, signal: AbortSignal) {
  const approvals: Approval[] = []
  let cursor = ''
  do {
    const answer = await listApprovals({ loop, cursor }, { signal })
    if (!answer.ok) return { approvals, problem: answer.problem }
    approvals.push(...answer.value.items)
    cursor = answer.value.next ?? ''
  } while (cursor !== '' && approvals.length < mostApprovals)
  return { approvals, problem: undefined }
}

function Card({ habit }: { readonly habit: Habit }) {
  const t = useMessages()
  const percent = Math.round(habit.allowRate * 100)
  return (
    <li class="card">
      <h2>
        <Shown text={habit.reviewer} />
      </h2>
      <p class="soft">
        <Shown text={habit.line} />
      </p>
      <dl>
        <dt>{t.decisions}</dt>
        <dd>{habit.decisions}</dd>
        <dt>{t.allowRate}</dt>
        <dd>
          <meter min={0} max={100} value={percent} aria-label={t.allowRate} /> {percent} %
        </dd>
        <dt>{t.medianTime}</dt>
        <dd>{spanText(habit.medianMs)}</dd>
        <dt>{t.medianLength}</dt>
        <dd>{t.characters(habit.medianLength)}</dd>
      </dl>
      {habit.suggestions.map((suggestion) => (
        <p key={suggestion} class="notice">
          {t.suggestions[suggestion]}
        </p>
      ))}
    </li>
  )
}
