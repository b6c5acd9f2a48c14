import type { Log, Store } from '@holdpoint/core'
import { openFileStore } from '@holdpoint/storage-file'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { createPostgresWake, openPostgresStore, openSqliteStore, type PostgresWake } from '@holdpoint/storage-sql'
import type { StorageConfig } from '../config/gateway-config.ts'

/** A database that starts together with the gateway has this long to come up, in ms. */
const openTimeoutMs = 30_000

/** Rejects with `invalid_config` or `unavailable`, naming the file. A database's URL is never in the message. */
export async function openStore(storage: StorageConfig, log: Log): Promise<Store> {
  const warn = (message: string) => log.warn(message)
  switch (storage.type) {
    case 'memory':
      return createMemoryStore()
    case 'file':
      return openFileStore({ folder: storage.folder }, { warn })
    case 'sqlite':
      return openSqliteStore({ path: storage.path }, { warn })
    case 'postgres': {
      const { url, schema, maxConnections, transactionPooler } = storage
      return openPostgresStore({ url }, { schema, maxConnections, transactionPooler, openTimeoutMs, warn })
    }
  }
}

/** Hints between the gateways on one database; none where there is only this one. */
export function openWake(storage: StorageConfig, log: Log): PostgresWake | undefined {
  if (storage.type !== 'postgres') return undefined
  const { url, schema, listenUrl = url } = storage
  return createPostgresWake({ url: listenUrl }, { schema, warn: (message) => log.warn(message) })
}
