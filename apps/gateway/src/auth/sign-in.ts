// Signing in: from what a person typed or a link carried to a session. The plain form and the JSON API both end here.
import { ok, refuse, type Result } from '@holdpoint/core'
import type { HttpContext, HttpRequest } from '@holdpoint/core/http'
import type { Account } from './account.ts'
import type { Accounts } from './accounts.ts'
import { canonicalAddress } from './canonical-address.ts'
import type { FailedAttempts } from './failed-attempts.ts'
import { operatorName, type GatewayCredential } from './gateway-credential.ts'
import type { Reviewers } from './reviewers.ts'
import type { SecurityLog } from './security-log.ts'
import type { SignInMethod } from './session-record.ts'
import type { Session, Sessions } from './sessions.ts'
import type { SignInLinks } from './sign-in-links.ts'
import type { SlidingLimit } from './sliding-limit.ts'

/** Exactly one way in: the gateway's token, a one-time code, or a password with or without a name. */
export type SignInAttempt =
  | { readonly token: string }
  | { readonly code: string }
  | { readonly password: string; readonly name?: string }

export interface SignedIn {
  readonly session: Session
  /** The value of `Set-Cookie`. */
  readonly cookie: string
}

/** Refuses with `unauthenticated` or `too_many_requests`. Whether our own page sent it is judged by the caller. */
export type SignIn = (attempt: SignInAttempt, request: HttpRequest, context: HttpContext) => Promise<Result<SignedIn>>

export interface SignInOptions {
  readonly credential: GatewayCredential
  readonly accounts: Accounts
  readonly reviewers: Pick<Reviewers, 'verify'>
  readonly sessions: Sessions
  readonly links: SignInLinks
  readonly limiter: FailedAttempts
  /** Passwords tried, by client address. */
  readonly tried: SlidingLimit
  /** Passwords tried, by the name they were tried for, from wherever. */
  readonly triedFor: SlidingLimit
  readonly security: SecurityLog
}

export function createSignIn(options: SignInOptions): SignIn {
  const { credential, accounts, reviewers, sessions, links, limiter, tried, triedFor, security } = options

  async function byPassword(
    attempt: { readonly password: string; readonly name?: string },
    context: HttpContext,
  ): Promise<Result<Account | undefined>> {
    const address = canonicalAddress(context.remoteAddress)
    const { name = operatorName, password } = attempt
    // Reserved before anything is awaited: attempts that come together can't all pass before one is counted.
    if (!tried.take(address))
      return refuse('too_many_requests', 'Too many passwords tried from this address; wait a minute.')
    if (!triedFor.take(name))
      return refuse('too_many_requests', 'Too many passwords tried for this name; wait a minute, or use a link.')
    const judged = name === operatorName ? ok(await asOperator(password)) : await reviewers.verify(name, password)
    if (judged.ok && judged.value === undefined) return judged
    tried.giveBack(address)
    triedFor.giveBack(name)
    return judged
  }

  const asOperator = async (password: string): Promise<Account | undefined> =>
    credential.fromForm('password', password) && accounts.find('operator')

  async function judge(attempt: SignInAttempt, context: HttpContext): Promise<Result<Account | undefined>> {
    if ('code' in attempt) return ok(await links.consume(attempt.code))
    if ('password' in attempt) return byPassword(attempt, context)
    const operator = credential.fromForm('token', attempt.token)
    return ok(operator && (await accounts.find(operator.id)))
  }

  return async (attempt, request, context) => {
    const method = methodOf(attempt)
    const judged = await judge(attempt, context)
    if (!judged.ok) {
      security.refused(judged.code, context, { way: `sign-in by ${method}` })
      return judged
    }
    const account = judged.value
    if (account === undefined) {
      if (!limiter.count(context.remoteAddress))
        return refuse('too_many_requests', 'Too many failed attempts from this address; wait a minute.')
      security.refused('unauthenticated', context, { way: `sign-in by ${method}` })
      return refuse('unauthenticated', whyNot[method])
    }
    // A browser that signs in anew has no use for the session it had, and nobody else should.
    await sessions.end(request)
    security.did('signed in', account.principal.id, { method, address: context.remoteAddress })
    return ok(await sessions.create(account, method, request))
  }
}

const methodOf = (attempt: SignInAttempt): SignInMethod =>
  'code' in attempt ? 'link' : 'password' in attempt ? 'password' : 'token'

const whyNot: Readonly<Record<SignInMethod, string>> = {
  token: 'That is not the gateway’s token.',
  password: 'This name and password do not belong together.',
  link: 'This link has been used or is too old. Print a fresh one with: holdpoint link',
}
