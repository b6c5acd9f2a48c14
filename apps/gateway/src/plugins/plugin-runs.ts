// The life of the plugins: started in the order of the configuration, stopped in the other, each within its time.
import { createGate, HoldpointError, type Approvals, type Log, type Principal } from '@holdpoint/core'
import type { Plugin, PluginContext } from './plugin.ts'

export interface PluginRuns {
  /** Throws `invalid_config` that names the plugin which threw or took too long; what had started is stopped. */
  start(): Promise<void>
  /** Never rejects. */
  stop(): Promise<void>
}

export interface PluginRunsOptions {
  readonly plugins: readonly Plugin[]
  readonly approvals: Approvals
  readonly log: Log
  /** In ms; 10,000 and 5,000 by default. */
  readonly startTimeoutMs?: number
  readonly stopTimeoutMs?: number
}

export function createPluginRuns(options: PluginRunsOptions): PluginRuns {
  const { plugins, log, startTimeoutMs = 10_000, stopTimeoutMs = 5_000 } = options
  const stopping = new AbortController()
  const started: Plugin[] = []

  async function stop(): Promise<void> {
    stopping.abort()
    for (const plugin of started.splice(0).toReversed())
      await within(stopTimeoutMs, async () => plugin.stop?.()).catch((error: unknown) =>
        log.error('a plugin did not stop', { plugin: plugin.name, error: reasonOf(error) }),
      )
  }

  return {
    stop,
    async start() {
      for (const plugin of plugins) {
        try {
          await within(startTimeoutMs, async () => plugin.start?.(contextOf(plugin, options, stopping.signal)))
        } catch (error) {
          await stop()
          const why = `the plugin "${plugin.name}" did not start: ${reasonOf(error)}`
          throw new HoldpointError('invalid_config', `plugins: ${why}`, { cause: error })
        }
        started.push(plugin)
        log.info('plugin started', { plugin: plugin.name, routes: plugin.routes?.length ?? 0 })
      }
    },
  }
}

function contextOf({ name }: Plugin, { approvals, log }: PluginRunsOptions, signal: AbortSignal): PluginContext {
  const principal: Principal = { id: `plugin:${name}`, scopes: ['request'], loops: ['*'], via: 'plugin' }
  return {
    name,
    signal,
    log: {
      debug: (message, fields) => log.debug(message, { ...fields, plugin: name }),
      info: (message, fields) => log.info(message, { ...fields, plugin: name }),
      warn: (message, fields) => log.warn(message, { ...fields, plugin: name }),
      error: (message, fields) => log.error(message, { ...fields, plugin: name }),
    },
    gate: (loop) => createGate({ approvals, principal, ...(loop !== undefined && { loop }) }),
  }
}

async function within(timeoutMs: number, run: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${timeoutMs / 1000} s`)), timeoutMs)
  })
  try {
    await Promise.race([run(), late])
  } finally {
    clearTimeout(timer)
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
