// The outbound channels that plugins bring, beside those of the configuration.
import { HoldpointError } from '@holdpoint/core'
import type { OutboundChannel } from '../outbound/outbound-channel.ts'
import type { Plugin } from './plugin.ts'

/** Throws `invalid_config` where two channels have one name: which of them would send is not to be guessed. */
export function pluginChannels(plugins: readonly Plugin[], taken: readonly string[]): readonly OutboundChannel[] {
  const owners = new Map(taken.map((name) => [name, 'the configuration (outbound)']))
  return plugins.flatMap((plugin) =>
    Object.entries(plugin.channels ?? {}).map(([name, channel]): OutboundChannel => {
      const owner = owners.get(name)
      if (owner !== undefined)
        throw new HoldpointError(
          'invalid_config',
          `plugins: the plugin "${plugin.name}" brings the channel "${name}", which is that of ${owner}; rename one.`,
        )
      owners.set(name, `the plugin "${plugin.name}"`)
      return { name, send: (message, signal) => channel.send(message, signal) }
    }),
  )
}
