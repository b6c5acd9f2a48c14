// What is allowed but probably not meant: said at the start, and no reason to refuse it.
import { whyUnsatisfiable } from '@holdpoint/core'
import { didYouMean } from './did-you-mean.ts'
import { isLoopbackHost, parseUrl } from './expect.ts'
import type { GatewayConfig } from './gateway-config.ts'

const builtInKinds = ['outbound.message', 'http.route', 'tool.call']

export function settingsWarnings(config: GatewayConfig): string[] {
  const warnings: string[] = []
  for (const [name, loop] of Object.entries(config.loops)) {
    const why = whyUnsatisfiable(loop.thresholds, '')
    if (why !== undefined) warnings.push(`loops.${name}: nothing can be approved here: ${why}`)
    if (loop.thresholds.verdicts.every((verdict) => verdict === 'deny'))
      warnings.push(`loops.${name}: nothing can be approved here: its verdicts are only deny`)
  }
  for (const kind of Object.keys(config.policy.modes)) {
    const near = builtInKinds.includes(kind) ? undefined : didYouMean(kind, builtInKinds)
    if (near !== undefined) warnings.push(`policy.modes['${kind}'] is a kind of your own; did you mean '${near}'?`)
  }
  const publicUrl = config.server.publicUrl === undefined ? undefined : parseUrl(config.server.publicUrl)
  if (publicUrl?.protocol === 'http:' && !isLoopbackHost(publicUrl.hostname))
    warnings.push('server.publicUrl is http: credentials and sessions cross the network in the clear')
  const remote = config.hitlSh === undefined ? undefined : parseUrl(config.hitlSh.baseUrl)
  const hidden = publicUrl === undefined || isLoopbackHost(publicUrl.hostname)
  if (remote !== undefined && !isLoopbackHost(remote.hostname) && hidden)
    warnings.push('hitlSh: HITL.sh can’t call back on a loopback address; set server.publicUrl to an https address')
  return warnings
}
