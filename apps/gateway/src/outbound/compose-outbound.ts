// Makes the configured outbound channels, and the executor that puts an approved message through the one it names.
import type { Approval, Execute, Log, RunOutcome } from '@holdpoint/core'
import type { OutboundChannelConfig } from '../config/gateway-config.ts'
import { createLogChannel } from './log-channel.ts'
import type { OutboundChannel } from './outbound-channel.ts'
import { parseOutbound } from './parse-outbound.ts'
import { createWebhookChannel } from './webhook-channel.ts'

export interface OutboundOptions {
  /** Brought by plugins. */
  readonly more?: readonly OutboundChannel[]
  readonly log: Log
  /** Told of each message that a channel was handed, and what became of it. A throw is `unknown`. */
  readonly onSent?: (channel: string, outcome: RunOutcome) => void
}

/** By name. What is sent is logged by approval and channel, never by content. */
export function createOutboundChannels(
  outbound: Readonly<Record<string, OutboundChannelConfig>>,
  { more = [], log, onSent }: OutboundOptions,
): ReadonlyMap<string, OutboundChannel> {
  const own = Object.entries(outbound).map(([name, config]) => createChannel(name, config))
  return new Map([...own, ...more].map((channel) => [channel.name, logged(channel, log, onSent)] as const))
}

function createChannel(name: string, config: OutboundChannelConfig): OutboundChannel {
  switch (config.type) {
    case 'log':
      return createLogChannel(name, config.path)
    case 'webhook':
      return createWebhookChannel(name, config)
  }
}

function logged(channel: OutboundChannel, log: Log, onSent: OutboundOptions['onSent']): OutboundChannel {
  return {
    name: channel.name,
    async send(message, signal) {
      let outcome: RunOutcome = 'unknown'
      const result = await channel
        .send(message, signal)
        .then((sent) => {
          outcome = sent.outcome
          return sent
        })
        .finally(() => onSent?.(channel.name, outcome))
      const fields = { approval: message.approvalId, channel: channel.name, ...result }
      if (result.outcome === 'succeeded') log.info('outbound message delivered', fields)
      else log.warn('outbound message not delivered', fields)
      return result
    },
  }
}

/**
 * Sends what the approval holds. A kind, state, form or channel that it can't take is `failed`: nothing has left. A
 * channel that throws rejects, which counts as `unknown`.
 */
export function executeOutbound(channels: ReadonlyMap<string, OutboundChannel>): Execute {
  return async (approval, signal) => {
    if (!mayRun(approval)) return failed(`the approval is ${approval.status}`)
    const parsed = parseOutbound(approval.action)
    if (!parsed.ok) return failed(`${parsed.field ?? 'action'}: ${parsed.detail}`)
    const channel = channels.get(parsed.value.channel)
    if (channel === undefined) return failed(`there is no outbound channel ${JSON.stringify(parsed.value.channel)}`)
    const at = approval.startedAt ?? Date.now()
    return channel.send({ ...parsed.value, approvalId: approval.id, at }, signal)
  }
}

/** The pump calls it with the approval it has just started; anything else is held. */
const mayRun = ({ status }: Approval) => status === 'approved' || status === 'started'

const failed = (reason: string) => ({ outcome: 'failed' as const, detail: { reason } })
