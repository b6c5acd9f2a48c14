#!/usr/bin/env node
// The program `holdpoint`: the only reader of the environment. Everything else is handed what it needs.
import { readFileSync } from 'node:fs'
import { HoldpointError } from '@holdpoint/core'
import type { CliHost, ConfigOptions } from './cli/cli-host.ts'
import { runCli } from './cli/run-cli.ts'
import { serve } from './cli/serve.ts'
import type { GatewayConfig } from './config/gateway-config.ts'
import { formatProblem, loadConfig } from './config/load-config.ts'
import { publicUrlOf } from './config/to-gateway-config.ts'
import { withLocalSecrets } from './config/with-local-secrets.ts'
import { createLog } from './gateway/log.ts'
import { openStore } from './gateway/open-store.ts'
import { toSettings } from './gateway/settings.ts'

const { env } = process
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
const log = createLog(env['HOLDPOINT_LOG_LEVEL'] ?? 'info')

async function judgeConfig({ config: path }: ConfigOptions) {
  const named = path ?? env['HOLDPOINT_CONFIG']
  const loaded = await loadConfig({ cwd: process.cwd(), env, ...(named !== undefined && { path: named }) })
  if (!loaded.ok) throw new HoldpointError('invalid_config', loaded.problems.map(formatProblem).join('\n'))
  return loaded
}

async function readConfig(options: ConfigOptions): Promise<GatewayConfig> {
  const { config, warnings } = await judgeConfig(options)
  for (const warning of warnings) log.warn(warning)
  return config
}

const untilStopped = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve())
  process.once('SIGTERM', () => resolve())
})

const host: CliHost = {
  stdout: process.stdout,
  stderr: process.stderr,
  version,
  // A command's own words are its results: notes of what went well would only stand in between.
  log: createLog(env['HOLDPOINT_LOG_LEVEL'] ?? 'warn'),
  async serve({ port, host: address, ...options }) {
    return serve({
      stdout: process.stdout,
      log,
      version,
      untilStopped,
      onHangUp: (task) => void process.on('SIGHUP', task),
      async readConfig() {
        const config = await readConfig(options)
        const server = {
          ...config.server,
          ...(port !== undefined && { port }),
          ...(address !== undefined && { host: address }),
        }
        return { ...config, server }
      },
    })
  },
  async checkConfig(options) {
    const { config, warnings } = await judgeConfig(options)
    return { warnings, ...(config.file !== undefined && { file: config.file }) }
  },
  async resolveGateway(options) {
    const { config } = await withLocalSecrets(await readConfig(options))
    const { publicUrl: _, ...listening } = config.server
    return { url: publicUrlOf(listening, config.server.port), auth: config.auth }
  },
  async openStore(options) {
    const { config } = await withLocalSecrets(await readConfig(options))
    if (config.storage.type === 'memory')
      throw new HoldpointError('unavailable', 'No gateway listens, and its storage is memory: start the gateway first.')
    const publicUrl = publicUrlOf(config.server, config.server.port)
    return { store: await openStore(config.storage, log), publicUrl, auth: config.auth, settings: toSettings(config) }
  },
}

const args = process.argv.slice(2)
process.exitCode = await runCli(args, host)
// What a plugin has left running must not keep a gateway alive that has stopped, or never started.
if (args[0] === 'serve') process.exit()
