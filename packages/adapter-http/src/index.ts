// Holdpoint over `node:http`. Re-exports only.
export { serve, type BridgeOptions } from './bridge.ts'
export { toNodeListener, type NodeListener, type NodeListenerOptions } from './listener.ts'
export { closeGracefully, createHttpServer } from './server.ts'
