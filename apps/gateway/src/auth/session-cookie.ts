// The session cookie's name, text and reading. Behind https it has the prefix `__Host-`, which ties it to this host,
// the path `/` and `Secure` (RFC 6265bis §4.1.3.2).
import type { HttpRequest } from '@holdpoint/core/http'
import { isSecretText } from './secret.ts'

export interface SessionCookie {
  /** The secret in the request's cookie. Undefined if there is none, a malformed one, or more than one. */
  read(request: HttpRequest): string | undefined
  /** Whether the request carries a cookie of this name at all. */
  isSent(request: HttpRequest): boolean
  /** The value of `Set-Cookie`. */
  set(secret: string, maxAgeMs: number): string
  clear(): string
}

export function createSessionCookie(publicUrl: string): SessionCookie {
  const secure = new URL(publicUrl).protocol === 'https:'
  const name = secure ? '__Host-holdpoint_session' : 'holdpoint_session'
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`

  const values = (request: HttpRequest): readonly string[] =>
    (request.header('cookie') ?? '')
      .split(/[;,]/)
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${name}=`))
      .map((pair) => pair.slice(name.length + 1))

  return {
    read(request) {
      const [secret, ...others] = values(request)
      // A second one of the same name may have been planted by a neighbour on another port: neither is believed.
      if (secret === undefined || others.length > 0 || request.headerCount('cookie') !== 1) return undefined
      return isSecretText(secret) ? secret : undefined
    },
    isSent: (request) => values(request).length > 0,
    set: (secret, maxAgeMs) => `${name}=${secret}; Max-Age=${Math.floor(maxAgeMs / 1000)}; ${attributes}`,
    clear: () => `${name}=; Max-Age=0; ${attributes}`,
  }
}
