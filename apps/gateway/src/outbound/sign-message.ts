// Standard Webhooks signatures: one for each secret, so that a receiver can change over from one to the next.
import { Webhook } from 'standardwebhooks'

/** A secret with the prefix `whsec_` is base64, any other is taken as its own bytes. */
export function signedHeaders(id: string, at: Date, body: string, secrets: readonly string[]): Record<string, string> {
  const signatures = secrets.map((secret) => toWebhook(secret).sign(id, at, body))
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  }
}

const toWebhook = (secret: string) =>
  secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(new TextEncoder().encode(secret), { format: 'raw' })
