// The configuration as the service wants it.
import type { Settings } from '@holdpoint/core'
import { hitlShChannelName } from '@holdpoint/client-hitl-sh'
import type { GatewayConfig } from '../config/gateway-config.ts'
import type { LiveConfig } from './live-config.ts'

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

/** Made anew only when the configuration has changed. */
export function createLiveSettings(config: Pick<LiveConfig, 'current'>): () => Settings {
  let from = config.current()
  let settings = toSettings(from)
  return () => {
    if (config.current() !== from) {
      from = config.current()
      settings = toSettings(from)
    }
    return settings
  }
}
