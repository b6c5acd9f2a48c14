// The public vocabulary of Holdpoint. Re-exports only.
export type { Json } from './domain/json.ts'
export { canonicalJson, digestOf, sha256Of, type Action, type Digest } from './domain/action.ts'
export * from './domain/approval.ts'
export type { Command, CommandDraft } from './domain/command.ts'
export type * from './domain/effect.ts'
export * from './domain/errors.ts'
export { describeMachine, transition } from './domain/machine.ts'
export type { Outcome } from './domain/outcome.ts'
export * from './domain/principal.ts'
export * from './domain/thresholds.ts'
export {
  createGate,
  type BlockedReason,
  type Gate,
  type GateOptions,
  type GateResult,
  type RunOptions,
  type Ticket,
} from './gate/gate.ts'
export { parseDecision, type Decision } from './parse/decision.ts'
export { parseDraft, type ApprovalDraft } from './parse/draft.ts'
export { parseJson } from './parse/json.ts'
export { parseOutbound, type OutboundMessage, type OutboundPayload } from './parse/outbound.ts'
export { answerPolicy, defaultPolicy, type Mode, type Policy } from './policy/policy.ts'
export type * from './ports.ts'
export { createApprovals, type Approvals, type ApprovalsOptions, type ListFilter } from './service/approvals.ts'
export type { Requested, RequestOptions } from './service/requesting.ts'
export type { WaitOptions } from './service/waiting.ts'
export type { ApprovalRefusal, ApprovalResult } from './service/commit.ts'
export { createLocalWake } from './service/local-wake.ts'
export { createPump, type Pump, type PumpOptions } from './service/pump.ts'
export type { LoopSettings, Settings } from './service/settings.ts'
export { createIds } from './service/ids.ts'
export { createClock } from './service/clock.ts'
export { showHidden } from './domain/show-hidden.ts'
export { createHoldpoint, defaultSettings, type Holdpoint, type HoldpointOptions } from './service/holdpoint.ts'
