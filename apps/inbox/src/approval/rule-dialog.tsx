// Allowing it always: says exactly what the rule will match, for how long, and takes a second press.
import { useState } from 'preact/hooks'
import type { Approval } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { useHouse } from '../shell/context.ts'
import { Dialog } from '../shell/dialog.tsx'
import { Instant } from '../text/time.tsx'
import { serverClock } from '../state/server-clock.ts'
import { RuleTerms } from './rule-terms.tsx'
import type { Deciding } from './use-deciding.ts'

interface Props {
  readonly approval: Approval
  readonly deciding: Deciding
  readonly reason: { readonly reason?: string }
  readonly onClose: () => void
}

const dayMs = 86_400_000
const lives = [1, 7, 30] as const

export function RuleDialog({ approval, deciding, reason, onClose }: Props) {
  const t = useMessages()
  const { session } = useHouse()
  const [days, setDays] = useState(7)
  const [uses, setUses] = useState('')
  const maxUses = uses === '' ? undefined : Number(uses)
  const isWrong = maxUses !== undefined && !(Number.isInteger(maxUses) && maxUses >= 1 && maxUses <= 1_000_000)
  const mayMakeRules = session.scopes.includes('rules')

  async function allow(): Promise<void> {
    const remember = { expiresInMs: days * dayMs, ...(maxUses !== undefined && { maxUses }) }
    await deciding.send({ verdict: 'allow-always', remember, ...reason })
    onClose()
  }

  return (
    <Dialog title={t.allowAlways} onClose={onClose}>
      {mayMakeRules ? undefined : <p class="notice">{t.noRulesScope}</p>}
      <p>{t.ruleMeans}</p>
      <RuleTerms
        kind={approval.action.kind}
        loop={approval.loop}
        requester={approval.requester}
        target={approval.action.target}
        bindsInput={approval.ruleBindsInput === true}
      />
      <div class="fields">
        <label>
          {t.ruleLife}
          <select value={days} onChange={({ currentTarget }) => setDays(Number(currentTarget.value))}>
            {lives.map((life) => (
              <option key={life} value={life}>
                {t.days(life)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t.ruleUses}
          <input
            inputMode="numeric"
            value={uses}
            aria-invalid={isWrong}
            onInput={({ currentTarget }) => setUses(currentTarget.value.trim())}
          />
        </label>
      </div>
      <p>
        {t.ruleEnds} <Instant at={serverClock.now() + days * dayMs} />. {t.ruleRevocable}
      </p>
      <div class="buttons">
        <button type="button" onClick={onClose}>
          {t.back}
        </button>
        <button type="button" class="allow" disabled={isWrong || deciding.isBusy} onClick={() => void allow()}>
          {t.allowAlwaysNow}
        </button>
      </div>
    </Dialog>
  )
}
