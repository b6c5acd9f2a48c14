// A remote gate before a gateway, and a function that tells when it was run.
import { createRemoteGate } from '../src/index.ts'
import { bot, must, startGateway, type GatewayOptions } from './gateway.ts'

export async function gated(options?: GatewayOptions) {
  const gateway = await startGateway(options)
  const calls: unknown[] = []
  return {
    gateway,
    gate: createRemoteGate({ client: gateway.client('bot-key') }),
    calls,
    perform: (approved: unknown) => {
      calls.push(approved)
      return 'done'
    },
    stored: async (id: string) => must(await gateway.holdpoint().approvals.get(bot, id)),
  }
}
