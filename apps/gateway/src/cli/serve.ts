// `holdpoint serve`: runs the gateway until it is told to stop, and tells the first user how to begin.
import type { Log } from '@holdpoint/core'
import { operatorPrincipal } from '../auth/principals.ts'
import { withLocalSecrets } from '../config/with-local-secrets.ts'
import type { GatewayConfig } from '../config/gateway-config.ts'
import { createLiveConfig } from '../gateway/live-config.ts'
import { startGateway, type Gateway } from '../gateway/start-gateway.ts'
import type { Output } from './cli-host.ts'

export interface ServeHost {
  readonly stdout: Output
  readonly log: Log
  readonly version: string
  /** Resolves when the process is told to stop. */
  readonly untilStopped: Promise<void>
  /** Reads the configuration anew, as it was read for the start. Rejects with `invalid_config`. */
  readonly readConfig: () => Promise<GatewayConfig>
  /** Calls `task` whenever the process is told to read its configuration again. */
  onHangUp(task: () => void): void
}

export async function serve(host: ServeHost): Promise<number> {
  const { log } = host
  const config = await host.readConfig()
  const ready = await withLocalSecrets(config)
  const read = async () => (await withLocalSecrets(await host.readConfig())).config
  const live = createLiveConfig({ config: ready.config, read, log })
  host.onHangUp(() => void live.reload())
  const gateway = await startGateway(live, log, host.version)
  await greet(config, gateway, host.stdout)
  await host.untilStopped
  await gateway.stop()
  return 0
}

async function greet(config: GatewayConfig, { publicUrl, auth }: Gateway, out: Output): Promise<void> {
  const operator = operatorPrincipal('cli')
  out.write(`Holdpoint is serving at ${publicUrl}\n`)
  // Who asks and who decides are two from the start; both are told once, on the first run of an unconfigured gateway.
  const keys = await auth.keys.list(operator)
  if (config.file !== undefined || !keys.ok || keys.value.length > 0) {
    out.write(`Sign in to the inbox with a fresh link: holdpoint link\n`)
    return
  }
  const link = await auth.createLink(operator)
  const first = await auth.keys.create(operator, { name: 'first', scopes: ['request'], loops: ['default'] })
  if (link.ok) out.write(`\nFirst run. To decide, open this link (once, within 15 minutes):\n  ${link.value.url}\n`)
  if (first.ok) out.write(`\nTo ask, use this key (scope "request", shown only now):\n  ${first.value.key}\n`)
  out.write(`\nA later link: holdpoint link. More keys: holdpoint keys create --help\n`)
}
