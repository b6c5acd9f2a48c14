// Sign-in links for the operator: only who has every power may hand those powers to whoever opens the link.
import { ok, refuse, scopes, type Principal, type Result } from '@holdpoint/core'
import { authorizeAdmin } from './authorize-admin.ts'
import type { SecurityLog } from './security-log.ts'
import { toSignInUrl, type SignInLinks } from './sign-in-links.ts'

export interface SignInLink {
  readonly url: string
  /** Epoch ms. */
  readonly expiresAt: number
}

export type CreateOperatorLink = (by: Principal) => Promise<Result<SignInLink>>

export function createOperatorLinks(options: {
  readonly links: SignInLinks
  /** Where people reach the gateway; links begin with it. */
  readonly publicUrl: string
  readonly security: SecurityLog
}): CreateOperatorLink {
  const { links, publicUrl, security } = options
  return async (by) => {
    const allowed = authorizeAdmin(by, 'give')
    if (!allowed.ok) return allowed
    if (!authorizeAdmin(by, 'give', { scopes, loops: ['*'] }).ok)
      return refuse('forbidden', 'Only the operator can make sign-in links for the operator.')
    const link = await links.create('operator')
    if (link === undefined) return refuse('internal', 'The operator can’t sign in.')
    security.did('sign-in link made', by.id, { for: 'operator', via: by.via })
    return ok({ url: toSignInUrl(publicUrl, link.code), expiresAt: link.expiresAt })
  }
}
