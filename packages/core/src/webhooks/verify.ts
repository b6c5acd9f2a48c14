// Tells a genuine Standard Webhook from a forged, changed or old one.
import { equalText } from '../domain/equal-text.ts'
import { ok, refuse, type Result } from '../domain/errors.ts'
import { secretBytes } from './secret-bytes.ts'
import { signatureOf } from './sign.ts'

export interface VerifyWebhookOptions {
  /** Each of them may have signed it: two while one is changed for another. */
  readonly secrets: readonly string[]
  /** Epoch ms. */
  readonly now: number
  /** How far its timestamp may be from `now`, either way, in ms; 5 minutes by default. */
  readonly toleranceMs?: number
}

export interface ReceivedWebhook {
  /** The value of a header (name in lower case). */
  readonly header: (name: string) => string | undefined
  /** The bytes as they came, before anything parsed them. */
  readonly body: string | Uint8Array
}

/** More signatures than anybody sends: each costs a comparison. */
const maxSignatures = 16
const defaultToleranceMs = 300_000

/** `id` tells a repetition: keep it, and drop what you have had. Refuses with `unauthenticated`; throws as `signWebhook`. */
export function verifyWebhook(
  { header, body }: ReceivedWebhook,
  { secrets, now, toleranceMs = defaultToleranceMs }: VerifyWebhookOptions,
): Result<{ readonly id: string; readonly at: number }> {
  const keys = secretBytes(secrets)
  const [id, timestamp, sent] = [header('webhook-id'), header('webhook-timestamp'), header('webhook-signature')]
  if (!id || !timestamp || !sent) return forged('a webhook-… header is missing')
  if (!/^[1-9]\d{0,11}$/.test(timestamp)) return forged('webhook-timestamp is not a number of seconds')
  const at = Number(timestamp) * 1000
  const signatures = sent.split(' ')
  if (signatures.length > maxSignatures) return forged('it has too many signatures')
  let genuine = false
  // Every pair is compared whatever the first ones said, so that the time tells nothing.
  for (const key of keys) {
    const own = signatureOf(key, id, timestamp, body)
    for (const signature of signatures) if (equalText(own, signature)) genuine = true
  }
  if (!genuine) return forged('no signature is ours')
  // Whole seconds are sent: a message of this very second may look almost one second old.
  return Math.abs(now - at) <= toleranceMs + 1_000 ? ok({ id, at }) : forged('its timestamp is too far from now')
}

const forged = (why: string) => refuse('unauthenticated', `This webhook is not taken: ${why}.`)
