// The rules that "allow always" left behind: what each matches, how often it was used, and the way to end it.
import { useCallback, useState } from 'preact/hooks'
import { listRules, revokeRule } from '../api/rules.ts'
import type { Problem, Rule } from '../api/wire.ts'
import { RuleTerms } from '../approval/rule-terms.tsx'
import { useMessages } from '../messages/language.ts'
import { Dialog } from '../shell/dialog.tsx'
import { Heading } from '../shell/heading.tsx'
import { ProblemNote } from '../shell/problem-note.tsx'
import { approvalPath } from '../state/route.ts'
import { Shown } from '../text/shown.tsx'
import { Instant } from '../text/time.tsx'
import { ListEnd } from './list-end.tsx'
import { useLoopChoice } from './loop-choice.tsx'
import { usePages } from './use-pages.ts'

export function RulesPage() {
  const t = useMessages()
  const { loop, field } = useLoopChoice()
  const load = useCallback((cursor: string | undefined) => listRules(loop, cursor), [loop])
  const pages = usePages(load)
  const { items, problem, again, replace } = pages
  const [ending, setEnding] = useState<Rule>()
  return (
    <>
      <Heading title={t.rules}>{t.rules}</Heading>
      <p class="soft">{t.rulesMean}</p>
      {field ? <div class="filters">{field}</div> : undefined}
      {problem ? <ProblemNote problem={problem} onRetry={again} /> : undefined}
      <ul class="cards">
        {items.map((rule) => (
          <Card key={rule.id} rule={rule} onRevoke={() => setEnding(rule)} />
        ))}
      </ul>
      <ListEnd pages={pages} empty={t.noRules} more={t.older} />
      {ending ? (
        <Revoke
          rule={ending}
          onClose={() => setEnding(undefined)}
          onRevoked={(rule) => replace(({ id }) => id === rule.id, rule)}
        />
      ) : undefined}
    </>
  )
}

function Card({ rule, onRevoke }: { readonly rule: Rule; readonly onRevoke: () => void }) {
  const t = useMessages()
  return (
    <li class="card">
      <p>
        <span class={`status ${rule.status}`}>{t.ruleStatuses[rule.status]}</span>{' '}
        {t.usedTimes(rule.uses, rule.maxUses)}
      </p>
      <RuleTerms {...rule} bindsInput={rule.inputDigest !== undefined} />
      <p class="soft">
        {t.ruleBy} <Shown text={rule.createdBy} />, <Instant at={Date.parse(rule.createdAt)} />. {t.ruleEnds}{' '}
        <Instant at={Date.parse(rule.expiresAt)} />.
      </p>
      <div class="buttons">
        {rule.approval === undefined ? undefined : <a href={approvalPath(rule.approval)}>{t.lookAtIt}</a>}
        {rule.status === 'live' ? (
          <button type="button" class="deny" onClick={onRevoke}>
            {t.revokeRule}
          </button>
        ) : undefined}
      </div>
    </li>
  )
}

interface RevokeProps {
  readonly rule: Rule
  readonly onClose: () => void
  readonly onRevoked: (rule: Rule) => void
}

function Revoke({ rule, onClose, onRevoked }: RevokeProps) {
  const t = useMessages()
  const [problem, setProblem] = useState<Problem>()
  async function revoke(): Promise<void> {
    const answer = await revokeRule(rule.id)
    if (!answer.ok) return setProblem(answer.problem)
    onRevoked(answer.value)
    onClose()
  }
  return (
    <Dialog title={t.revokeRule} onClose={onClose}>
      <p>{t.revokeRuleMeans}</p>
      <RuleTerms {...rule} bindsInput={rule.inputDigest !== undefined} />
      {problem ? <ProblemNote problem={problem} /> : undefined}
      <div class="buttons">
        <button type="button" onClick={onClose}>
          {t.back}
        </button>
        <button type="button" class="deny" onClick={() => void revoke()}>
          {t.revokeRule}
        </button>
      </div>
    </Dialog>
  )
}
