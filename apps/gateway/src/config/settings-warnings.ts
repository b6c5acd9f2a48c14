// What is allowed but probably not meant: said at the start, and no reason to refuse it.
import { whyUnsatisfiable } from '@holdpoint/core'
import { isLoopbackHost, parseUrl } from './expect.ts'
import type { GatewayConfig } from './gateway-config.ts'
import { policyWarnings } from './policy-warnings.ts'

function hitlShWarnings({ hitlSh, loops }: GatewayConfig): string[] {
  if (!hitlSh) return []
  const warnings: string[] = []
  if (!/^hitl_(live|test)_/.test(hitlSh.apiKey))
    warnings.push('hitlSh.apiKey does not begin with hitl_live_ or hitl_test_; copy it again from HITL.sh')
  if (!hitlSh.baseUrl.endsWith('/v1'))
    warnings.push('hitlSh.baseUrl does not end in /v1, as https://api.hitl.sh/v1 does; calls will not be found there')
  const users = Map.groupBy(
    Object.entries(loops).flatMap(([name, loop]) => (loop.hitlSh ? [{ name, id: loop.hitlSh.loopId }] : [])),
    ({ id }) => id,
  )
  for (const [, shared] of users)
    if (shared.length > 1)
      warnings.push(
        `loops.${shared.map(({ name }) => name).join(', loops.')}: share one HITL.sh loop, so its people are asked for all`,
      )
  return warnings
}

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
  warnings.push(...hitlShWarnings(config))
  const remote = config.hitlSh === undefined ? undefined : parseUrl(config.hitlSh.baseUrl)
  const hidden = publicUrl === undefined || isLoopbackHost(publicUrl.hostname)
  if (remote !== undefined && !isLoopbackHost(remote.hostname) && hidden)
    warnings.push('hitlSh: HITL.sh can’t call back on a loopback address; set server.publicUrl to an https address')
  return warnings
}
