// What plugins are written with. The gateway itself is run by its program, `holdpoint`. Re-exports only.
export {
  definePlugin,
  type Plugin,
  type PluginAnswer,
  type PluginCall,
  type PluginChannel,
  type PluginContext,
  type PluginMethod,
  type PluginRoute,
} from './plugins/plugin.ts'
export type { OutboundDelivery, OutboundPayload, SendResult } from './outbound/outbound-channel.ts'
