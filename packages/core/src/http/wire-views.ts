// What the answers of the API are once they are read: types of the domain, by the names of their schemas.
import type { Action } from '../domain/action.ts'
import type { ApprovalView } from '../domain/approval-view.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import type { Rule, RuleStatus } from '../domain/rule.ts'
import type { Explanation } from '../policy/explain.ts'

export interface RuleView extends Rule {
  readonly status: RuleStatus
}

export interface WirePage<T> {
  readonly items: readonly T[]
  /** Pass it on as `cursor`. */
  readonly next?: string
}

export interface ProblemView {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ErrorCode
  readonly detail: string
  readonly field?: string
  readonly approval?: ApprovalView
}

/** What one of many decisions came to. */
export type DecisionAnswer = { readonly status: 200; readonly approval: ApprovalView } | ProblemView

export interface WireViews {
  readonly Approval: ApprovalView
  readonly ApprovalPage: WirePage<ApprovalView>
  readonly Started: { readonly ticket: string; readonly action: Action; readonly approval: ApprovalView }
  readonly DecisionAnswers: { readonly answers: Readonly<Record<string, DecisionAnswer>> }
  readonly OutboundResult: { readonly outcome: 'ran'; readonly approval: ApprovalView; readonly result?: Json }
  readonly OutboundHeld: { readonly outcome: 'held'; readonly approval: ApprovalView }
  readonly Rule: RuleView
  readonly RulePage: WirePage<RuleView>
  readonly Explanation: Pick<Explanation, 'answer' | 'line' | 'rulesCount' | 'trace'> & { readonly hash: string }
  readonly Problem: ProblemView
  readonly Ok: { readonly ok: true }
}
