// The `Authorization` header and the gateway's own credential. Which scheme counts is decided here and nowhere else.
import { ok, refuse, type Principal, type Result } from '@holdpoint/core'
import type { HttpRequest } from '@holdpoint/core/http'
import { operatorPrincipal } from './principals.ts'
import { sameSecret } from './secret.ts'

/** Far above any key or sensible token: longer ones are not even hashed. */
const maxCredentialLength = 1_024

/**
 * The text after `Bearer`. API keys and, in the mode `token`, the gateway credential come that way; another scheme is
 * refused, never tried as this one. Refuses with `unauthenticated`.
 */
export function readBearer(request: HttpRequest): Result<string> {
  const header = request.header('authorization')
  if (header === undefined) return refuse('unauthenticated', 'Send an API key as "Authorization: Bearer <key>".')
  if (request.headerCount('authorization') !== 1)
    return refuse('unauthenticated', 'The header Authorization must be sent exactly once.')
  if (header.length > maxCredentialLength) return refuse('unauthenticated', 'The credential is too long.')
  const [, credential] = /^bearer +([\x21-\x7e]+)$/i.exec(header) ?? []
  if (credential === undefined)
    return refuse('unauthenticated', 'This gateway takes "Authorization: Bearer <key>" and no other scheme.')
  return ok(credential)
}

/** Tells the operator's token from other texts, in constant time. */
export const createOperatorCheck =
  (operatorToken: string) =>
  (credential: string): Principal | undefined =>
    // An unset token must open nothing, whatever was sent.
    sameSecret(credential, operatorToken) && operatorToken !== '' ? operatorPrincipal('api') : undefined
