// Puts together who may come in and how: the gateway's credential, keys, people's sessions, and the routes about them.
import type { Ids, Log, Store } from '@holdpoint/core'
import type { Authenticate, BodyLimits, HttpHandler } from '@holdpoint/core/http'
import type { AuthConfig, ServerConfig } from '../config/gateway-config.ts'
import { createAccounts } from './accounts.ts'
import { createAuthenticate } from './authenticate.ts'
import { createFailedAttempts } from './failed-attempts.ts'
import { createGatewayCredential } from './gateway-credential.ts'
import { createGatewayRoutes } from './gateway-route.ts'
import { ownHosts, ownOrigins, type OwnOrigins } from './host-check.ts'
import { createKeyAdministration, type KeyAdministration } from './key-administration.ts'
import { createKeys } from './keys.ts'
import { keysRoutes } from './keys-routes.ts'
import { createOperatorLinks, type CreateOperatorLink } from './link-administration.ts'
import { createSecurityLog } from './security-log.ts'
import { sessionRoutes } from './session-routes.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { createSignInLinks } from './sign-in-links.ts'
import { createSlidingLimit } from './sliding-limit.ts'

export interface Auth {
  readonly authenticate: Authenticate
  readonly signIn: SignIn
  readonly sessions: Sessions
  readonly keys: KeyAdministration
  readonly createLink: CreateOperatorLink
  readonly own: OwnOrigins
  /** The `Host` values under which the gateway answers. */
  readonly hosts: readonly string[]
  readonly routes: HttpHandler
}

export interface AuthOptions {
  /** Asked at every use. */
  readonly auth: () => AuthConfig
  readonly server: Pick<ServerConfig, 'host'>
  readonly publicUrl: string
  readonly boundPort: number
  readonly store: Store
  readonly loops: () => readonly string[]
  readonly limits: BodyLimits
  readonly log: Log
  readonly ids: Ids
}

/** Passwords that one client address may try in a minute. */
const maxPasswordsAMinute = 10

export function composeAuth(options: AuthOptions): Auth {
  const { auth, server, publicUrl, boundPort, store, limits, log, ids } = options
  const security = createSecurityLog(log)
  const credential = createGatewayCredential(auth)
  const own = ownOrigins({ publicUrl, boundPort })
  const hosts = [...ownHosts({ publicUrl, boundPort }), `${server.host}:${boundPort}`]
  const accounts = createAccounts({ auth })
  const sessions = createSessions({ store, publicUrl, accounts })
  const links = createSignInLinks({ store, accounts })
  const limiter = createFailedAttempts()
  const passwords = createSlidingLimit({ limit: maxPasswordsAMinute, windowMs: 60_000 })
  const keyStore = createKeys({ store })
  const keys = createKeyAdministration({ keys: keyStore, security })
  const createLink = createOperatorLinks({ links, publicUrl, security })
  const authenticate = createAuthenticate({ credential, keys: keyStore, sessions, limiter, own, security })
  const signIn = createSignIn({ credential, accounts, sessions, links, limiter, passwords, security })
  const routes = createGatewayRoutes(
    [
      ...sessionRoutes({ signIn, sessions, credential, own, loops: options.loops, limits }),
      ...keysRoutes({ keys, createLink, limits }),
    ],
    { authenticate, log, ids },
  )
  return { authenticate, signIn, sessions, keys, createLink, own, hosts, routes }
}
