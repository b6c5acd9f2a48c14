// A store is moved while nobody writes to it: what a gateway adds meanwhile would be left behind.
import { once } from 'node:events'
import { connect } from 'node:net'
import { HoldpointError } from '@holdpoint/core'
import type { CliHost, ConfigOptions } from './cli-host.ts'

const patienceMs = 5_000

/** Rejects with `unavailable` where something listens at the gateway's address. */
export async function expectNobodyServes(host: CliHost, options: ConfigOptions): Promise<void> {
  const { url } = await host.resolveGateway(options)
  if (!(await isListening(new URL(url)))) return
  throw new HoldpointError(
    'unavailable',
    `A gateway serves at ${url}. Stop it first, and every other on the same store.`,
  )
}

async function isListening({ hostname, port, protocol }: URL): Promise<boolean> {
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
  if (number === 0) return false
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: number })
  socket.setTimeout(patienceMs, () => socket.destroy(new Error('no answer')))
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
