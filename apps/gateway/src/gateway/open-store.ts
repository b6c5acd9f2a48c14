import type { Log, Store } from '@holdpoint/core'
import { openFileStore } from '@holdpoint/storage-file'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { openSqliteStore } from '@holdpoint/storage-sql'
import type { StorageConfig } from '../config/gateway-config.ts'

/** Rejects with `invalid_config` or `unavailable`, naming the file. */
export async function openStore(storage: StorageConfig, log: Log): Promise<Store> {
  const warn = (message: string) => log.warn(message)
  switch (storage.type) {
    case 'memory':
      return createMemoryStore()
    case 'file':
      return openFileStore({ folder: storage.folder }, { warn })
    case 'sqlite':
      return openSqliteStore({ path: storage.path }, { warn })
  }
}
