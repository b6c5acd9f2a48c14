// Setting one's own password: after an invitation without the old one, later only with it. It ends every other session.
import { ok, refuse, type Result } from '@holdpoint/core'
import type { HttpContext, HttpRequest } from '@holdpoint/core/http'
import { canonicalAddress } from './canonical-address.ts'
import { reviewerId, type Reviewers } from './reviewers.ts'
import type { SecurityLog } from './security-log.ts'
import type { Session, Sessions } from './sessions.ts'
import type { SignedIn } from './sign-in.ts'
import type { SlidingLimit } from './sliding-limit.ts'

export interface NewPassword {
  readonly password: string
  /** The old one; not needed in a session that a link began. */
  readonly current?: string
}

/** Refuses with `forbidden`, `invalid_request`, `unauthenticated` (the old one is wrong) or `too_many_requests`. */
export type SetOwnPassword = (
  session: Session,
  input: NewPassword,
  request: HttpRequest,
  context: HttpContext,
) => Promise<Result<SignedIn>>

export interface OwnPasswordOptions {
  readonly reviewers: Reviewers
  readonly sessions: Sessions
  /** Passwords tried, by client address. */
  readonly tried: SlidingLimit
  readonly security: SecurityLog
}

export function createSetOwnPassword({ reviewers, sessions, tried, security }: OwnPasswordOptions): SetOwnPassword {
  /** A session left open on somebody's desk must not be enough to take the account over. */
  async function proveIsThem(name: string, current: string, context: HttpContext): Promise<Result<true>> {
    const address = canonicalAddress(context.remoteAddress)
    if (!tried.take(address))
      return refuse('too_many_requests', 'Too many passwords tried from this address; wait a minute.')
    const verified = await reviewers.verify(name, current)
    if (!verified.ok) return verified
    if (verified.value === undefined) return refuse('forbidden', 'The current password is not right.', 'current')
    tried.giveBack(address)
    return ok(true)
  }

  return async (session, { password, current }, request, context) => {
    const { id } = session.principal
    const name = id.replace(/^person:/, '')
    if (id !== reviewerId(name))
      return refuse('forbidden', 'The operator’s credential is in the configuration; it is not set here.')
    if (session.method !== 'link') {
      const proven = await proveIsThem(name, current ?? '', context)
      if (!proven.ok) return proven
    }
    if (password.toLowerCase().includes(name) && name.length > 3)
      return refuse('invalid_request', 'A password that holds one’s own name is too easy to guess.', 'password')
    const set = await reviewers.setPassword(name, password)
    if (!set.ok) return set
    security.did('password set', id, { address: context.remoteAddress })
    // The old secret ends with all others; the person stays signed in by a new one.
    await sessions.end(request)
    return ok(await sessions.create(set.value, 'password', request))
  }
}
