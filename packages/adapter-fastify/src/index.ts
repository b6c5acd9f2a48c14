// Holdpoint as Fastify plugins. Re-exports only.
export { holdpointApi, type HoldpointApiOptions } from './api.ts'
export { holdpointGuard, type HoldpointGuardOptions, type HoldpointInstance } from './guard.ts'
