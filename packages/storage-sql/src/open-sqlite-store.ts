// The entry to SQLite. Its driver is loaded when it is used, so that nobody has to install both databases' drivers.
import type { Store } from '@holdpoint/core/store'
import { loadDriver } from './load-driver.ts'
import type { SqliteSource, SqlStoreOptions } from './sql-store-options.ts'

/**
 * Rejects with `invalid_config` when the file isn't ours to use, and with `unavailable` when it can't be opened or is
 * damaged. It never starts empty in place of a file it can't read.
 */
export async function openSqliteStore(source: SqliteSource, options: SqlStoreOptions = {}): Promise<Store> {
  const { openSqlite } = await loadDriver('better-sqlite3', () => import('./open-sqlite.ts'))
  return openSqlite(source, options)
}
