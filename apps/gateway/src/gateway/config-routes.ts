// `POST /v1/config/reload`: what SIGHUP does, for administrators from afar.
import { refuse } from '@holdpoint/core'
import { json, problem } from '@holdpoint/core/http'
import { authorizeAdmin } from '../auth/authorize-admin.ts'
import type { GatewayRoute } from '../auth/gateway-route.ts'
import type { LiveConfig } from './live-config.ts'

/** `{changed, needsRestart}`, or 400 `invalid_config` whose `detail` names file, line, key and fix. */
export function configRoutes(config: LiveConfig): readonly GatewayRoute[] {
  return [
    {
      method: 'POST',
      path: '/v1/config/reload',
      async run({ principal }) {
        const may = authorizeAdmin(principal, 'see')
        if (!may.ok) return problem(may)
        if (!principal.loops.includes('*'))
          return problem(
            refuse('forbidden', 'This takes a credential for all loops: the configuration is everybody’s.'),
          )
        const reloaded = await config.reload()
        return reloaded.ok ? json(200, reloaded.value) : problem(reloaded, { status: 400 })
      },
    },
  ]
}
