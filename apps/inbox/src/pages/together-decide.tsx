// The buttons for several at once: the same terms as for one.
import { useState } from 'preact/hooks'
import type { Approval, Verdict } from '../api/wire.ts'
import { SeenStatus } from '../approval/seen-status.tsx'
import { useCovering, useIsAllSeen, type Seen } from '../approval/seen.ts'
import { useReason } from '../approval/use-reason.tsx'
import { useMessages } from '../messages/language.ts'

interface Props {
  readonly approvals: readonly Approval[]
  readonly seen: Seen
  readonly onDecide: (verdict: Verdict, reason: { readonly reason?: string }) => Promise<void>
}

export function TogetherDecide({ approvals, seen, onDecide }: Props) {
  const t = useMessages()
  const isAllSeen = useIsAllSeen(seen)
  const bar = useCovering(seen)
  const [isBusy, setBusy] = useState(false)
  const count = approvals.length
  const { reasonRequired = 'never', verdicts = [] } = approvals[0]?.thresholds ?? {}

  const reason = useReason(reasonRequired)
  const press = (verdict: Verdict) => {
    if (reason.isMissing(verdict)) return
    setBusy(true)
    void onDecide(verdict, reason.body).finally(() => setBusy(false))
  }

  return (
    <section ref={bar} class="bar decide" aria-label={t.decide}>
      <div class="bar-head">
        <SeenStatus seen={seen} />
      </div>
      {reason.field}
      <div class="buttons verdicts">
        {verdicts.includes('deny') ? (
          <button type="button" class="deny" disabled={isBusy} onClick={() => press('deny')}>
            {t.denyAll(count)}
          </button>
        ) : undefined}
        {verdicts.includes('allow-once') ? (
          <button type="button" class="allow" disabled={isBusy || !isAllSeen} onClick={() => press('allow-once')}>
            {t.allowAll(count)}
          </button>
        ) : undefined}
      </div>
    </section>
  )
}
