// HITL.sh: the typed client, and the channel that asks reviewers there. Re-exports only.
export { createHitlShClient, type CallOptions, type HitlShClient } from './client.ts'
export type { HitlShClientOptions } from './client-options.ts'
export type { HitlShBudget, HitlShFailure, HitlShResult } from './call-result.ts'
export { createHitlShChannel } from './channel.ts'
export { hitlShChannelName, type HitlShChannelOptions } from './channel-options.ts'
