// What is allowed but probably not meant: said at the start, and no reason to refuse it.
import { whyUnsatisfiable } from '@holdpoint/core'
import { isLoopbackHost, parseUrl } from './expect.ts'
import type { GatewayConfig } from './gateway-config.ts'
import { policyWarnings } from './policy-warnings.ts'

export function settingsWarnings(config: GatewayConfig): string[] {
  const warnings: string[] = []
  for (const [name, loop] of Object.entries(config.loops)) {
    const why = whyUnsatisfiable(loop.thresholds, '')
    if (why !== undefined) warnings.push(`loops.${name}: nothing can be approved here: ${why}`)
    if (loop.thresholds.verdicts.every((verdict) => verdict === 'deny'))
      warnings.push(`loops.${name}: nothing can be approved here: its verdicts are only deny`)
  }
  warnings.push(...policyWarnings(config.policy, Object.keys(config.loops)))
  const publicUrl = config.server.publicUrl === undefined ? undefined : parseUrl(config.server.publicUrl)
  if (publicUrl?.protocol === 'http:' && !isLoopbackHost(publicUrl.hostname))
    warnings.push('server.publicUrl is http: credentials and sessions cross the network in the clear')
  const remote = config.hitlSh === undefined ? undefined : parseUrl(config.hitlSh.baseUrl)
  const hidden = publicUrl === undefined || isLoopbackHost(publicUrl.hostname)
  if (remote !== undefined && !isLoopbackHost(remote.hostname) && hidden)
    warnings.push('hitlSh: HITL.sh can’t call back on a loopback address; set server.publicUrl to an https address')
  return warnings
}
