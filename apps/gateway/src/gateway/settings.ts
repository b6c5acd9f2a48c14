// The configuration as the service wants it.
import type { Settings } from '@holdpoint/core'
import { hitlShChannelName } from '@holdpoint/client-hitl-sh'
import type { GatewayConfig } from '../config/gateway-config.ts'

export function toSettings({ loops, groups, policy, shadow, maxPending, hitlSh }: GatewayConfig): Settings {
  return {
    groups,
    policy,
    ...(shadow && { shadow }),
    maxPending,
    loops: Object.fromEntries(
      Object.entries(loops).map(([name, loop]) => [
        name,
        { thresholds: loop.thresholds, channels: hitlSh && loop.hitlSh ? [hitlShChannelName] : [] },
      ]),
    ),
  }
}
