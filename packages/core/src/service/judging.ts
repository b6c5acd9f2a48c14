// What policy and rules say: when an action is asked for, when it is edited, and once more when it is to start.
import type { Action } from '../domain/action.ts'
import type { Approval, PolicyAnswer } from '../domain/approval.ts'
import type { Json } from '../domain/json.ts'
import type { Thresholds } from '../domain/thresholds.ts'
import { judge, type Judgement } from '../policy/judge.ts'
import type { Policy } from '../policy/policy.ts'
import { thresholdsFor } from '../policy/thresholds-for.ts'
import type { Rules } from './rules.ts'
import type { LoopSettings, Settings } from './settings.ts'

export interface Subject {
  readonly loop: string
  readonly requester: string
  readonly action: Action
}

/** Under which terms an action is held, or let go, or refused. */
export interface Terms {
  readonly policy: PolicyAnswer
  readonly shadow?: PolicyAnswer
  readonly thresholds: Thresholds
  readonly editable: boolean
  readonly ruleBindsInput: boolean
  readonly expiresInMs: number
  readonly grantMs: number
  readonly maxRunMs: number
}

export interface Judge {
  /** Consumes a use of the rule that allows it, where its uses are limited. */
  request(subject: Subject, loop: LoopSettings): Promise<Terms>
  edit(approval: Approval, input: Json): PolicyAnswer['answer']
  /** Why an approved one must not start after all; undefined if it may. */
  whyStopped(approval: Approval): Promise<string | undefined>
}

export function createJudge({ settings, rules }: { readonly settings: () => Settings; readonly rules: Rules }): Judge {
  /** A rule turns an ask into an allow, where the policy lets rules count. */
  async function ruleAnswer(subject: Subject, judgement: Judgement, policy: Policy): Promise<PolicyAnswer | undefined> {
    if (judgement.answer !== 'ask' || !judgement.rulesCount) return undefined
    const rule = await rules.find({ ...subject, bindInput: bindsInput(policy, subject) })
    const consumed = rule && (await rules.consume(rule))
    if (!consumed?.ok) return undefined
    return { answer: 'allow', line: judgement.line, rule: consumed.value.id, hash: policy.hash }
  }

  return {
    async request(subject, loop) {
      const { policy, shadow } = settings()
      const judgement = judge(policy, subject)
      return {
        policy: (await ruleAnswer(subject, judgement, policy)) ?? answerOf(judgement, policy),
        ...(shadow && { shadow: answerOf(judge(shadow, subject), shadow) }),
        thresholds: termsFor(judgement, loop.thresholds, settings().groups),
        editable: judgement.edits,
        ruleBindsInput: bindsInput(policy, subject),
        expiresInMs: judgement.expiresInMs ?? policy.expiresInMs,
        grantMs: policy.grantMs,
        maxRunMs: policy.maxRunMs,
      }
    },

    edit: ({ loop, requester, action }, input) =>
      judge(settings().policy, { loop, requester, action: { ...action, input } }).answer,

    async whyStopped(approval) {
      if (approval.status !== 'approved') return undefined
      const judgement = judge(settings().policy, approval)
      const now = `the policy says "${judgement.answer}" now (${judgement.line})`
      // A human's allow outweighs everything but a deny.
      if (approval.policy.answer === 'ask') return judgement.answer === 'deny' ? now : undefined
      if (judgement.answer === 'allow') return undefined
      const { rule } = approval.policy
      if (rule === undefined || judgement.answer === 'deny' || !judgement.rulesCount) return now
      // The use that it took when it was asked counts as its own: only whether the rule still lives matters.
      return (await rules.isStillLive(rule)) ? undefined : 'the rule that allowed it has been revoked or has expired'
    },
  }
}

const answerOf = ({ answer, line }: Judgement, { hash }: Policy): PolicyAnswer => ({ answer, line, hash })

const bindsInput = (policy: Policy, { action }: Subject): boolean => policy.ruleInputKinds.includes(action.kind)

/** Groups become names on both sides before they are compared: `@ops` and one of its members have somebody in common. */
function termsFor(judgement: Judgement, loop: Thresholds, groups: Settings['groups']): Thresholds {
  const { thresholds: own } = judgement
  const named = own?.reviewers ? { ...own, reviewers: namesIn(own.reviewers, groups) } : own
  const line = named ? { ...judgement, thresholds: named } : judgement
  return thresholdsFor(line, { ...loop, reviewers: namesIn(loop.reviewers, groups) })
}

/** As of now: who joins later isn't asked, and a group that nobody knows is nobody. */
function namesIn(reviewers: readonly string[], groups: Settings['groups'] = {}): readonly string[] {
  const names = reviewers.flatMap((name) => {
    if (!name.startsWith('@')) return [name]
    const group = name.slice(1)
    return Object.hasOwn(groups, group) ? (groups[group] ?? []) : []
  })
  return [...new Set(names)]
}
