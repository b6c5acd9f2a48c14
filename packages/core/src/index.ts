// The public vocabulary of Holdpoint. Re-exports only.
export { frozenCopy, type Json } from './domain/json.ts'
export { canonicalJson, digestOf, sha256Of, type Action, type Digest } from './domain/action.ts'
export * from './domain/approval.ts'
export type { ApprovalView } from './domain/approval-view.ts'
export { gatewayChain, type AuditNote } from './domain/audit.ts'
export { emptyHead, headOf, type AuditEntry, type AuditHead } from './domain/audit-chain.ts'
export {
  createAuditVerifier,
  type AuditProblem,
  type AuditReport,
  type AuditVerifier,
  type AuditVerifierOptions,
} from './domain/audit-verifier.ts'
export type { Command, CommandDraft } from './domain/command.ts'
export type * from './domain/effect.ts'
export * from './domain/errors.ts'
export { describeMachine, transition } from './domain/machine.ts'
export type { Outcome } from './domain/outcome.ts'
export * from './domain/principal.ts'
export * from './domain/thresholds.ts'
export * from './domain/vote.ts'
export { createGate, createGateOver, type Gate, type GateOptions } from './gate/gate.ts'
export type { DeskRefusal, DeskResult, GateDesk } from './gate/gate-desk.ts'
export type { BlockedReason, GateResult, RunOptions } from './gate/gate-result.ts'
export { demandTicket, type Ticket } from './gate/ticket.ts'
export type { WrapOptions } from './gate/wrap.ts'
export { parseDecision, type Decision } from './parse/decision.ts'
export { parseDraft, type ApprovalDraft } from './parse/draft.ts'
export type { FinishCall } from './parse/run.ts'
export type { ApprovalListQuery } from './parse/list-query.ts'
export type { RuleDraft } from './parse/rule.ts'
export { parseJson } from './parse/json.ts'
export { parseOutbound, type OutboundMessage, type OutboundPayload } from './parse/outbound.ts'
export { explain, type ExplainedLine, type Explanation } from './policy/explain.ts'
export { judge, type Judgement } from './policy/judge.ts'
export type { Mode } from './policy/mode.ts'
export type { PolicyLine, PolicyWhen } from './policy/policy-line.ts'
export type { PolicySubject } from './policy/policy-subject.ts'
export {
  defaultPolicy,
  findPolicyProblems,
  parsePolicy,
  type Policy,
  type PolicyData,
  type PolicyProblem,
} from './policy/policy.ts'
export { thresholdsFor } from './policy/thresholds-for.ts'
export type * from './ports.ts'
export { createApprovals, type Approvals, type ApprovalsOptions, type Started } from './service/approvals.ts'
export type { Asked, Requested, RequestOptions } from './service/requesting.ts'
export type { WaitOptions } from './service/waiting.ts'
export type { ApprovalRefusal, ApprovalResult } from './service/commit.ts'
export { createLocalWake } from './service/local-wake.ts'
export type { Audit, AuditFilter, AuditPage } from './service/audit.ts'
export { createAuditor, type Auditor, type AuditorOptions } from './service/auditor.ts'
export { withNote } from './service/audit-notes.ts'
export { fromAuditWire, toAuditWire } from './parse/audit-record.ts'
export { atSnapshot } from './domain/hook.ts'
export type { DeadHook, DeadHookFilter, DeadHooks } from './service/dead-hooks.ts'
export { createPump, type Pump, type PumpOptions } from './service/pump.ts'
export type { LoopSettings, Settings } from './service/settings.ts'
export type { ApprovalEvent } from './service/event-ring.ts'
export type { EventReader } from './service/event-reader.ts'
export { createEvents, type Events, type EventsOptions } from './service/events.ts'
export { createIds } from './service/ids.ts'
export { listOpenAsks, type OpenAsk } from './service/open-asks.ts'
export { checkStored } from './service/check-stored.ts'
export { createClock } from './service/clock.ts'
export { showHidden, showHiddenInLines } from './domain/show-hidden.ts'
export { createHoldpoint, defaultSettings, type Holdpoint, type HoldpointOptions } from './service/holdpoint.ts'
export type { ApprovalPage, ListFilter } from './service/listing.ts'
export {
  createQuarantine,
  type Quarantine,
  type QuarantineFilter,
  type QuarantineOptions,
} from './service/quarantine.ts'
export type { QuarantinedCallback, QuarantineStatus } from './domain/quarantine.ts'
export type { Settlement } from './parse/quarantine.ts'
export { createRules, type Rules, type RulesOptions } from './service/rules.ts'
export type { Rule } from './domain/rule.ts'
export { createJudge, type Judge, type Terms } from './service/judging.ts'
