// Signs what is sent as a Standard Webhook (https://www.standardwebhooks.com): anybody who has the secret can tell that
// it is from us, unchanged, and recent.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { secretBytes } from './secret-bytes.ts'

export interface WebhookMessage {
  /** The same for every attempt at one message, so that receivers can tell a repetition. No dot in it. */
  readonly id: string
  /** Epoch ms of this attempt. */
  readonly at: number
  /** Exactly the bytes that are sent. */
  readonly body: string | Uint8Array
}

/**
 * The headers `webhook-id`, `webhook-timestamp` and `webhook-signature`, with a signature for each secret, so that a
 * receiver can change over from one to the next. Throws `invalid_config` on no secret, an empty one, or one that begins
 * with `whsec_` and goes on with anything but base64.
 */
export function signWebhook({ id, at, body }: WebhookMessage, secrets: readonly string[]): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const signatures = secretBytes(secrets).map((key) => signatureOf(key, id, timestamp, body))
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

/** `v1,` and the base64 of the HMAC-SHA256 of `id.timestamp.body`. */
export function signatureOf(key: Uint8Array, id: string, timestamp: string, body: string | Uint8Array): string {
  const bytes = typeof body === 'string' ? utf8ToBytes(body) : body
  const mac = hmac(sha256, key, concatBytes(utf8ToBytes(`${id}.${timestamp}.`), bytes))
  return `v1,${btoa(String.fromCharCode(...mac))}`
}
