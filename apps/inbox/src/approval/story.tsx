// What has happened to it so far, in order.
import type { ComponentChildren } from 'preact'
import type { Approval, Edit, Json } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import type { Messages } from '../messages/en.ts'
import { Shown, ShownLines } from '../text/shown.tsx'
import { Instant } from '../text/time.tsx'
import { Difference } from './difference.tsx'
import { JsonView } from './json-view.tsx'

interface Moment {
  readonly at: string
  readonly what: ComponentChildren
}

export function Story({ approval }: { readonly approval: Approval }) {
  const t = useMessages()
  const moments = momentsOf(approval, t).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return (
    <section class="story">
      <h2>{t.story}</h2>
      <ol>
        {moments.map(({ at, what }, i) => (
          <li key={i}>
            <span class="soft">
              <Instant at={Date.parse(at)} />
            </span>
            <div>{what}</div>
          </li>
        ))}
      </ol>
      {approval.detail === undefined ? undefined : (
        <>
          <h3>{t.outcomeDetail}</h3>
          <JsonView label={t.outcomeDetail} json={approval.detail} />
        </>
      )}
    </section>
  )
}

function momentsOf(approval: Approval, t: Messages): readonly Moment[] {
  const { votes, comments = [], edits = [], status } = approval
  const moments: Moment[] = [
    { at: approval.createdAt, what: <>{said(approval.requester, t.storyAsked)}</> },
    ...edits.map((edit) => ({ at: edit.at, what: <EditMade edit={edit} /> })),
    ...votes.map(({ at, reviewer, verdict, via, reason }) => ({
      at,
      what: (
        <>
          {said(reviewer, t.storyVoted[verdict])} <span class="soft">({via})</span>
          {reason === undefined ? undefined : <Quote text={reason} />}
        </>
      ),
    })),
    ...comments.map(({ at, reviewer, text }) => ({
      at,
      what: (
        <>
          {said(reviewer, t.storySaid)}
          <Quote text={text} />
        </>
      ),
    })),
  ]
  const { decidedAt, startedAt, endedAt } = approval
  if (decidedAt !== undefined && votes.length === 0) moments.push({ at: decidedAt, what: t.storyByPolicy })
  if (startedAt !== undefined) moments.push({ at: startedAt, what: t.storyStarted })
  if (endedAt !== undefined && status !== 'denied') moments.push({ at: endedAt, what: t.statuses[status] })
  return moments
}

const said = (who: string, what: string) => (
  <>
    <strong>
      <Shown text={who} />
    </strong>{' '}
    {what}
  </>
)

const Quote = ({ text }: { readonly text: string }) => (
  <p class="quote lines">
    <ShownLines text={text} />
  </p>
)

function EditMade({ edit: { reviewer, changes } }: { readonly edit: Edit }) {
  const t = useMessages()
  return (
    <>
      {said(reviewer, t.storyEdited)}
      {changes.map(({ path, from, to }) => (
        <div key={path} class="change">
          <code>
            <Shown text={path === '' ? t.wholeInput : path} />
          </code>
          <Difference from={textOf(from)} to={textOf(to)} />
        </div>
      ))}
    </>
  )
}

const textOf = (json: Json | undefined): string =>
  json === undefined ? '' : typeof json === 'string' ? json : JSON.stringify(json, undefined, 2)
