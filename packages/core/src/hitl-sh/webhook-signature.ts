// The signature of account-level webhooks [DOCS-A webhooks]: HMAC-SHA256 of the raw body. Callbacks to a request's own
// `callback_url` carry none; there the secret in the path is what proves the sender.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { equalText } from '../domain/equal-text.ts'

/** The header that carries it, in lower case. */
export const hitlShSignatureHeader = 'x-hitl-signature-256'

/** `sha256=<hex>`, as HITL.sh sends it. */
export const signWebhook = (bytes: Uint8Array, secret: string): string =>
  `sha256=${bytesToHex(hmac(sha256, utf8ToBytes(secret), bytes))}`

/**
 * Whether one of `secrets` signed exactly these bytes; two may be valid while they rotate. Every secret is tried, in
 * constant time; an empty one signs nothing.
 */
export function isSignedBy(bytes: Uint8Array, signature: string, secrets: readonly string[]): boolean {
  let genuine = false
  for (const secret of secrets)
    if (secret.trim() !== '' && equalText(signature, signWebhook(bytes, secret))) genuine = true
  return genuine
}
