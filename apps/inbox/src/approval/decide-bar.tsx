// The buttons. Allowing takes that everything has been shown; denying can be done at once. A moment after the page has
// changed no press counts, so that one meant for what was there before never decides what has come instead.
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import { claim, release } from '../api/approvals.ts'
import type { Approval, Verdict } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { useHouse } from '../shell/context.ts'
import { useKeys } from '../shell/keys.ts'
import { ProblemNote } from '../shell/problem-note.tsx'
import { TimeLeft } from '../text/time.tsx'
import { CommentDialog } from './comment-dialog.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { progressOf } from './progress.ts'
import { RuleDialog } from './rule-dialog.tsx'
import { SeenStatus } from './seen-status.tsx'
import { readOn, useCovering, useIsAllSeen, type Seen } from './seen.ts'
import type { Deciding } from './use-deciding.ts'
import { useReason } from './use-reason.tsx'

interface Props {
  readonly approval: Approval
  readonly deciding: Deciding
  readonly seen: Seen
  /** What is shown is not what there is any more. */
  readonly isStale: boolean
}

const settleMs = 500

export function DecideBar({ approval, deciding, seen, isStale }: Props) {
  const t = useMessages()
  const { session } = useHouse()
  const { thresholds, claimed, editable } = approval
  const isAllSeen = useIsAllSeen(seen)
  const isSettled = useSettled(`${approval.id} ${approval.digest} ${isAllSeen}`)
  const bar = useCovering(seen)
  const [showsMore, showMore] = useState(false)
  const [open, setOpen] = useState<'rule' | 'edit' | 'comment'>()
  const allowButton = useRef<HTMLButtonElement>(null)
  const denyButton = useRef<HTMLButtonElement>(null)
  const statusId = useId()

  const reason = useReason(thresholds.reasonRequired)
  const { verdicts } = thresholds
  const offers = (verdict: Verdict) => verdicts.includes(verdict)
  const mayPress = isSettled && !isStale && !deciding.isBusy
  const mayAllow = mayPress && isAllSeen
  const mine = claimed?.reviewer === session.principal
  const { allows } = progressOf(approval)

  const vote = (verdict: Verdict) => {
    if (!reason.isMissing(verdict)) void deciding.send({ verdict, ...reason.body })
  }
  const openIf = (may: boolean, dialog: typeof open) => () => {
    if (may) setOpen(dialog)
  }
  const toggleClaim = () => void deciding.run(() => (mine ? release(approval.id) : claim(approval.id)))
  const mayRule = mayAllow && offers('allow-always')
  const mayEdit = mayPress && editable === true

  useKeys(
    useMemo(
      () => ({
        a: () => (isAllSeen ? allowButton.current?.focus() : readOn(seen)),
        d: () => denyButton.current?.focus(),
        r: () => reason.input.current?.focus(),
        w: openIf(mayRule, 'rule'),
        e: openIf(mayEdit, 'edit'),
        c: openIf(true, 'comment'),
        m: toggleClaim,
        ' ': () => readOn(seen),
      }),
      [isAllSeen, mayRule, mayEdit, mine, approval],
    ),
  )

  return (
    <section ref={bar} class="bar decide" aria-label={t.decide}>
      {deciding.problem ? <ProblemNote problem={deciding.problem} /> : undefined}
      <div class="bar-head">
        <SeenStatus seen={seen} id={statusId} instead={isStale ? t.staleBar : undefined}>
          {thresholds.approve > 1 ? ` ${t.allowsOf(allows, thresholds.approve)}.` : undefined}
        </SeenStatus>
        <TimeLeft at={Date.parse(approval.expiresAt)} />
        <button type="button" class="quiet more" aria-expanded={showsMore} onClick={() => showMore(!showsMore)}>
          {t.moreChoices}
        </button>
      </div>
      {reason.field}
      <div class="buttons verdicts">
        {offers('deny') ? (
          <button ref={denyButton} type="button" class="deny" disabled={!mayPress} onClick={() => vote('deny')}>
            {t.deny}
          </button>
        ) : undefined}
        {offers('allow-once') ? (
          <button
            ref={allowButton}
            type="button"
            class="allow"
            disabled={!mayAllow}
            aria-describedby={statusId}
            onClick={() => vote('allow-once')}
          >
            {t.allowOnce}
          </button>
        ) : undefined}
      </div>
      <div class={showsMore ? 'buttons others shown' : 'buttons others'}>
        {offers('allow-always') ? (
          <button type="button" class="quiet" disabled={!mayAllow} onClick={openIf(mayRule, 'rule')}>
            {t.allowAlways}
          </button>
        ) : undefined}
        {editable ? (
          <button type="button" class="quiet" disabled={!mayPress} onClick={openIf(mayEdit, 'edit')}>
            {t.editAndAllow}
          </button>
        ) : undefined}
        <button type="button" class="quiet" onClick={openIf(true, 'comment')}>
          {t.comment}
        </button>
        {claimed === undefined || mine ? (
          <button type="button" class="quiet" disabled={deciding.isBusy} onClick={toggleClaim}>
            {mine ? t.giveBack : t.takeIt}
          </button>
        ) : undefined}
      </div>
      {open === 'rule' ? (
        <RuleDialog approval={approval} deciding={deciding} reason={reason.body} onClose={() => setOpen(undefined)} />
      ) : undefined}
      {open === 'edit' ? (
        <EditDialog approval={approval} deciding={deciding} reason={reason.body} onClose={() => setOpen(undefined)} />
      ) : undefined}
      {open === 'comment' ? (
        <CommentDialog approval={approval} deciding={deciding} onClose={() => setOpen(undefined)} />
      ) : undefined}
    </section>
  )
}

/** Whether `what` has been the same for a moment. */
function useSettled(what: string): boolean {
  const [settled, setSettled] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(() => setSettled(what), settleMs)
    return () => clearTimeout(timer)
  }, [what])
  return settled === what
}
