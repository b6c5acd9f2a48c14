// What HITL.sh says and wants, for clients and callbacks. Re-exports only.
export type * from './wire.ts'
export { hitlShPriorities, hitlShStatuses } from './wire.ts'
export type * from './wire-loops.ts'
export type * from './question.ts'
export { hitlShResponseTypes } from './question.ts'
export { whyNotCreate, whyNotCreateLoop, whyNotFeedback, whyNotQuery, whyNotUpdateLoop } from './check-bodies.ts'
export {
  isHitlShId,
  parseCancelledRequest,
  parseCreatedRequest,
  parseEnvelope,
  parseFeedbackReceipt,
  parseRequest,
  parseRequestList,
  parseRequestPage,
  type HitlShParsed,
} from './parse-wire.ts'
export * from './parse-loops.ts'
export { parseResponse, type HitlShResponse } from './response-data.ts'
export { isEnding, parseWebhook, type HitlShEnding, type HitlShEvent, type ParsedWebhook } from './webhook.ts'
export { readWebhook, type WebhookProof } from './read-webhook.ts'
export { hitlShSignatureHeader, isSignedBy, signWebhook } from './webhook-signature.ts'
export { answerFromRequest, hitlShReviewer, toAnswer, type ReadBack } from './map.ts'
export { mintCallbackSecret, verifyCallbackSecret } from './callback-secret.ts'
