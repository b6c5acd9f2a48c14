// One listening connection, from its opening to its end. A beat goes out and has to come back the way that hints come:
// that tells a half-open socket from a quiet hour.
import { Socket } from 'node:net'
import { HoldpointError } from '@holdpoint/core/store'
import { Client, type ClientConfig } from 'pg'

export interface WakeSessionOptions {
  readonly config: ClientConfig
  readonly channel: string
  readonly heartbeatMs: number
  /** How long a beat, or any other answer, may take. */
  readonly timeoutMs: number
  readonly heard: (payload: string) => void
  readonly beat: () => string
}

export interface WakeSession {
  send(payloads: readonly string[]): Promise<void>
  /** What was sent as `beat` has come back. */
  beatHeard(): void
  readonly ended: Promise<Error | undefined>
  end(error?: Error): void
}

/** Resolves once it listens. */
export async function openWakeSession(options: WakeSessionOptions): Promise<WakeSession> {
  const { config, channel, heartbeatMs, timeoutMs, heard, beat } = options
  const socket = new Socket()
  const client = new Client({
    ...config,
    application_name: 'holdpoint wake',
    keepAlive: true,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    // Our own, so that it can be thrown away without the other side's consent.
    stream: () => socket,
  })
  const { promise: ended, resolve: settle } = Promise.withResolvers<Error | undefined>()
  let nextBeat: NodeJS.Timeout | undefined
  let deadline: NodeJS.Timeout | undefined

  const end = (error?: Error) => {
    clearTimeout(nextBeat)
    clearTimeout(deadline)
    socket.destroy()
    settle(error)
  }
  const send = async (payloads: readonly string[]) => {
    await client.query('select pg_notify($1, payload) from unnest($2::text[]) payload', [channel, payloads])
  }
  const pulse = () => {
    deadline = setTimeout(() => end(new HoldpointError('unavailable', 'no beat came back')), timeoutMs)
    send([beat()]).catch(end)
  }

  client.on('error', end)
  client.on('end', () => end())
  client.on('notification', ({ payload }) => payload !== undefined && heard(payload))
  try {
    await client.connect()
    // A hint that a crash of the server loses is no loss, and waiting for the disk would cost every hint a millisecond.
    await client.query('set synchronous_commit = off')
    await client.query(`listen "${channel}"`)
  } catch (error) {
    end()
    throw error
  }
  pulse()
  return {
    send,
    ended,
    end,
    beatHeard() {
      clearTimeout(deadline)
      clearTimeout(nextBeat)
      nextBeat = setTimeout(pulse, heartbeatMs)
    },
  }
}
