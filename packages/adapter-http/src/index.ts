// Holdpoint over `node:http`. Re-exports only.
export { admit, type Admitted, type AdmitOptions } from './admit.ts'
export { serve } from './bridge.ts'
export type { BridgeOptions } from './exchange.ts'
export { guard, type GuardedListener, type RouteGuardOptions } from './guard.ts'
export { toNodeListener, type NodeListener, type NodeListenerOptions } from './listener.ts'
export { closeGracefully, createHttpServer } from './server.ts'
