// Answers only under our own names, so that a page elsewhere whose name is made to point here can't talk to us.
import { refuse } from '@holdpoint/core'
import { parseTarget, problem, type HttpHandler } from '@holdpoint/core/http'
import { isAllowedHost } from '../auth/host-check.ts'

/** Probes ask by whatever address they have, and learn nothing. */
const probes: ReadonlySet<string | undefined> = new Set(['healthz', 'readyz'])

export function onlyOwnHost(handler: HttpHandler, hosts: readonly string[]): HttpHandler {
  return async (request, context) => {
    if (isAllowedHost(request, hosts)) return handler(request, context)
    const [first, ...more] = parseTarget(request.target)?.segments ?? []
    if (more.length === 0 && probes.has(first)) return handler(request, context)
    return problem(
      refuse(
        'misdirected',
        `This gateway answers as ${hosts[0]}. If it has another name, set server.publicUrl or server.allowedHosts.`,
      ),
    )
  }
}
