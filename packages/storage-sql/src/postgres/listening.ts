// Hints between nodes over LISTEN and NOTIFY. They go out in batches, on a connection of their own and outside of every
// commit: a NOTIFY inside would make all commits wait for one lock.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { HoldpointError } from '@holdpoint/core/store'
import type { PostgresSource } from '../postgres-options.ts'
import type { PostgresWakeOptions } from '../postgres-wake-options.ts'
import { channelOf } from './schema-name.ts'
import { hostPool, parseUrl } from './connection.ts'
import { toFailure } from './failure.ts'
import { fromPayload, toPayloads } from './wake-payload.ts'
import { openWakeSession, type WakeSession } from './wake-session.ts'

export interface Listening {
  /** Goes out with the next batch; waits for the connection if there is none. */
  send(id: string): void
  close(): Promise<void>
}

export interface Heard {
  /** From another node. */
  readonly hint: (id: string) => void
  /** It listens from now on; whatever came before may have been missed. */
  readonly listening: () => void
}

/** What waits for a connection; beyond it hints are dropped, and the others' next look has to do. */
const maxWaiting = 10_000
const longestPauseMs = 5_000

export function listen(source: PostgresSource, options: PostgresWakeOptions, heard: Heard): Listening {
  const { schema = 'holdpoint', heartbeatMs = 5_000, timeoutMs = 5_000, warn = () => {} } = options
  const config = 'url' in source ? parseUrl(source.url) : hostPool(source).options
  const channel = channelOf(schema)
  const sender = randomUUID()
  const outgoing = new Set<string>()
  const closing = new AbortController()
  let session: WakeSession | undefined
  let sending = false
  let scheduled = false

  const receive = (payload: string) => {
    const message = fromPayload(payload)
    if (message === undefined) return
    if (message.sender === sender) {
      if (message.ids.length === 0) session?.beatHeard()
      return
    }
    for (const id of message.ids) heard.hint(id)
  }

  const flush = async () => {
    scheduled = false
    if (sending) return
    sending = true
    try {
      while (session !== undefined && outgoing.size > 0) {
        const ids = [...outgoing]
        outgoing.clear()
        try {
          await session.send(toPayloads(sender, ids))
        } catch (error) {
          // Heard twice is no harm.
          for (const id of ids) if (outgoing.size < maxWaiting) outgoing.add(id)
          session?.end(error instanceof Error ? error : undefined)
          session = undefined
        }
      }
    } finally {
      sending = false
    }
  }

  /** One connection, until it ends. */
  const runOnce = async (): Promise<void> => {
    const beat = () => JSON.stringify([sender])
    const opened = await openWakeSession({ config, channel, heartbeatMs, timeoutMs, heard: receive, beat })
    session = opened
    const stop = () => opened.end()
    closing.signal.addEventListener('abort', stop)
    if (closing.signal.aborted) stop()
    heard.listening()
    void flush()
    const error = await opened.ended
    session = undefined
    closing.signal.removeEventListener('abort', stop)
    if (!closing.signal.aborted) throw error ?? new HoldpointError('unavailable', 'the connection was closed')
  }

  const run = async () => {
    let pauseMs = 50
    while (!closing.signal.aborted) {
      const startedAt = performance.now()
      try {
        await runOnce()
      } catch (error) {
        if (performance.now() - startedAt > longestPauseMs) pauseMs = 50
        if (pauseMs === 50) warn(`No hints from other nodes for now, looking more often: ${toFailure(error).detail}`)
        // Not all nodes at the same moment, when the server is back.
        await sleep(pauseMs * (0.5 + Math.random() / 2), undefined, { signal: closing.signal }).catch(() => {})
        pauseMs = Math.min(longestPauseMs, pauseMs * 2)
      }
    }
  }
  const running = run()

  return {
    send(id) {
      if (outgoing.size < maxWaiting) outgoing.add(id)
      if (scheduled || sending || session === undefined) return
      scheduled = true
      setImmediate(() => void flush())
    },
    async close() {
      closing.abort()
      await running
    },
  }
}
