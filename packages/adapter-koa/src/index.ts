// Holdpoint as Koa middleware. Re-exports only.
export type { RouteGuardOptions } from '@holdpoint/adapter-http'
export { guard, type HoldpointState } from './guard.ts'
export { holdpoint, type HoldpointOptions } from './holdpoint.ts'
