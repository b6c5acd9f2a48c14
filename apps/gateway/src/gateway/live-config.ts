// The configuration as it is now. It is read again on demand; a bad one is refused whole, and what was running stays.
import { HoldpointError, refuse, type Log, type Result } from '@holdpoint/core'
import type { ReadyConfig } from '../config/with-local-secrets.ts'
import { changedKeys } from './changed-keys.ts'

export interface Reloaded {
  /** What acts from now on. */
  readonly changed: readonly string[]
  /** What differs in the file but acts only after a restart. */
  readonly needsRestart: readonly string[]
}

/** Makes what can fail, and returns what puts it to use, which can't. Throwing refuses the reload. */
export type Prepare = (next: ReadyConfig) => () => void

export interface LiveConfig {
  current(): ReadyConfig
  /** Refuses with `invalid_config`; then nothing has changed. */
  reload(): Promise<Result<Reloaded>>
  /** A sentence while the last reload was refused, else undefined. It tells no detail: anybody may read it. */
  refused(): string | undefined
  onReload(prepare: Prepare): void
}

export interface LiveConfigOptions {
  readonly config: ReadyConfig
  /** Reads it anew. Rejects with `invalid_config`. */
  readonly read: () => Promise<ReadyConfig>
  readonly log: Log
}

export function createLiveConfig({ config: first, read, log }: LiveConfigOptions): LiveConfig {
  const prepares: Prepare[] = []
  let current = first
  let why: string | undefined
  let turn: Promise<unknown> = Promise.resolve()

  async function reload(): Promise<Result<Reloaded>> {
    try {
      const written = await read()
      const next = withFixedOf(first, written)
      const changed = changedKeys(current, next)
      const needsRestart = changedKeys(next, written)
      const commits = changed.length > 0 ? prepares.map((prepare) => prepare(next)) : []
      current = next
      for (const commit of commits) commit()
      why = undefined
      log.info('configuration reloaded', { changed, needsRestart })
      return { ok: true, value: { changed, needsRestart } }
    } catch (error) {
      const detail = error instanceof HoldpointError ? error.detail : String(error)
      why = 'The last reload of the configuration was refused; the one before is in use. The log says what is wrong.'
      log.error('configuration not reloaded; the one before stays in use', { problems: detail.split('\n') })
      return refuse('invalid_config', detail)
    }
  }

  return {
    current: () => current,
    refused: () => why,
    onReload: (prepare) => void prepares.push(prepare),
    reload() {
      // One after the other: of two that come together the later one reads last and wins.
      const mine = turn.then(reload)
      turn = mine
      return mine
    },
  }
}

/** What sockets, stores and modules were opened with stays as it was at the start. */
function withFixedOf(first: ReadyConfig, next: ReadyConfig): ReadyConfig {
  const { server, storage, outbound, plugins, webhooks, callback } = first
  const { webhooks: _, ...rest } = next
  return {
    ...rest,
    ...(webhooks && { webhooks }),
    server,
    storage,
    outbound,
    plugins,
    callback: { keys: next.callback.keys, maxBodyBytes: callback.maxBodyBytes },
  }
}
