// Wake over PostgreSQL's LISTEN and NOTIFY: what one node commits, those who wait on another hear of at once.
import type { Wake } from '@holdpoint/core/store'
import { loadDriver } from './load-driver.ts'
import type { Listening } from './postgres/listening.ts'
import type { PostgresSource } from './postgres-options.ts'
import type { PostgresWakeOptions } from './postgres-wake-options.ts'

export interface PostgresWake extends Wake {
  readonly pollMs: number
  /** Resolves when it listens for the first time; before that, and while it is cut off, those who wait look by themselves. */
  readonly ready: Promise<void>
  close(): Promise<void>
}

/**
 * Begins to listen, and goes on trying for as long as it takes. It needs a connection straight to the server: a pooler
 * that shares sessions out forgets who listens.
 */
export function createPostgresWake(source: PostgresSource, options: PostgresWakeOptions = {}): PostgresWake {
  const listeners = new Set<{ readonly hint: (id: string) => void; readonly missed: () => void }>()
  const { promise: ready, resolve: listens } = Promise.withResolvers<void>()
  const tell = (id: string) => {
    for (const { hint } of listeners) hint(id)
  }
  const begin = async (): Promise<Listening> => {
    const { listen } = await loadDriver('pg', () => import('./postgres/listening.ts'))
    return listen(source, options, {
      hint: tell,
      listening() {
        listens()
        for (const { missed } of listeners) missed()
      },
    })
  }
  const listening = begin()
  let connected: Listening | undefined
  listening.then(
    (made) => (connected = made),
    (error: unknown) => options.warn?.(`No hints from other nodes: ${String(error)}`),
  )
  return {
    pollMs: options.pollMs ?? 5_000,
    ready,
    notify(id) {
      tell(id)
      connected?.send(id)
    },
    subscribe(hint, missed = () => {}) {
      const listener = { hint, missed }
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      listeners.clear()
      await (await listening.catch(() => undefined))?.close()
    },
  }
}
