// Holdpoint as a Fastify plugin. Re-exports only.
export type { HttpHandler } from '@holdpoint/core/http'
