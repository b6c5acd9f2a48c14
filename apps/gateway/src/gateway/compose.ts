// Puts the gateway together from its parts. What is configured is decided before this; here nothing reads a file or
// an environment, but the store that is opened.
import {
  createClock,
  createHoldpoint,
  createIds,
  type Approvals,
  type Events,
  type Log,
  type Pump,
  type Rules,
  type Store,
  type Wake,
} from '@holdpoint/core'
import {
  createCallbackHandler,
  createGuard,
  createHandler,
  firstOf,
  type HttpHandler,
  json,
  problem,
} from '@holdpoint/core/http'
import { composeAuth, type Auth } from '../auth/compose-auth.ts'
import { createGatewayRoutes } from '../auth/gateway-route.ts'
import { readAppFiles } from '../inbox/app-files.ts'
import { createAppHandler } from '../inbox/app-handler.ts'
import { createInbox } from '../inbox/inbox-handler.ts'
import { createCountPending } from '../metrics/count-pending.ts'
import { meteredCallbacks } from '../metrics/metered-callbacks.ts'
import { meteredChannel } from '../metrics/metered-channel.ts'
import { meteredStore } from '../metrics/metered-store.ts'
import { createMetricsRoute } from '../metrics/metrics-route.ts'
import { createMetrics } from '../metrics/metrics.ts'
import { createCallbackHooks } from '../outbound/callback-hooks.ts'
import { createOutboundChannels, executeOutbound } from '../outbound/compose-outbound.ts'
import { behindProxies } from './behind-proxies.ts'
import { pluginChannels } from '../plugins/plugin-channels.ts'
import { createPluginHandler } from '../plugins/plugin-handler.ts'
import { createPluginRuns, type PluginRuns } from '../plugins/plugin-runs.ts'
import type { Plugin } from '../plugins/plugin.ts'
import { createHitlShRoute } from './hitl-sh-route.ts'
import { configRoutes } from './config-routes.ts'
import type { LiveConfig } from './live-config.ts'
import { createLiveHitlSh, type LiveHitlSh } from './live-hitl-sh.ts'
import { readinessOf } from './readiness.ts'
import { onlyOwnHost } from './own-host.ts'
import { createLiveSettings } from './settings.ts'

export interface ComposeOptions {
  readonly config: LiveConfig
  readonly plugins: readonly Plugin[]
  readonly store: Store
  /** Hints between gateways, where there are others. */
  readonly wake?: Wake
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
  readonly events: Events
  readonly pump: Pump
  readonly auth: Auth
  readonly hitlSh: LiveHitlSh
  readonly plugins: PluginRuns
}

/** How long a request may take to send its body, in ms. */
const bodyTimeoutMs = 10_000

export function composeGateway(options: ComposeOptions): Parts {
  const { config: live, plugins, wake, log, publicUrl } = options
  const metrics = createMetrics()
  const store = meteredStore(options.store, metrics)
  const config = live.current()
  const ids = createIds()
  const settings = createLiveSettings(live)
  const hitlSh = createLiveHitlSh({ config: live, publicUrl, store, log })
  const outbound = createOutboundChannels(config.outbound, {
    more: pluginChannels(plugins, Object.keys(config.outbound)),
    log,
    onSent: (channel, outcome) => metrics.outbound.inc({ channel, outcome }),
  })
  const { approvals, events, pump, rules, quarantine, audit, deadHooks } = createHoldpoint({
    store,
    ...(wake && { wake }),
    ids,
    log,
    settings,
    channels: [meteredChannel(hitlSh.channel, metrics)],
    execute: executeOutbound(outbound),
    ...(config.webhooks && { hooks: createCallbackHooks(config.webhooks) }),
  })

  const limits = { maxBytes: config.server.maxBodyBytes, timeoutMs: bodyTimeoutMs }
  const auth = composeAuth({
    auth: () => live.current().auth,
    server: config.server,
    publicUrl,
    boundPort: options.boundPort,
    store,
    loops: () => Object.keys(settings().loops),
    limits,
    log,
    ids,
    clock: createClock(),
    audit,
  })
  const { authenticate, own } = auth

  const guard = createGuard({ approvals, authenticate, limits, maxWaitMs: config.server.maxWaitMs, log, ids })
  const readiness = () => readinessOf({ store, isStopping: options.isStopping, reloadRefused: live.refused })
  const handler = firstOf(
    meteredCallbacks(
      createCallbackHandler({
        approvals,
        quarantine,
        log,
        ids,
        keys: () => live.current().callback.keys,
        limits: { maxBytes: config.callback.maxBodyBytes, timeoutMs: bodyTimeoutMs },
        confirm: () => live.current().hitlSh?.confirm ?? 'always',
        webhookSecrets: () => live.current().hitlSh?.webhookSecrets ?? [],
      }),
      metrics,
    ),
    createMetricsRoute({
      metrics,
      pending: createCountPending(store, () => Object.keys(settings().loops), metrics),
      readiness,
      reloadRefused: live.refused,
      hitlSh: hitlSh.current,
      authenticate,
      log,
    }),
    createHandler({
      approvals,
      rules,
      quarantine,
      events,
      cors: config.server.cors,
      audit,
      deadHooks,
      settings,
      authenticate,
      limits,
      log,
      ids,
      maxWaitMs: config.server.maxWaitMs,
      outbound: new Set(outbound.keys()),
      readiness,
      version: options.version,
    }),
    auth.routes,
    createGatewayRoutes(configRoutes(live), { authenticate, log, ids }),
    createPluginHandler({ plugins, guard, limits, log, ids }),
    createHitlShRoute({ hitlSh: hitlSh.current, authenticate, respond: { json, problem } }),
    createAppHandler(readAppFiles()),
    createInbox({
      approvals,
      sessions: auth.sessions,
      signIn: auth.signIn,
      setPassword: auth.setPassword,
      mode: () => live.current().auth.mode,
      own,
      loops: () => Object.keys(settings().loops),
      notice: () => hitlSh.current()?.notice(),
      limits,
      log,
      ids,
    }),
  )
  const direct = behindProxies(handler, config.server, auth.hosts)
  return {
    handler: onlyOwnHost(direct, auth.hosts),
    approvals,
    rules,
    events,
    pump,
    auth,
    hitlSh,
    plugins: createPluginRuns({ plugins, approvals, log }),
  }
}
