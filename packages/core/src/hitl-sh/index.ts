// What HITL.sh says and wants, for clients and callbacks. Re-exports only.
export type * from './wire.ts'
export * from './parse-wire.ts'
export { parseWebhook, type HitlShEvent, type ParsedWebhook } from './webhook.ts'
export { answerFromRequest, hitlShReviewer, toAnswer, type ReadBack } from './map.ts'
export { mintCallbackSecret, verifyCallbackSecret } from './callback-secret.ts'
