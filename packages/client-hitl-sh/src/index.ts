// HITL.sh: the typed client, and the channel that asks reviewers there. Re-exports only.
export { createHitlShClient, type CallOptions, type HitlShClient } from './client.ts'
export type { HitlShClientOptions } from './client-options.ts'
export type { HitlShBudget, HitlShFailure, HitlShResult } from './call-result.ts'
export {
  createHitlShAllowance,
  type HitlShAllowance,
  type HitlShAllowanceOptions,
  type HitlShAllowanceState,
  type HitlShUse,
} from './allowance.ts'
export type { Rank } from './waiting-list.ts'
export { createRequestOnce, type CreatedOnce, type CreateOnceOptions } from './create-once.ts'
export type { Marker } from './find-ours.ts'
export { createHitlShChannel } from './channel.ts'
export { hitlShChannelName, type HitlShChannelOptions } from './channel-options.ts'
export type { HitlShRedaction } from './redact.ts'
export { createHitlShPoller, type HitlShPoller, type HitlShPollerOptions } from './poller.ts'
