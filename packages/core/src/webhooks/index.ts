// Standard Webhooks, both ends. Re-exports only.
export { retryAfterMs, webhookDelayMs, webhookLadderMs } from './backoff.ts'
export { signWebhook, type WebhookMessage } from './sign.ts'
export { verifyWebhook, type ReceivedWebhook, type VerifyWebhookOptions } from './verify.ts'
