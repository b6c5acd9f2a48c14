// Finds the way to the gateway: the running one if something listens, else its store.
import type { Result } from '@holdpoint/core'
import { Agent } from 'undici'
import type { Admin } from './admin.ts'
import type { CliHost, ConfigOptions } from './cli-host.ts'
import { createDirectAdmin } from './direct-admin.ts'
import { isNotListening } from './gateway-caller.ts'
import { createRemoteAdmin } from './remote-admin.ts'

const maxAnswerBytes = 8 * 1024 * 1024

export async function withAdmin<T>(
  host: CliHost,
  options: ConfigOptions,
  use: (admin: Admin) => Promise<Result<T>>,
): Promise<Result<T>> {
  const agent = new Agent({ connect: { timeout: 5_000 }, maxResponseSize: maxAnswerBytes })
  try {
    return await use(createRemoteAdmin(await host.resolveGateway(options), agent))
  } catch (error) {
    // Only a refused connection proves that no gateway did it already.
    if (!isNotListening(error)) throw error
  } finally {
    await agent.close()
  }
  const opened = await host.openStore(options)
  const { admin, settled } = createDirectAdmin(opened, host.log)
  try {
    return await use(admin)
  } finally {
    await settled()
    await opened.store.close()
  }
}
