// Puts the gateway together from its parts. What is configured is decided before this; here nothing reads a file or
// an environment, but the store that is opened.
import {
  createHoldpoint,
  createIds,
  type Approvals,
  type Log,
  type Pump,
  type Rules,
  type Store,
} from '@holdpoint/core'
import {
  createCallbackHandler,
  createHandler,
  firstOf,
  json,
  problem,
  readJson,
  type HttpHandler,
} from '@holdpoint/core/http'
import { createAuthenticate } from '../auth/authenticate.ts'
import { createOperatorCheck } from '../auth/credential.ts'
import { createFailedAttempts } from '../auth/failed-attempts.ts'
import { allowedHosts } from '../auth/host-check.ts'
import { createKeysRoutes } from '../auth/keys-routes.ts'
import { createKeys, type Keys } from '../auth/keys.ts'
import { createSessions } from '../auth/sessions.ts'
import { createSignInLinks, type SignInLinks } from '../auth/sign-in-links.ts'
import { isLoopbackOnly } from '../config/to-gateway-config.ts'
import type { ReadyConfig } from '../config/with-local-secrets.ts'
import { createAppHandler } from '../inbox/app-handler.ts'
import { createInbox } from '../inbox/inbox-handler.ts'
import { createOutboundChannels, executeOutbound } from '../outbound/compose-outbound.ts'
import { createHitlShChannels } from './hitl-sh.ts'
import { onlyOwnHost, refusingForwarded } from './own-host.ts'
import { toSettings } from './settings.ts'

export interface ComposeOptions {
  readonly config: ReadyConfig
  readonly store: Store
  readonly log: Log
  readonly version: string
  readonly boundPort: number
  /** Where people and HITL.sh reach the gateway; no trailing slash. */
  readonly publicUrl: string
  readonly isStopping: () => boolean
}

export interface Parts {
  readonly handler: HttpHandler
  readonly approvals: Approvals
  readonly rules: Rules
  readonly pump: Pump
  readonly keys: Keys
  readonly links: SignInLinks
}

/** How long a request may take to send its body, in ms. */
const bodyTimeoutMs = 10_000

export function composeGateway(options: ComposeOptions): Parts {
  const { config, store, log, publicUrl } = options
  const ids = createIds()
  const settings = toSettings(config)
  const outbound = createOutboundChannels(config.outbound, { log })
  const { approvals, pump, rules, quarantine } = createHoldpoint({
    store,
    ids,
    log,
    settings: () => settings,
    channels: createHitlShChannels(config, publicUrl, log),
    execute: executeOutbound(outbound),
  })

  const publicOrigin = new URL(publicUrl).origin
  const keys = createKeys({ store })
  const links = createSignInLinks({ store })
  const sessions = createSessions({ store, publicUrl })
  const limiter = createFailedAttempts()
  const operator = createOperatorCheck(config.auth.token)
  const authenticate = createAuthenticate({ operatorToken: config.auth.token, keys, sessions, limiter, publicOrigin })
  const limits = { maxBytes: config.server.maxBodyBytes, timeoutMs: bodyTimeoutMs }

  const handler = firstOf(
    createCallbackHandler({
      approvals,
      quarantine,
      log,
      ids,
      keys: () => config.callback.keys,
      limits: { maxBytes: config.callback.maxBodyBytes, timeoutMs: bodyTimeoutMs },
      confirm: () => config.hitlSh?.confirm ?? 'always',
    }),
    createHandler({
      approvals,
      rules,
      quarantine,
      settings: () => settings,
      authenticate,
      limits,
      log,
      ids,
      maxWaitMs: config.server.maxWaitMs,
      outbound: new Set(outbound.keys()),
      readiness: () => readiness(store, options.isStopping),
      version: options.version,
    }),
    createKeysRoutes({
      keys,
      links,
      publicUrl,
      authenticate,
      respond: { json, problem },
      readJson: (request) => readJson(request, limits),
    }),
    createAppHandler(undefined),
    createInbox({
      approvals,
      sessions,
      links,
      operator,
      limiter,
      publicOrigin,
      loops: () => Object.keys(settings.loops),
      limits,
      log,
      ids,
    }),
  )
  const hosts = [...allowedHosts(publicUrl, options.boundPort), `${config.server.host}:${options.boundPort}`]
  const refuses = config.server.untrustedProxyHeaders === 'refuse' && !isLoopbackOnly(config.server)
  const direct = refuses ? refusingForwarded(handler) : handler
  return { handler: onlyOwnHost(direct, hosts), approvals, rules, pump, keys, links }
}

async function readiness(store: Store, isStopping: () => boolean) {
  if (isStopping()) return { ready: false, why: 'The gateway is stopping.' }
  try {
    await store.read('approvals', 'readiness')
    return { ready: true }
  } catch {
    return { ready: false, why: 'The store does not answer.' }
  }
}
