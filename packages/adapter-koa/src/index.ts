// Holdpoint as Koa middleware. Re-exports only.
export type { HttpHandler } from '@holdpoint/core/http'
