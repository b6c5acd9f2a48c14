// Secrets of webhooks as the bytes to sign with.
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { HoldpointError } from '../domain/errors.ts'

/** A secret with the prefix `whsec_` is base64, any other is taken as its own bytes. Throws `invalid_config`. */
export function secretBytes(secrets: readonly string[]): readonly Uint8Array[] {
  if (secrets.length === 0) throw new HoldpointError('invalid_config', 'Webhooks need at least one secret.')
  return secrets.map((secret) => {
    const bytes = secret.startsWith('whsec_') ? fromBase64(secret.slice('whsec_'.length)) : utf8ToBytes(secret)
    if (bytes === undefined || bytes.length === 0)
      throw new HoldpointError('invalid_config', 'A webhook secret is empty, or whsec_ without base64 after it.')
    return bytes
  })
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}
