// When keys were used last: gathered here and written once a minute, so that no request pays for it. A crash loses at most
// that minute.
import type { Clock, Log } from '@holdpoint/core'

const flushMs = 60_000

export interface KeyUses {
  add(name: string): void
  /** Stops the timer and writes what was gathered. */
  close(): Promise<void>
}

export interface KeyUsesOptions {
  readonly record: (name: string) => Promise<void>
  readonly log: Log
  /** Without one, only `close` writes. */
  readonly clock?: Clock | undefined
}

export function createKeyUses({ record, log, clock }: KeyUsesOptions): KeyUses {
  // Only names of keys that were let in: nobody without one can fill it.
  let used = new Set<string>()
  let cancelTimer: (() => void) | undefined
  let flushing = Promise.resolve()

  async function writeAll(): Promise<void> {
    cancelTimer?.()
    cancelTimer = undefined
    const names = used
    used = new Set()
    for (const name of names)
      await record(name).catch((error: unknown) =>
        log.warn('last use of a key not written', { key: name, error: String(error) }),
      )
  }

  // One after another, so that whoever waits for the last waits for all before it.
  const flush = () => (flushing = flushing.then(writeAll))

  return {
    add(name) {
      used.add(name)
      cancelTimer ??= clock?.after(flushMs, () => void flush())
    },
    close: () => flush(),
  }
}
