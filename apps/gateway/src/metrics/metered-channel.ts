// A channel whose deliveries are counted by what became of them.
import type { Channel, Delivery } from '@holdpoint/core'
import type { Metrics } from './metrics.ts'

export function meteredChannel(channel: Channel, { deliveries }: Pick<Metrics, 'deliveries'>): Channel {
  const { name } = channel
  async function counted(effect: string, deliver: () => Promise<Delivery>): Promise<Delivery> {
    let result = 'thrown'
    try {
      const delivery = await deliver()
      result = delivery.then
      return delivery
    } finally {
      deliveries.inc({ channel: name, effect, result })
    }
  }
  return {
    name,
    ask: (effect, approval, attempt) => counted('ask', () => channel.ask(effect, approval, attempt)),
    settle: (effect, approval, attempt) => counted('settle', () => channel.settle(effect, approval, attempt)),
    confirm: (effect, approval, attempt) => counted('confirm', () => channel.confirm(effect, approval, attempt)),
  }
}
