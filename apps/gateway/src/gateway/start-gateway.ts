// A running gateway: opens the store, takes the port, serves; and stops in the order that loses nothing.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { closeGracefully, createHttpServer } from '@holdpoint/adapter-http'
import { HoldpointError, refuse, type Log } from '@holdpoint/core'
import { problem, type HttpHandler } from '@holdpoint/core/http'
import { publicUrlOf } from '../config/to-gateway-config.ts'
import type { ReadyConfig } from '../config/with-local-secrets.ts'
import { loadPlugins } from '../plugins/load-plugins.ts'
import { composeGateway, type Parts } from './compose.ts'
import type { LiveConfig } from './live-config.ts'
import { openStore, openWake } from './open-store.ts'

export interface Gateway extends Pick<Parts, 'auth'> {
  readonly publicUrl: string
  /** Answers what is held as it stands, finishes what is under way, closes the store. Safe to call twice. */
  stop(): Promise<void>
}

/** What is under way when the gateway stops has this long to end, in ms. */
const graceMs = 10_000

/** Rejects with `invalid_config` where the port is taken or the store can't be opened. */
export async function startGateway(live: LiveConfig, log: Log, version: string): Promise<Gateway> {
  const config = live.current()
  const plugins = await loadPlugins(config.plugins)
  const store = await openStore(config.storage, log)
  const wake = openWake(config.storage, log)
  let stopping = false
  let handler: HttpHandler = async () => problem(refuse('unavailable', 'The gateway is starting.'))
  const server = createHttpServer((request, context) => handler(request, context), {
    context: (req) => (req.socket.remoteAddress === undefined ? {} : { remoteAddress: req.socket.remoteAddress }),
    onError: (error, id) => log.error('answer failed', { id, error: String(error) }),
  })
  try {
    await listen(server, config.server)
    const { port: boundPort } = server.address() as AddressInfo
    const publicUrl = publicUrlOf(config.server, boundPort)
    const isStopping = () => stopping
    const parts = composeGateway({
      config: live,
      plugins,
      store,
      ...(wake && { wake }),
      log,
      version,
      boundPort,
      publicUrl,
      isStopping,
    })
    // Before anything is served or sent: a plugin that does not start refuses the start.
    await parts.plugins.start()
    handler = parts.handler
    parts.pump.start()
    parts.hitlSh.start(parts.approvals)
    log.info('gateway is serving', { url: publicUrl, storage: config.storage.type })
    let stopped: Promise<void> | undefined
    const stop = async () => {
      stopping = true
      log.info('gateway is stopping')
      // New calls are refused and held ones answered first: then nothing can ask for more of the store.
      const drained = closeGracefully(server, graceMs)
      parts.approvals.close()
      parts.events.close()
      await drained
      await parts.hitlSh.stop()
      await parts.pump.stop(graceMs)
      await parts.plugins.stop()
      await parts.rules.close()
      await parts.auth.close()
      await wake?.close()
      await store.close()
      log.info('gateway has stopped')
    }
    return { publicUrl, auth: parts.auth, stop: () => (stopped ??= stop()) }
  } catch (error) {
    server.close()
    await wake?.close()
    await store.close()
    throw error
  }
}

async function listen(
  server: ReturnType<typeof createHttpServer>,
  { host, port }: ReadyConfig['server'],
): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new HoldpointError('invalid_config', whyNotListening(error, host, port), { cause: error })
  }
}

function whyNotListening(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken by another program. Stop that, or choose another port with --port or server.port.`
  if (code === 'EACCES') return `Port ${port} needs more rights than this process has. Choose one above 1023.`
  return `Can't listen on ${host}:${port} (${String(code)}). Set server.host to an address of this machine.`
}
