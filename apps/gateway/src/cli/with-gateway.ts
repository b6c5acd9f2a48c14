// Calls to the running gateway, for what only a running one can do.
import { refuse, type Result } from '@holdpoint/core'
import { Agent } from 'undici'
import type { CliHost, ConfigOptions } from './cli-host.ts'
import { createCaller, isNotListening, type GatewayCaller } from './gateway-caller.ts'

const maxAnswerBytes = 32 * 1024 * 1024

export async function withGateway<T>(
  host: CliHost,
  options: ConfigOptions,
  use: (call: GatewayCaller) => Promise<Result<T>>,
): Promise<Result<T>> {
  const address = await host.resolveGateway(options)
  const agent = new Agent({ connect: { timeout: 5_000 }, maxResponseSize: maxAnswerBytes })
  try {
    return await use(createCaller(address, agent))
  } catch (error) {
    if (!isNotListening(error)) throw error
    return refuse('unavailable', `No gateway listens at ${address.url}; start it with "holdpoint serve".`)
  } finally {
    await agent.close()
  }
}
