// I1, I31: whoever was not asked had a policy or a rule that allowed it, and still had it shortly before the start. Said
// by the plan's own words, not by the policy that is checked.
import { canonicalJson, type Approval } from '@holdpoint/core'
import type { ApprovalWrite, History } from '../history.ts'
import { mayMakeRules, type Plan } from '../plan.ts'
import type { Report } from './check-write.ts'

interface Says {
  readonly answer: 'allow' | 'ask' | 'deny'
  readonly rulesCount: boolean
}

/** Ms in which a node may still act on what the settings were, calls under way and slow stores included. */
const settingsLagMs = 1_800
/** Ms in which a revoked rule may still be in a cache, and what a call under way adds to it. */
const rulesLagMs = 5_000 + settingsLagMs

export function checkGrant(history: History, plan: Plan, begunAt: number, write: ApprovalWrite, report: Report): void {
  const { before, after, at } = write
  const reloadAt = plan.reload ? begunAt + plan.reload.atMs : Infinity
  const says = (isReloaded: boolean) => saysOf(plan, after.action.kind, isReloaded)
  const possible = [...(at < reloadAt + settingsLagMs ? [says(false)] : []), ...(at >= reloadAt ? [says(true)] : [])]
  if (!before) {
    if (!possible.some((said) => isAnswer(said, after)))
      report('I1', `nothing says ${after.policy.answer} (${after.policy.line})`)
    if (after.policy.rule !== undefined) checkRule(history, after.policy.rule, write, report)
  } else if (after.edits.length > before.edits.length) {
    if (possible.every(({ answer }) => answer === 'deny')) report('I1', 'it was edited, and the policy denied it')
  } else if (before.status === 'approved' && after.status === 'started') {
    if (!possible.some((said) => mayStart(said, after))) report('I1', 'it was started, and the policy had stopped it')
    if (after.policy.rule !== undefined && isRevoked(history, after.policy.rule, at))
      report('I31', 'it was started, and its rule was revoked long before')
  }
}

function saysOf({ settings, reload }: Plan, kind: string, isReloaded: boolean): Says {
  const closing = isReloaded ? reload?.settings.policy.lines[0]?.name : undefined
  if (closing === 'closed') return { answer: 'deny', rulesCount: false }
  if (closing === 'asked-again' || (closing === 'free-no-more' && kind === 'free.call'))
    return { answer: 'ask', rulesCount: false }
  if (kind === 'free.call') return { answer: 'allow', rulesCount: false }
  return { answer: 'ask', rulesCount: kind === 'edit.call' || settings.policy.modes[kind] === 'on-miss' }
}

const isAnswer = ({ answer, rulesCount }: Says, { policy }: Approval): boolean =>
  policy.rule === undefined ? policy.answer === answer : policy.answer === 'allow' && rulesCount

/** A human's allow is stopped by a deny only; all else by whatever doesn't allow any more. */
function mayStart({ answer, rulesCount }: Says, { policy }: Approval): boolean {
  if (policy.answer === 'ask') return answer !== 'deny'
  return answer === 'allow' || (policy.rule !== undefined && rulesCount)
}

function checkRule(history: History, rule: string, { after, at }: ApprovalWrite, report: Report): void {
  const source = history.writes.find((write) => write.id === rule && write.after.status === 'approved')?.after
  if (!source) return report('I31', 'a rule allowed it that no approval left behind')
  const makers = source.votes.filter(({ reviewer, verdict }) => verdict === 'allow-always' && mayMakeRules(reviewer))
  if (makers.length < source.thresholds.approve) report('I31', 'a rule allowed it that too few had made')
  const same = ({ loop, requester, action: { kind, target } }: Approval) =>
    canonicalJson([loop, requester, kind, { ...target }])
  if (same(source) !== same(after)) report('I31', 'a rule for something else allowed it')
  if (isRevoked(history, rule, at)) report('I31', 'a rule allowed it that was revoked long before')
  const limits = makers.flatMap(({ remember }) => remember?.maxUses ?? [])
  const uses = history.writes.filter((write) => !write.before && write.after.policy.rule === rule).length
  if (limits.length > 0 && uses > Math.min(...limits))
    report('I31', `a rule for ${Math.min(...limits)} uses allowed ${uses}`)
}

const isRevoked = (history: History, rule: string, at: number): boolean =>
  history.revocations.some((revocation) => revocation.rule === rule && at > revocation.at + rulesLagMs) ||
  history.writes.some(
    ({ id, after, at: revokedAt }) =>
      id === rule && after.status === 'revoked' && after.withdrawn === undefined && at > revokedAt + rulesLagMs,
  )
