// Puts together who may come in and how: the gateway's credential, keys, people's sessions, and the routes about them.
import type { Audit, Clock, Ids, Log } from '@holdpoint/core'
import type { Authenticate, BodyLimits, HttpHandler } from '@holdpoint/core/http'
import type { ServerConfig } from '../config/gateway-config.ts'
import { createAuthenticate } from './authenticate.ts'
import { composeAdministration, type Administration, type AdministrationOptions } from './compose-administration.ts'
import { createFailedAttempts } from './failed-attempts.ts'
import { createGatewayCredential } from './gateway-credential.ts'
import { createGatewayRoutes } from './gateway-route.ts'
import { ownHosts, ownOrigins, type OwnOrigins } from './host-check.ts'
import { createKeyUses } from './key-uses.ts'
import { keysRoutes } from './keys-routes.ts'
import { createSetOwnPassword, type SetOwnPassword } from './own-password.ts'
import { reviewersRoutes } from './reviewers-routes.ts'
import { createSecurityLog } from './security-log.ts'
import { sessionRoutes } from './session-routes.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { createSlidingLimit } from './sliding-limit.ts'

export interface Auth extends Administration {
  readonly authenticate: Authenticate
  readonly signIn: SignIn
  readonly setPassword: SetOwnPassword
  readonly sessions: Sessions
  readonly own: OwnOrigins
  /** The `Host` values under which the gateway answers. */
  readonly hosts: readonly string[]
  readonly routes: HttpHandler
  /** Writes what was kept back. Call it before the store is closed. */
  close(): Promise<void>
}

export interface AuthOptions extends Omit<AdministrationOptions, 'security' | 'uses'> {
  readonly server: Pick<ServerConfig, 'host' | 'allowedHosts'>
  readonly boundPort: number
  readonly loops: () => readonly string[]
  readonly limits: BodyLimits
  readonly log: Log
  readonly ids: Ids
  /** Without one, the last use of keys is written at `close` only. */
  readonly clock?: Clock
  /** Who may come in is told there too. */
  readonly audit?: Pick<Audit, 'write'>
}

const windowMs = 60_000
/** Passwords that one client address may try in a minute. */
const maxPasswords = 10
/** And for one name, from any addresses: more than people mistype, too few to guess. */
const maxPasswordsForAName = 30

export function composeAuth(options: AuthOptions): Auth {
  const { auth, server, publicUrl, boundPort, store, limits, log, ids } = options
  const security = createSecurityLog(log, options.audit)
  const uses = createKeyUses({ record: (name) => there.keys.recordUse(name), log, clock: options.clock })
  const { there, administration } = composeAdministration({ ...options, security, uses })
  const { keys, people, createLink } = administration
  const credential = createGatewayCredential(auth)
  const addresses = { publicUrl, boundPort, allowedHosts: server.allowedHosts }
  const own = ownOrigins(addresses)
  const sessions = createSessions({ store, publicUrl, accounts: there.accounts })
  const limiter = createFailedAttempts()
  const tried = createSlidingLimit({ limit: maxPasswords, windowMs })
  const triedFor = createSlidingLimit({ limit: maxPasswordsForAName, windowMs })
  const authenticate = createAuthenticate({ credential, keys: there.keys, sessions, limiter, own, security })
  const signIn = createSignIn({ ...there, credential, sessions, limiter, tried, triedFor, security })
  const setPassword = createSetOwnPassword({ reviewers: there.reviewers, sessions, tried, security })
  const routes = createGatewayRoutes(
    [
      ...sessionRoutes({ signIn, setPassword, sessions, credential, own, loops: options.loops, limits }),
      ...keysRoutes({ keys, createLink, limits }),
      ...reviewersRoutes({ reviewers: people, limits }),
    ],
    { authenticate, log, ids },
  )
  return {
    ...administration,
    authenticate,
    signIn,
    setPassword,
    sessions,
    own,
    hosts: [...ownHosts(addresses), `${server.host}:${boundPort}`],
    routes,
    close: () => uses.close(),
  }
}
