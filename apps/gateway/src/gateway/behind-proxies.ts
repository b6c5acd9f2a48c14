// What becomes of forwarded headers: believed from proxies that are listed, ignored or refused from anybody else.
import { refuse } from '@holdpoint/core'
import { problem, type HttpHandler } from '@holdpoint/core/http'
import { attributed } from '../auth/attribution.ts'
import type { ServerConfig } from '../config/gateway-config.ts'
import { isLoopbackOnly } from '../config/to-gateway-config.ts'

/** `hosts` are the `Host` values under which the gateway answers. */
export function behindProxies(handler: HttpHandler, server: ServerConfig, hosts: readonly string[]): HttpHandler {
  const { trustedProxies, forwardedHeader: header, publicUrl } = server
  const scheme = publicUrl === undefined ? undefined : new URL(publicUrl).protocol
  if (trustedProxies.length > 0) return attributed(handler, { trustedProxies, header, hosts, scheme })
  const refuses = server.untrustedProxyHeaders === 'refuse' && !isLoopbackOnly(server)
  return refuses ? refusingForwarded(handler) : handler
}

const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip']

/** Refuses what says that somebody else sent it: nobody we know may say so, and ignoring it would blame the proxy. */
export function refusingForwarded(handler: HttpHandler): HttpHandler {
  return async (request, context) =>
    forwarded.some((name) => request.headerCount(name) > 0)
      ? problem(
          refuse(
            'proxy_attribution_required',
            'List the proxy in server.trustedProxies, or have it leave its forwarded headers out.',
          ),
        )
      : handler(request, context)
}
