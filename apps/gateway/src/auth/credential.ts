// The header `Authorization`, read in one way only. Whether what it holds is valid is not known here.
import { ok, refuse, type Result } from '@holdpoint/core'
import type { HttpRequest } from '@holdpoint/core/http'

/** Far above any key or sensible secret: longer ones are not even hashed. */
export const maxCredentialLength = 1_024

export type Credential =
  | { readonly scheme: 'bearer'; readonly text: string }
  | { readonly scheme: 'basic'; readonly name: string; readonly password: string }

/** Refuses with `unauthenticated` whatever isn't exactly one well-formed `Bearer` or `Basic`. */
export function readCredential(request: HttpRequest): Result<Credential> {
  const header = request.header('authorization')
  if (header === undefined) return refuse('unauthenticated', 'Send an API key as "Authorization: Bearer <key>".')
  if (request.headerCount('authorization') !== 1)
    return refuse('unauthenticated', 'The header Authorization must be sent exactly once.')
  if (header.length > maxCredentialLength) return refuse('unauthenticated', 'The credential is too long.')
  const [, text] = /^bearer +([\x21-\x7e]+)$/i.exec(header) ?? []
  if (text !== undefined) return ok({ scheme: 'bearer', text })
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header) ?? []
  const basic = encoded === undefined ? undefined : decodeBasic(encoded)
  if (basic !== undefined) return ok({ scheme: 'basic', ...basic })
  return refuse('unauthenticated', 'This gateway takes "Authorization: Bearer <key>".')
}

/** RFC 7617: the name ends at the first colon. */
function decodeBasic(encoded: string): { readonly name: string; readonly password: string } | undefined {
  const bytes = Buffer.from(encoded, 'base64')
  // Node skips what it can't decode: only the one proper spelling is read.
  if (bytes.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, '')) return undefined
  const text = bytes.toString('utf8')
  const colon = text.indexOf(':')
  return colon === -1 ? undefined : { name: text.slice(0, colon), password: text.slice(colon + 1) }
}
