// What a policy says of an action: the first line that matches answers; with none, the mode of its kind does.
import { routeKind, type PolicyAnswer } from '../domain/approval.ts'
import type { Thresholds } from '../domain/thresholds.ts'
import { newBudget } from './budget.ts'
import { matchLine, type CompiledLine, type Match } from './match.ts'
import type { PolicyLine } from './policy-line.ts'
import type { PolicySubject } from './policy-subject.ts'
import type { Policy } from './policy.ts'

export interface Judgement extends PolicyAnswer {
  /** A live rule may turn this question into an allow. */
  readonly rulesCount: boolean
  /** What differs from the loop's thresholds; `thresholdsFor` puts the two together. */
  readonly thresholds?: Partial<Thresholds>
  readonly expiresInMs?: number
  /** Reviewers may change the input. */
  readonly edits: boolean
  /** A line's condition could not be judged, so it is asked whatever the line says. */
  readonly unjudged?: true
}

/** Pure, bounded in time, and never throws. */
export function judge(policy: Policy, subject: PolicySubject): Judgement {
  return judgeBy(policy, subject, () => {})
}

/** Calls `visit` for each line it comes to, in order. */
export function judgeBy(
  policy: Policy,
  subject: PolicySubject,
  visit: (line: CompiledLine, match: Match) => void,
): Judgement {
  const budget = newBudget()
  for (const compiled of policy.compiled) {
    const match = matchLine(compiled, subject, budget)
    visit(compiled, match)
    if (match.is === 'match') return byLine(compiled.line, subject)
    if (match.is === 'unjudged') return inDoubt(compiled.line)
  }
  const { kind } = subject.action
  const mode = (Object.hasOwn(policy.modes, kind) ? policy.modes[kind] : undefined) ?? 'on-miss'
  return Object.freeze({
    answer: mode === 'off' ? 'allow' : 'ask',
    line: `${kind}: ${mode}`,
    rulesCount: mode === 'on-miss',
    edits: false,
  })
}

function byLine({ name, then, rules, thresholds, expiresInMs, edits }: PolicyLine, subject: PolicySubject): Judgement {
  return Object.freeze({
    answer: then,
    line: name,
    rulesCount: then === 'ask' && rules === true,
    ...(thresholds && { thresholds }),
    ...(expiresInMs !== undefined && { expiresInMs }),
    edits: then === 'ask' && edits === true && subject.action.kind !== routeKind,
  })
}

/** Neither may a line that allows be passed, nor one that denies be left behind: a human sees to it. */
function inDoubt({ name, thresholds }: PolicyLine): Judgement {
  return Object.freeze({
    answer: 'ask',
    line: `${name} (its condition could not be judged)`,
    rulesCount: false,
    ...(thresholds && { thresholds }),
    edits: false,
    unjudged: true,
  })
}
