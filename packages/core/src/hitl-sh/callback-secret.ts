// The secret in a callback URL: minted for one approval, checked without a store, so that forged ones cost nothing.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { HoldpointError } from '../domain/errors.ts'
import { equalText } from '../domain/equal-text.ts'

// 43 characters are 256 bits in base64url without padding.
const secretPattern = /^([A-Za-z0-9_-]{1,128})\.([A-Za-z0-9_-]{43})$/

/**
 * `<approval id>.<base64url HMAC-SHA256 of the id under the key>`. Throws `invalid_config` on an empty key, and on an id
 * that can't be part of a URL path as it is.
 */
export function mintCallbackSecret(approvalId: string, key: string): string {
  if (key.trim() === '') throw new HoldpointError('invalid_config', 'callback.keys: a key is empty; set a long one.')
  const secret = `${approvalId}.${macOf(approvalId, key)}`
  if (!secretPattern.test(secret))
    throw new HoldpointError('invalid_config', 'An approval id for a callback is 1–128 of A–Z, a–z, 0–9, "_" and "-".')
  return secret
}

/** The approval that `secret` opens, or undefined. Compared as text, in constant time, against every key. */
export function verifyCallbackSecret(secret: string, keys: readonly string[]): string | undefined {
  const [, approvalId, mac] = secretPattern.exec(secret) ?? []
  if (approvalId === undefined || mac === undefined) return undefined
  let genuine = false
  // Every key is tried whatever the first ones said, so that the time tells nothing. An empty key opens nothing.
  for (const key of keys) if (key.trim() !== '' && equalText(mac, macOf(approvalId, key))) genuine = true
  return genuine ? approvalId : undefined
}

function macOf(approvalId: string, key: string): string {
  const bytes = hmac(sha256, utf8ToBytes(key), utf8ToBytes(approvalId))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
